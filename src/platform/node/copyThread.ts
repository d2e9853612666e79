import { readSync, writeSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { TornReadError } from '../../core/text/byteSource';
import { answerTo, type Asked, Questions } from './askThread';
import type { CopyBatch } from './copyBatch';
import { errorCode } from './fsCalls';
import { type CopyCalls, RangeCopier } from './rangeCopier';
import { startLentThread, type LentThread } from './workerThread';

/** Two open files by their descriptors, which all threads of a process share; `from` is undefined where nothing is copied. */
export interface CopiedFiles {
  readonly from: number | undefined;
  readonly to: number;
}

/** Writes files in a thread of its own. */
export interface Copier {
  /**
   * Writes the batches from the start of `to` on; `onWritten` is told of each. No call on the files is under way once this has
   * settled.
   * @throws CopierGoneError when there is no thread: `to` can be written anew in another way
   * @throws TornReadError when `from` ends too soon; an error of the system; what the batches throw
   */
  copy(files: CopiedFiles, batches: AsyncIterable<CopyBatch>, onWritten: (bytes: number) => void): Promise<void>;
}

export class CopierGoneError extends Error {
  override readonly name = 'CopierGoneError';
}

/** What went wrong in the thread; `code` as in Node's errors. */
interface Failure {
  readonly isTorn: boolean;
  readonly code: string | undefined;
  readonly message: string;
}

type Question =
  | (CopiedFiles & { readonly kind: 'begin'; readonly id: number })
  | { readonly kind: 'copy'; readonly id: number; readonly batch: CopyBatch }
  /** Writes what is left, where it is wanted, and forgets the files. */
  | { readonly kind: 'end'; readonly id: number; readonly isWhole: boolean };

type Line = Questions<Question, Failure | undefined>;

/** How long a thread without work stays: the next save is likely to come soon. */
const IDLE_MS = 60_000;

/** A copier whose thread is started by the first copy. */
export class CopyThread implements Copier {
  private running: { readonly thread: LentThread; readonly line: Line } | undefined;
  private copies = 0;
  private lastId = 0;
  private idle: NodeJS.Timeout | undefined;

  /** @param script one that calls `serveCopies` when it is run as a thread */
  constructor(private readonly script: string) {}

  async copy(files: CopiedFiles, batches: AsyncIterable<CopyBatch>, onWritten: (bytes: number) => void): Promise<void> {
    const line = this.enter();
    const id = ++this.lastId;
    const sent = new Set<Promise<unknown>>();
    const ask = <T>(answer: Promise<T>): Promise<T> => {
      const settled = answer.finally(() => sent.delete(settled));
      settled.catch(() => undefined); // Awaited behind the next batch, or at the end.
      sent.add(settled);
      return settled;
    };
    let isWhole = false;
    try {
      await ask(line.ask({ kind: 'begin', ...files, id }));
      let before: Promise<void> | undefined;
      // While one batch is written, the next is read from the journal and is on its way.
      for await (const batch of batches) {
        const { bytes } = batch;
        const transfer = [batch.pieces.buffer as ArrayBuffer, batch.typed.buffer as ArrayBuffer];
        const written = ask(line.ask({ kind: 'copy', id, batch }, transfer).then(throwFailure)).then(() =>
          onWritten(bytes),
        );
        written.catch(() => undefined);
        await before;
        before = written;
      }
      await before;
      isWhole = true;
    } finally {
      await Promise.allSettled(sent);
      try {
        const failure = await line.ask({ kind: 'end', id, isWhole });
        if (isWhole) throwFailure(failure);
      } finally {
        this.leave();
      }
    }
  }

  private enter(): Line {
    clearTimeout(this.idle);
    const { thread, line } = (this.running ??= this.start());
    this.copies++;
    thread.hold();
    return line;
  }

  private leave(): void {
    if (--this.copies > 0) return;
    this.running?.thread.letGo();
    this.idle = setTimeout(() => {
      const { running } = this;
      this.running = undefined;
      void running?.thread.terminate();
    }, IDLE_MS);
    this.idle.unref();
  }

  private start(): { readonly thread: LentThread; readonly line: Line } {
    let thread: LentThread;
    try {
      thread = startLentThread(this.script);
    } catch (cause) {
      throw new CopierGoneError('The thread cannot be started.', { cause });
    }
    const line: Line = new Questions(thread);
    thread.onExit((cause) => {
      line.close(new CopierGoneError('The thread has ended.', { cause }));
      if (this.running?.line === line) this.running = undefined;
    });
    return { thread, line };
  }
}

/** Answers in a thread that a `CopyThread` started. */
export function serveCopies(): void {
  const port = parentPort;
  if (port === null) return;
  const copies = new Map<number, { readonly copier: RangeCopier; failure?: Failure }>();
  const run = (id: number, work: (copier: RangeCopier) => void): Failure | undefined => {
    const copy = copies.get(id);
    if (copy === undefined || copy.failure !== undefined) return copy?.failure; // Nothing is written behind a gap.
    try {
      work(copy.copier);
    } catch (error) {
      copy.failure = failureOf(error);
    }
    return copy.failure;
  };
  const answer = (question: Question): Failure | undefined => {
    const { id } = question;
    switch (question.kind) {
      case 'begin':
        copies.set(id, { copier: new RangeCopier(callsOn(question)) });
        return undefined;
      case 'copy':
        return run(id, (copier) => copier.copy(question.batch));
      case 'end': {
        const failure = question.isWhole ? run(id, (copier) => copier.finish()) : undefined;
        copies.delete(id);
        return failure;
      }
    }
  };
  port.on('message', (message: Asked<Question>) => port.postMessage(answerTo(message, answer)));
}

function callsOn({ from, to }: CopiedFiles): CopyCalls {
  return {
    read: (into, at, length, position) => (from === undefined ? 0 : readSync(from, into, at, length, position)),
    write: (bytes, at, length, position) => writeSync(to, bytes, at, length, position),
  };
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { isTorn: error instanceof TornReadError, code: errorCode(error), message };
}

function throwFailure(failure: Failure | undefined): void {
  if (failure === undefined) return;
  if (failure.isTorn) throw new TornReadError();
  throw Object.assign(new Error(failure.message), failure.code === undefined ? {} : { code: failure.code });
}
