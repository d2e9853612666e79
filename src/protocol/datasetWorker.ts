import type { ContentSource } from '../core/analysis/fileContent';
import type { AnalysisReport, AnalysisRequest } from '../core/analysis/workerAnalysis';
import type { RemarkedRow } from '../core/author/knownRemarks';
import type { BalanceProgress } from '../core/balance/workerBalance';
import type { Dataset } from '../core/document/dataset';
import { ReplicaFeed } from '../core/document/replicaFeed';
import type { ReplicaMessage } from '../core/document/replica';
import type { RowId } from '../core/document/run';
import type { FindResult } from '../core/find/find';
import type { TellFound } from '../core/find/foundRows';
import type { FindQuery } from '../core/find/query';
import { type ByteSource, TornReadError } from '../core/text/byteSource';
import type { LineChunk } from '../core/text/lineIndex';
import { type Post, RemoteError, RpcEnd } from './rpcEnd';
import {
  type AnalysisCalls,
  type BalanceWorkerCalls,
  CONTENT_GONE,
  TORN_READ,
  type WorkerCalls,
  type WorkerEvents,
  type WorkerHostEvents,
} from './worker';

/** A thread that runs `serveDataset`; `Platform.startWorker` makes one. */
export interface Thread {
  readonly post: Post;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (error: Error | undefined) => void): void;
  terminate(): Promise<void>;
}

/** The worker has died, and died again after a restart. */
export class WorkerDiedError extends Error {
  override readonly name = 'WorkerDiedError';
}

export interface DatasetWorkerOptions {
  readonly startThread: () => Thread;
  /** Whether the base of the dataset has a path that the worker can open; else the worker gets its bytes. */
  readonly isOnDisk: boolean;
  /** The worker died; it is started once more (`willRestart`). For the log. */
  readonly onCrash: (error: Error, willRestart: boolean) => void;
  /** Where the analysis stands; only after `analyse`. */
  readonly onAnalysed?: (report: AnalysisReport) => void;
  readonly onAnalysisFailed?: (message: string) => void;
  /** Where the balance stands; only once it was asked for. */
  readonly onBalanced?: (progress: BalanceProgress) => void;
}

type AskedCalls = AnalysisCalls & BalanceWorkerCalls;

type Line = RpcEnd<Record<string, never>, WorkerEvents, WorkerCalls, WorkerHostEvents>;

/** A thread that has been told of the dataset. */
interface Running {
  readonly thread: Thread;
  readonly line: Line;
  readonly feed: ReplicaFeed;
  readonly listeners: readonly { dispose(): void }[];
  /** Set when the worker was sent to the file: where it finds it. */
  source?: Promise<ContentSource>;
}

const RESTARTS = 1;

/**
 * The host's end of the worker of one dataset. Starts the thread when it is first needed, keeps its rows up to date, follows the
 * file through saves, and starts it once more if it dies.
 */
export class DatasetWorker {
  private running: Running | undefined;
  private crashes = 0;
  private died: Error | undefined;
  private contentNumber = 0;
  private searchNumber = 0;
  private remarkNumber = 0;
  private takeLines: ((chunk: LineChunk) => void) | undefined;
  /** What the worker was asked to analyse; a worker that takes its place is asked the same. */
  private analysis: AnalysisRequest | undefined;
  private unfinished: RowId | undefined;
  private readonly searches = new Map<number, TellFound>();

  constructor(
    private readonly dataset: Dataset,
    private readonly options: DatasetWorkerOptions,
  ) {}

  /**
   * Finds the lines of the dataset's file from an offset to its end, in order.
   * @throws TornReadError when the file changed; WorkerDiedError; the signal's reason
   */
  async findLines(from: number, take: (chunk: LineChunk) => void, signal: AbortSignal): Promise<void> {
    let known = from;
    await this.retrying(signal, (running) => {
      this.takeLines = (chunk) => {
        known += chunk.bytes;
        take(chunk);
      };
      return this.open(running, known, signal);
    });
    this.takeLines = undefined;
  }

  /**
   * Searches all rows as they are now; `tell` gets the ids of matching rows in order. Goes on over a save.
   * @throws TornReadError when the file changed; WorkerDiedError; the signal's reason
   */
  async find(query: FindQuery, tell: TellFound, signal: AbortSignal): Promise<FindResult> {
    const searchId = ++this.searchNumber;
    let skip = 0;
    this.searches.set(searchId, (ids, searchedRows) => {
      skip += ids.length;
      if (!signal.aborted) tell(ids, searchedRows);
    });
    try {
      return await this.retrying(signal, async (running) => {
        if (running.source === undefined) this.openQuietly(running);
        await Promise.all([running.source, running.feed.settle()]);
        return running.line.call('find', { searchId, query, skip }, { signal });
      });
    } finally {
      this.searches.delete(searchId);
    }
  }

  /** Analyses the rows in the background, from now on and through edits, saves and a restart; anew with other settings. */
  analyse(request: AnalysisRequest): void {
    this.analysis = request;
    if (this.died !== undefined) return;
    const isNew = this.running === undefined;
    const running = (this.running ??= this.start());
    if (running.source === undefined) this.openQuietly(running);
    if (!isNew) running.line.event('analyse', request);
  }

  /**
   * Tells the analysis what the author's rules say of rows, as they are now; `isAnew` forgets what they said before. Gives the number
   * that a report names when it counts this in. A worker that takes this one's place knows nothing of it: `onCrash` comes when it is
   * there.
   */
  remark(rows: readonly RemarkedRow[], isAnew = false): number {
    const { running } = this;
    const number = ++this.remarkNumber;
    running?.feed.behind(() => running.line.event('remarks', { number, isAnew, rows }));
    return number;
  }

