import type { RuleAnswer, RuleTask } from './ruleThread';

/** A thread in which `createRuleThread` answers. */
export interface RuleThread {
  post(task: RuleTask, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (answer: unknown) => void): void;
  onExit(listener: (error: Error | undefined) => void): void;
  terminate(): Promise<void>;
}

/** What rules need of the machine. */
export interface RuleMachine {
  startRuleThread(): RuleThread;
  /** Rejects when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Why a task has no answer: it was not there in time, the thread died, or the runner was disposed of. The thread has ended. */
export interface RuleFailure {
  readonly kind: 'late' | 'died' | 'ended';
  /** In words, without a full stop. */
  readonly message: string;
}

const ENDED: RuleFailure = { kind: 'ended', message: 'the thread was ended' };

/** Gives tasks to one thread, one at a time, and ends it when an answer does not come in time. The next task starts another. */
export class RuleRunner {
  private thread: RuleThread | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private settle: ((outcome: RuleAnswer | RuleFailure) => void) | undefined;
  private isDisposed = false;

  constructor(private readonly machine: RuleMachine) {}

  /** @param milliseconds for which the answer is waited; for ever where there is none */
  ask(task: RuleTask, milliseconds?: number, transfer?: readonly ArrayBuffer[]): Promise<RuleAnswer | RuleFailure> {
    const outcome = this.tail.then(() => this.askNow(task, milliseconds, transfer));
    this.tail = outcome.catch(() => undefined);
    return outcome;
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.settle?.(ENDED);
    await this.end();
  }

  private async askNow(
    task: RuleTask,
    milliseconds: number | undefined,
    transfer: readonly ArrayBuffer[] | undefined,
  ): Promise<RuleAnswer | RuleFailure> {
    if (this.isDisposed) return ENDED;
    const answered = new Promise<RuleAnswer | RuleFailure>((resolve) => (this.settle = resolve));
    this.thread ??= this.start();
    const timer = new AbortController();
    this.thread.post(task, transfer);
    const outcome = await Promise.race([
      answered,
      ...(milliseconds === undefined ? [] : [this.deadline(milliseconds, timer)]),
    ]);
    timer.abort();
    this.settle = undefined;
    if (isFailure(outcome)) await this.end();
    return outcome;
  }

  private async deadline(milliseconds: number, timer: AbortController): Promise<RuleFailure> {
    await this.machine.sleep(milliseconds, timer.signal).catch(() => undefined);
    return { kind: 'late', message: `no end after ${Math.round(milliseconds / 1000)} seconds` };
  }

  private start(): RuleThread {
    const thread = this.machine.startRuleThread();
    thread.onMessage((answer) => this.settle?.(answer as RuleAnswer));
    thread.onExit((error) => {
      if (this.thread !== thread) return;
      this.thread = undefined;
      this.settle?.({ kind: 'died', message: error?.message ?? 'the thread has ended' });
    });
    return thread;
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }
}

export function isFailure(outcome: RuleAnswer | RuleFailure): outcome is RuleFailure {
  return outcome.kind === 'late' || outcome.kind === 'died' || outcome.kind === 'ended';
}
