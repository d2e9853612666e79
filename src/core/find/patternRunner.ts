import type { PatternAnswer, PatternTask, PatternThread } from './patternThread';

/** How long one task may take: some hundred rows, which sane patterns need milliseconds for. */
export const PATTERN_DEADLINE_MS = 2000;
/** How long a thread may take to be there; a busy machine needs seconds for that. */
const START_DEADLINE_MS = 30_000;

/** What a pattern runner needs of the machine. */
export interface PatternMachine {
  startPatternThread(): PatternThread;
  /** Rejects when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * Runs an author's patterns in a thread of their own, one task at a time. A thread whose task is not answered in time, or is no
 * longer wanted, is ended; the next task starts another.
 */
export class PatternRunner {
  private thread: PatternThread | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private settle: ((answer: PatternAnswer | Error) => void) | undefined;

  constructor(private readonly machine: PatternMachine) {}

  /**
   * The numbers of the lines that match; 'too-slow' when the pattern did not come to an end.
   * @throws the signal's reason; an error when the thread died or did not start
   */
  run(task: PatternTask, signal: AbortSignal): Promise<Uint32Array | 'too-slow'> {
    const answer = this.tail.then(() => this.runNow(task, signal));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  async dispose(): Promise<void> {
    await this.end();
  }

  private async runNow(task: PatternTask, signal: AbortSignal): Promise<Uint32Array | 'too-slow'> {
    signal.throwIfAborted();
    if (this.thread === undefined) {
      this.thread = this.start();
      // That it takes long to start is no fault of the pattern: it is there when it has answered for no rows.
      const none = { query: task.query, bytes: new Uint8Array(), lengths: new Uint32Array() };
      const awake = await this.exchange(this.thread, none, START_DEADLINE_MS, signal);
      if (awake === 'too-slow') throw new Error('The thread for patterns did not start.');
    }
    return this.exchange(this.thread, task, PATTERN_DEADLINE_MS, signal);
  }

  private async exchange(
    thread: PatternThread,
    task: PatternTask,
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<Uint32Array | 'too-slow'> {
    const answered = new Promise<PatternAnswer | Error>((resolve) => {
      this.settle = resolve;
    });
    const timer = new AbortController();
    const deadline = this.machine.sleep(milliseconds, timer.signal).then(
      () => 'too-slow' as const,
      () => 'too-slow' as const,
    );
    const stop = (): void => this.settle?.(new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    thread.post(task, [task.bytes.buffer as ArrayBuffer]);
    const outcome = await Promise.race([answered, deadline]);
    timer.abort();
    signal.removeEventListener('abort', stop);
    this.settle = undefined;
    if (outcome === 'too-slow' || outcome instanceof Error) await this.end();
    signal.throwIfAborted();
    if (outcome instanceof Error) throw outcome;
    return outcome === 'too-slow' ? outcome : outcome.matches;
  }

  private start(): PatternThread {
    const thread = this.machine.startPatternThread();
    thread.onMessage((message) => this.settle?.(readAnswer(message)));
    thread.onExit((error) => {
      if (this.thread !== thread) return;
      this.thread = undefined;
      this.settle?.(error ?? new Error('The thread for patterns has ended.'));
    });
    return thread;
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }
}

function readAnswer(message: unknown): PatternAnswer | Error {
  const matches = (message as { readonly matches?: unknown } | null)?.matches;
  return matches instanceof Uint32Array ? { matches } : new Error('The thread for patterns does not make sense.');
}