  /**
   * Tells the analysis of the example that its author has just begun, if any: what it still lacks is not said. Told in the moment in
   * which the example comes in, this is there before it.
   */
  setUnfinished(id: RowId | undefined): void {
    this.unfinished = id;
    this.running?.line.event('unfinished', { id });
  }

  /**
   * Asks the analysis or the balance something; the answer counts in every edit so far.
   * @throws TornReadError when the file changed; WorkerDiedError; the signal's reason
   */
  async ask<M extends keyof AskedCalls>(
    question: M,
    params: AskedCalls[M]['params'],
    signal: AbortSignal,
  ): Promise<AskedCalls[M]['result']> {
    return this.retrying(signal, async (running) => {
      if (running.source === undefined) this.openQuietly(running);
      await Promise.all([running.source, running.feed.settle()]);
      return running.line.call(question, params, { signal });
    });
  }

  /** Lets the worker close its handle of the file, so that the file can be replaced where open files refuse it. */
  async release(): Promise<void> {
    await this.running?.line.call('release', null);
  }

  async dispose(): Promise<void> {
    this.died ??= new WorkerDiedError('The dataset was closed.');
    await this.stop(this.died)?.terminate();
  }

  /** Does work in the worker, again where the worker died or the file was saved meanwhile. */
  private async retrying<T>(signal: AbortSignal, work: (running: Running) => Promise<T>): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      if (this.died !== undefined) throw this.died;
      const running = (this.running ??= this.start());
      try {
        return await work(running);
      } catch (error) {
        if (error instanceof RemoteError && error.name === TORN_READ)
          throw new TornReadError(error.message, { cause: error });
        const isAgain = this.running !== running || (error instanceof RemoteError && error.name === CONTENT_GONE);
        if (!isAgain) throw error;
      }
    }
  }

  private start(): Running {
    const { dataset } = this;
    const thread = this.options.startThread();
    const line: Line = new RpcEnd<Record<string, never>, WorkerEvents, WorkerCalls, WorkerHostEvents>(
      (message, transfer) => thread.post(message, transfer),
      {},
      {
        lines: ({ content, chunk }) => {
          if (content === this.contentNumber) this.takeLines?.(chunk);
        },
        found: ({ searchId, ids, searchedRows }) => this.searches.get(searchId)?.(ids, searchedRows),
        analysed: (report) => this.options.onAnalysed?.(report),
        balanced: (progress) => this.options.onBalanced?.(progress),
        analysisFailed: ({ message }) => this.options.onAnalysisFailed?.(message),
      },
    );
    thread.onMessage((message) => line.receive(message));
    thread.onExit((error) => this.exited(thread, error));
    // The contents that the resets under way are about, in order: this listener comes before that of the feed.
    const resets = [++this.contentNumber];
    let content = 0;
    const rebased = dataset.onRebase(() => {
      resets.push(++this.contentNumber);
      if (this.running?.source !== undefined) this.openQuietly(this.running);
    });
    const feed = new ReplicaFeed(
      dataset,
      (message: ReplicaMessage, transfer) => {
        if (message.kind === 'reset') content = resets.shift() ?? content;
        line.event('rows', { content, message }, transfer as readonly ArrayBuffer[]);
      },
      (error) => this.exited(thread, error instanceof Error ? error : new Error(String(error))),
    );
    feed.sendReset();
    if (this.unfinished !== undefined) line.event('unfinished', { id: this.unfinished });
    if (this.analysis !== undefined) line.event('analyse', this.analysis);
    return { thread, line, feed, listeners: [rebased, feed] };
  }

  /** Sends the worker to the base, whose lines the host knows. Where that fails, searches fail. */
  private openQuietly(running: Running): void {
    this.takeLines = undefined;
    this.open(running, this.dataset.index.end).catch(() => undefined);
  }

  /** Sends the worker over to the base of the dataset; resolves when it knows all lines. */
  private async open(running: Running, from: number, signal?: AbortSignal): Promise<void> {
    const number = this.contentNumber;
    const { base, hasBom } = this.dataset;
    const bomLength = hasBom ? 3 : 0;
    const source = await (running.source = this.sourceOf(base));
    if (number !== this.contentNumber) return; // Another file has become the base, and the worker was sent there.
    const transfer = source.kind === 'bytes' ? [source.bytes.buffer as ArrayBuffer] : [];
    await running.line.call('open', { number, source, bomLength, from }, { transfer, ...(signal && { signal }) });
  }

  private async sourceOf(base: ByteSource): Promise<ContentSource> {
    const { path } = base as ByteSource & { readonly path?: unknown };
    if (this.options.isOnDisk && typeof path === 'string') return { kind: 'file', path, fingerprint: base.fingerprint };
    return { kind: 'bytes', bytes: (await base.read(0, base.size)).slice() };
  }

  private exited(thread: Thread, error: Error | undefined): void {
    if (this.running?.thread !== thread || error === undefined) return;
    const willRestart = this.crashes++ < RESTARTS;
    if (!willRestart) this.died = new WorkerDiedError('The worker died again.', { cause: error });
    void this.stop(error)?.terminate();
    if (this.analysis !== undefined) this.analyse(this.analysis);
    this.options.onCrash(error, willRestart);
  }

  private stop(reason: Error): Thread | undefined {
    const { running } = this;
    this.running = undefined;
    for (const listener of running?.listeners ?? []) listener.dispose();
    running?.line.close(reason);
    return running?.thread;
  }
}
