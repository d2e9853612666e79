import { stopIfAborted } from './segmentWriter';

/** Runs the tasks of one key one after the other; tasks of different keys run side by side. */
export class KeyedQueue {
  private readonly last = new Map<string, Promise<void>>();

  /** A task whose signal has aborted when its turn comes never starts. @throws CancelledError then */
  run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(() => {
      stopIfAborted(signal);
      return task();
    });
    const settled: Promise<void> = mine.then(forget, forget).then(() => {
      if (this.last.get(key) === settled) this.last.delete(key);
    });
    this.last.set(key, settled);
    return mine;
  }
}

function forget(): void {
  // The task's caller sees what became of it; the next task only waits.
}
