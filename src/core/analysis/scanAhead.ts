import { CheckConfig } from '../config/checkConfig';
import type { Settings } from '../config/settings';
import { BlocksAhead } from './blocksAhead';
import type { ContentSource } from './fileContent';
import { type FoldedBlock, foldedWords, readFoldedBlock } from './foldedBlock';
import type { RowPlan } from './rowPlan';
import { type BlockRequest, readScannedBlock, type ScannedBlock } from './scannedBlock';
import type { ScanThread } from './scanThread';

/**
 * A second thread that reads the file from its end while the sweeps read it from its beginning, until they meet: first for tier 1, then
 * for tier 2. It only ever spares a sweep work: what it has not answered, or not yet, the sweep does as if there was no thread. So one
 * that is slow, dies, or cannot read the file does no harm, and nobody waits for it.
 */
export class ScanAhead {
  /** What tier 1 asks for. */
  readonly scans: BlocksAhead<ScannedBlock>;
  /** What tier 2 asks for. */
  readonly folds: BlocksAhead<FoldedBlock>;
  /** The plans of all scanned blocks so far. */
  readonly plans: RowPlan[] = [];
  /** Who waits for the answers: the thread gives them in the order of the requests. */
  private readonly waiting: { receive(answer: unknown): boolean }[] = [];
  private isStopped = false;

  constructor(
    private readonly thread: ScanThread,
    source: ContentSource,
    settings: Settings,
    blockLines?: number,
  ) {
    const words = foldedWords(new CheckConfig(settings).near);
    this.scans = new BlocksAhead(
      (request) => this.post('scan', request),
      (answer, request) => this.readScanned(answer, request),
      blockLines,
    );
    this.folds = new BlocksAhead(
      (request) => this.post('fold', request),
      (answer, request) => readFoldedBlock(answer, request, words),
      blockLines,
    );
    thread.onMessage((message) => this.receive(message));
    thread.onExit(() => this.close());
    thread.post({ kind: 'begin', source, settings });
  }

  /** Ends the thread. Resolves when it has let go of the file. */
  async stop(): Promise<void> {
    this.close();
    await this.thread.terminate();
  }

  private close(): void {
    this.isStopped = true;
    this.scans.close();
    this.folds.close();
  }

  private post(kind: 'scan' | 'fold', request: BlockRequest): void {
    this.waiting.push(kind === 'scan' ? this.scans : this.folds);
    this.thread.post({ kind, request });
  }

  private receive(message: unknown): void {
    const asker = this.waiting.shift();
    if (this.isStopped || asker === undefined) return;
    if (!asker.receive(message)) void this.stop();
  }

  private readScanned(answer: unknown, request: BlockRequest): ScannedBlock | undefined {
    const block = readScannedBlock(answer, request);
    if (block?.knownPlans !== this.plans.length) return undefined;
    this.plans.push(...block.plans);
    return block;
  }
}
