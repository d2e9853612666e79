import type { Settings } from '../config/settings';
import type { ReplicaMessage, RowsReplica } from '../document/replica';
import type { RowSplice } from '../document/spliceLog';
import type { FileContent } from './fileContent';
import type { LineSource } from './lineSource';
import type { ScanAhead } from './scanAhead';

/** What background work needs of its dataset. */
export interface AnalysedDataset {
  readonly rows: RowsReplica;
  /** The content that the rows refer to, when its lines are all there. */
  settled(signal: AbortSignal): Promise<FileContent>;
  /** The same when its first lines are there. */
  begun(signal: AbortSignal): Promise<FileContent>;
  /** @throws ContentGoneError when the content is no longer that of the dataset; TornReadError */
  readOf(content: FileContent, into: Uint8Array, offset: number): void;
  /** A second thread for the first sweep over a content, where one pays. */
  scanAhead(content: FileContent, settings: Settings): ScanAhead | undefined;
  /** Lets other work of the thread go first. */
  pause(): Promise<void>;
}

/** What is worked out of the rows, and follows their edits. */
export interface FollowsRows {
  applySplices(splices: readonly RowSplice[]): void;
  /** Works in the last edits at once where they are small. */
  catchUp(): void;
}

/** The name of the error of a content that another took the place of: a message about that one is on its way. */
const CONTENT_GONE = 'ContentGoneError';
/** How long it works before it looks at what else there is to do, ms. */
export const WORK_MS = 8;
/** How often it tells where it stands while it is under way, ms. */
const REPORT_MS = 100;

/**
 * Something that is worked out of a dataset in its worker: in the background, some milliseconds at a time, through edits and saves,
 * with questions in between. What is worked out, and how it begins, is the subclass's.
 */
export abstract class BackgroundWork<T extends FollowsRows> {
  /** What is worked out. */
  protected subject: T | undefined;
  /** The content that it reads. */
  protected content: FileContent | undefined;
  /** Grows with everything that the loop has to look at. */
  private changes = 0;
  private wake: (() => void) | undefined;
  private isRunning = false;
  private readonly stopping = new AbortController();
  private waiting: { readonly resolve: (subject: T) => void; readonly reject: (error: unknown) => void }[] = [];

  constructor(
    protected readonly dataset: AnalysedDataset,
    /** The file could not be read; the work goes on when the dataset has another content. */
    private readonly onFailure: ((error: unknown) => void) | undefined,
  ) {}

  /** Begins with the content that the dataset has now, or goes over to it; says so with `become`. */
  protected abstract prepare(signal: AbortSignal): Promise<void>;

  /** Works for about `WORK_MS`, and says whether there is more to do. */
  protected abstract workSlice(subject: T): boolean;

  /** Tells who listens where it stands. */
  protected abstract tell(subject: T): void;

  /** Whether what is left to do, if anything, changes nothing that `tell` tells. */
  protected isFound(_subject: T): boolean {
    return false;
  }

  /** Takes in what the replica was told. */
  applied(message: ReplicaMessage, splices: readonly RowSplice[], revisionBefore: number): void {
    if (!this.isRunning) return;
    if (message.kind === 'reset') {
      // The rows stand in another file. With the revision that it had it was saved; anything else begins anew.
      this.content = undefined;
      if (message.revision !== revisionBefore) this.subject = undefined;
    } else {
      this.subject?.applySplices(splices);
      this.catchUp();
    }
    this.changed();
  }

  dispose(): void {
    this.stopping.abort(new Error('The dataset was closed.'));
    this.changed();
    for (const { reject } of this.waiting.splice(0)) reject(this.stopping.signal.reason);
  }

  /** Starts the loop; again has no effect. */
  protected begin(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    void this.run();
  }

  /** The subject, when there is one; it is complete as far as it says. */
  protected async ready(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.stopping.signal.throwIfAborted();
    if (this.subject !== undefined && this.content !== undefined) return this.subject;
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }

  protected become(subject: T, content: FileContent): void {
    this.subject = subject;
    this.content = content;
    for (const { resolve } of this.waiting.splice(0)) resolve(subject);
  }

  /** There is something for the loop to look at. */
  protected changed(): void {
    this.changes++;
    this.wake?.();
    this.wake = undefined;
  }

  protected failed(error: unknown): void {
    const isGone = error instanceof Error && error.name === CONTENT_GONE;
    if (!isGone && !this.stopping.signal.aborted) this.onFailure?.(error);
  }

  protected sourceOf(content: FileContent): LineSource {
    return {
      range: (line, count) => content.index.range(line, count),
      read: (into, offset) => this.dataset.readOf(content, into, offset),
    };
  }

  /** After a small edit, answers are right at once; unless the file cannot be read just now. */
  protected catchUp(): void {
    if (this.content === undefined) return;
    try {
      this.subject?.catchUp();
    } catch (error) {
      this.failed(error);
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const seen = this.changes;
      try {
        await this.prepare(signal);
        await this.work(seen);
      } catch (error) {
        this.failed(error);
      }
      while (seen === this.changes) await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private async work(seen: number): Promise<void> {
    const { subject } = this;
    if (subject === undefined) return;
    // What the first slice found is told at once.
    let reported = -Infinity;
    let isAllTold = false;
    while (seen === this.changes && this.workSlice(subject)) {
      const isFound = this.isFound(subject);
      if (!isAllTold && (isFound || performance.now() - reported >= REPORT_MS)) {
        this.tell(subject);
        reported = performance.now();
        isAllTold = isFound;
      }
      await this.dataset.pause();
    }
    if (seen === this.changes && !isAllTold) this.tell(subject);
  }
}
