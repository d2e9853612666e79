import type { Settings } from '../config/settings';
import { type ReplicaMessage, RowsReplica } from '../document/replica';
import type { RowSplice } from '../document/spliceLog';
import type { CandidateScanner } from '../find/candidates';
import { type FindResult, findRows } from '../find/find';
import type { TellFound } from '../find/foundRows';
import { findByPattern } from '../find/patternSearch';
import { type PatternMachine, PatternRunner } from '../find/patternRunner';
import type { Prefilter } from '../find/prefilter';
import type { FindQuery } from '../find/query';
import type { SearchedRows } from '../find/searchRows';
import type { LineChunk } from '../text/lineIndex';
import { type BalanceListeners, WorkerBalance } from '../balance/workerBalance';
import { type AnalysisListeners, WorkerAnalysis } from './workerAnalysis';
import { ScanAhead } from './scanAhead';
import type { ScanThread } from './scanThread';
import { FileContent, type ContentRequest, type IndexMachine } from './fileContent';

/** What the engine needs of the machine that it runs on. */
export interface EngineMachine extends IndexMachine, PatternMachine {
  /** Starts a thread that helps with a file of so many bytes; undefined where that would not pay. */
  startScanThread(bytes: number): ScanThread | undefined;
  scannerFor(prefilter: Prefilter): CandidateScanner;
}

/** The file became another while it was searched; asked again, the search goes over the new one. */
export class ContentGoneError extends Error {
  override readonly name = 'ContentGoneError';
}

/** A search works for so long before it looks at what else there is to do. */
const WORK_MS = 8;

/**
 * A dataset in its worker: a replica of the rows, the lines of the file, and the work on both. Contents and messages about rows
 * come in order; a message about rows says which content it is about.
 */
export class WorkerDataset {
  readonly rows = new RowsReplica();
  private content: FileContent | undefined;
  /** Why there is no content. */
  private failure: unknown;
  /** The number of the content that the rows refer to. */
  private rowsOf = 0;
  private indexing = new AbortController();
  private readonly patterns: PatternRunner;
  private waiting: (() => void)[] = [];

  /** Run in the background once they were started. */
  readonly analysis: WorkerAnalysis;
  readonly balance: WorkerBalance;

  constructor(
    private readonly machine: EngineMachine,
    listeners: AnalysisListeners & BalanceListeners = {},
  ) {
    this.patterns = new PatternRunner(machine);
    this.analysis = new WorkerAnalysis(this, listeners);
    this.balance = new WorkerBalance(this, () => this.analysis.current, listeners);
  }

  /**
   * Goes over to another content, and finds its lines. Resolves when all are found.
   * @param take gets the lines behind `request.from`
   * @throws TornReadError when the file is not the one asked for, or changed; the reason of the signal
   */
  async open(request: ContentRequest, take: (chunk: LineChunk) => void, signal: AbortSignal): Promise<void> {
    this.indexing.abort(new ContentGoneError('Another content was opened.'));
    const aborter = (this.indexing = new AbortController());
    const stop = (): void => aborter.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    this.content?.file.release();
    try {
      await this.replaceContent(request).findLines(aborter.signal, (chunk) => {
        this.growRows();
        if (chunk !== undefined) take(chunk);
      });
      this.wake();
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** Takes in what happened to the rows. @param number the content that they refer to afterwards */
  apply(number: number, message: ReplicaMessage): void {
    const { revision } = this.rows;
    const splices: RowSplice[] = [];
    this.rowsOf = number;
    this.rows.apply(message, (splice) => splices.push(splice));
    this.growRows();
    this.wake();
    this.analysis.applied(message, splices, revision);
    this.balance.applied(message, splices, revision);
  }

  /**
   * Searches the rows as they are now, all of them: waits until the lines have been found.
   * @throws ContentGoneError when the file was saved or reloaded meanwhile: ask again, with `skip`
   * @throws TornReadError when it changed otherwise; the signal's reason
   */
  async find(query: FindQuery, skip: number, tell: TellFound, signal: AbortSignal): Promise<FindResult> {
    const content = await this.settled(signal);
    const searched: SearchedRows = {
      rows: [...this.rows.read()],
      index: content.index,
      readBlock: (into, offset) => this.readOf(content, into, offset),
    };
    const options = { tell, skip, breathe: this.breather(signal) };
    if (query.regex) return findByPattern(searched, query, this.patterns, signal, options);
    return findRows(searched, query, { ...options, scannerFor: (prefilter) => this.machine.scannerFor(prefilter) });
  }

  /** Lets go of the file until it is read again. */
  async release(): Promise<void> {
    this.content?.file.release();
    await this.analysis.stopAhead();
  }

  /** A second thread for the first sweep over a content, where one pays. */
  scanAhead({ request, file }: FileContent, settings: Settings): ScanAhead | undefined {
    const { source } = request;
    const thread = source.kind === 'file' ? this.machine.startScanThread(file.size) : undefined;
    return thread && new ScanAhead(thread, source, settings);
  }

  async dispose(): Promise<void> {
    this.indexing.abort(new ContentGoneError('The dataset was closed.'));
    this.analysis.dispose();
    this.balance.dispose();
    await this.release();
    await this.patterns.dispose();
  }

  /** Lets other work of the thread go first. */
  pause(): Promise<void> {
    return this.machine.pause();
  }

  private replaceContent(request: ContentRequest): FileContent {
    this.content = this.failure = undefined;
    this.wake();
    try {
      this.content = new FileContent(request, this.machine);
      return this.content;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  /** While lines are being found, they come as rows behind all others. */
  private growRows(): void {
    const { content } = this;
    if (content?.request.number !== this.rowsOf) return;
    this.rows.growBase(content.index.count);
    this.wake();
  }

  /** The content, when its first lines are there and the rows refer to it. */
  async begun(signal: AbortSignal): Promise<FileContent> {
    for (;;) {
      signal.throwIfAborted();
      const { content, failure } = this;
      if (failure !== undefined) throw failure as Error;
      if (content?.request.number === this.rowsOf && content.index.count > 0) return content;
      if (content?.request.number === this.rowsOf && content.isIndexed) return content;
      await this.changed(signal);
    }
  }

  /** The content, when its lines are all there and the rows refer to it. */
  async settled(signal: AbortSignal): Promise<FileContent> {
    for (;;) {
      signal.throwIfAborted();
      const { content, failure } = this;
      if (failure !== undefined) throw failure as Error;
      if (content?.request.number === this.rowsOf) {
        await content.indexed;
        if (content === this.content && content.request.number === this.rowsOf) return content;
      } else await this.changed(signal);
    }
  }

  private changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Reads of a content, as long as it is that of the dataset. @throws ContentGoneError; TornReadError */
  readOf(content: FileContent, into: Uint8Array, offset: number): void {
    if (content !== this.content) throw new ContentGoneError('The file was replaced.');
    content.file.readBlock(into, offset);
  }

  private breather(signal: AbortSignal): () => Promise<void> {
    let since = performance.now();
    return async () => {
      if (performance.now() - since < WORK_MS) return;
      await this.machine.pause();
      signal.throwIfAborted();
      since = performance.now();
    };
  }
}
