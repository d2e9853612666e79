import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { PATTERN_DEADLINE_MS, PatternRunner } from '../../../../src/core/find/patternRunner';
import type { PatternTask } from '../../../../src/core/find/patternThread';

const query = { text: 'x', matchCase: false, wholeWord: false, regex: true };
const task = (): PatternTask => ({ query, bytes: new Uint8Array([120, 10]), lengths: Uint32Array.of(2) });
const never = new AbortController().signal;

/** A machine whose threads answer, and whose clock moves, only when they are told to. */
function machine() {
  const threads: FakeThread[] = [];
  let ring: (() => void) | undefined;
  const waits: number[] = [];
  const runner = new PatternRunner({
    startPatternThread: () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        waits.push(milliseconds);
        ring = resolve;
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  });
  return { runner, threads, waits, timeIsUp: () => ring?.() };
}

class FakeThread {
  readonly tasks: PatternTask[] = [];
  isEnded = false;
  private tell: (message: unknown) => void = () => undefined;
  private exit: (error: Error | undefined) => void = () => undefined;
  readonly post = (posted: PatternTask): void => void this.tasks.push(posted);
  readonly onMessage = (listener: (message: unknown) => void): void => void (this.tell = listener);
  readonly onExit = (listener: (error: Error | undefined) => void): void => void (this.exit = listener);
  readonly terminate = (): Promise<void> => {
    this.isEnded = true;
    return Promise.resolve();
  };

  async answer(...matches: number[]): Promise<void> {
    this.tell({ matches: Uint32Array.from(matches) });
    await soon();
  }

  die(): void {
    this.exit(new Error('out of memory'));
  }
}

describe('a thread for patterns', () => {
  test('has its time for the task only once it is there, however long it takes to start', async () => {
    const { runner, threads, waits } = machine();
    const found = runner.run(task(), never);
    await soon();
    assert.deepEqual(threads[0]?.tasks[0]?.lengths, new Uint32Array());
    assert.ok((waits[0] ?? 0) > PATTERN_DEADLINE_MS * 10);
    await threads[0].answer();
    assert.equal(waits[1], PATTERN_DEADLINE_MS);
    await threads[0].answer(0);
    assert.deepEqual(await found, Uint32Array.of(0));
    const next = runner.run(task(), never);
    await soon();
    await threads[0].answer(0);
    assert.deepEqual(await next, Uint32Array.of(0));
    assert.equal(threads.length, 1);
    assert.equal(threads[0].tasks.length, 3);
  });

  test('whose task is late is ended, and the next task has another', async () => {
    const { runner, threads, timeIsUp } = machine();
    const found = runner.run(task(), never);
    await soon();
    await threads[0]?.answer();
    timeIsUp();
    assert.equal(await found, 'too-slow');
    assert.equal(threads[0]?.isEnded, true);
    const next = runner.run(task(), never);
    await soon();
    await threads[1]?.answer();
    await threads[1]?.answer(0);
    assert.deepEqual(await next, Uint32Array.of(0));
  });

  test('is ended at once when its answer is no longer wanted', async () => {
    const { runner, threads } = machine();
    const aborter = new AbortController();
    const found = runner.run(task(), aborter.signal);
    await soon();
    await threads[0]?.answer();
    aborter.abort(new Error('enough'));
    await assert.rejects(found, /enough/);
    assert.equal(threads[0]?.isEnded, true);
  });

  test('that does not start, or dies, is told as that and not as a slow pattern', async () => {
    const { runner, threads, timeIsUp } = machine();
    const found = runner.run(task(), never);
    await soon();
    timeIsUp();
    await assert.rejects(found, /did not start/);
    const next = runner.run(task(), never);
    await soon();
    await threads[1]?.answer();
    threads[1]?.die();
    await assert.rejects(next, /out of memory/);
  });
});
