import { MemoryBlockFile } from '../../../../src/core/analysis/blockFile';
import { createScanThread, type ScanTask, type ScanThread } from '../../../../src/core/analysis/scanThread';

/** A scan thread in this one, which answers when it is told to. */
export class FakeScanThread implements ScanThread {
  isOver = false;
  /** Hears every answer. */
  onAnswer: (answer: unknown) => void = () => undefined;
  /** Compares pairs as soon as it is asked: how far whoever asks has gone by then depends on no clock. */
  comparesAtOnce = false;
  private readonly tasks: ScanTask[] = [];
  private readonly answer: ReturnType<typeof createScanThread>;
  private tell: (message: unknown) => void = () => undefined;
  private exit: (error: Error | undefined) => void = () => undefined;

  constructor(bytes: Uint8Array) {
    this.answer = createScanThread(() => new MemoryBlockFile(bytes));
  }

  /** How many requests wait. */
  get waiting(): number {
    return this.tasks.filter(({ kind }) => kind !== 'begin').length;
  }

  post(task: ScanTask): void {
    this.tasks.push(structuredClone(task));
    if (this.comparesAtOnce && task.kind === 'compare') this.work(this.tasks.length);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.tell = listener;
  }

  onExit(listener: (error: Error | undefined) => void): void {
    this.exit = listener;
  }

  terminate(): Promise<void> {
    this.isOver = true;
    return Promise.resolve();
  }

  /** Answers so many requests. @param change what becomes of the answers on their way */
  work(most: number, change: (answer: unknown) => unknown = (answer) => answer): void {
    for (let left = most; left > 0 && !this.isOver;) {
      const task = this.tasks.shift();
      if (task === undefined) return;
      const answer = this.answer(task);
      if (task.kind === 'begin') continue;
      left--;
      this.onAnswer(answer);
      this.tell(change(structuredClone(answer)));
    }
  }

  die(): void {
    this.isOver = true;
    this.exit(new Error('died'));
  }
}
