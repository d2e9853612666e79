import { CheckConfig } from '../config/checkConfig';
import type { Settings } from '../config/settings';
import { BlocksAhead } from './blocksAhead';
import type { ContentSource } from './fileContent';
import { type FoldedBlock, foldedWords, readFoldedBlock } from './foldedBlock';
import { PairsAhead } from './pairsAhead';
import type { RowPlan } from './rowPlan';
import { type BlockRequest, readScannedBlock, type ScannedBlock } from './scannedBlock';
import type { ScanTask, ScanThread } from './scanThread';

interface Asker {
  /** Takes an answer; false where it is none. */
  receive(answer: unknown): boolean;
}

export interface AheadOptions {
  /** Lines of a request at most, and pairs of one. */
  readonly blockLines?: number;
  readonly pairsAtOnce?: number;
}

/**
 * A second thread that reads the file from its end while the sweeps read it from its beginning, until they meet: first for tier 1, then
 * for tier 2. Then it compares texts that may be near duplicates. It only ever spares work: what it has not answered, or not yet, is
 * done as if there was no thread. So one that is slow, dies, or cannot read the file does no harm, and nobody waits for it.
 */
export class ScanAhead {
  /** What tier 1 asks for. */
  readonly scans: BlocksAhead<ScannedBlock>;
  /** What tier 2 asks for. */
  readonly folds: BlocksAhead<FoldedBlock>;
  /** Which texts are to be compared. */
  readonly pairs: PairsAhead;
  /** The plans of all scanned blocks so far. */
  readonly plans: RowPlan[] = [];
  /** Who waits for the answers: the thread gives them in the order of the requests. */
  private readonly waiting: Asker[] = [];
  private isStopped = false;

  constructor(
    private readonly thread: ScanThread,
    source: ContentSource,
    settings: Settings,
    { blockLines, pairsAtOnce }: AheadOptions = {},
  ) {
    const words = foldedWords(new CheckConfig(settings).near);
    this.scans = new BlocksAhead(
      (request) => this.post(this.scans, { kind: 'scan', request }),
      (answer, request) => this.readScanned(answer, request),
      blockLines,
    );
    this.folds = new BlocksAhead(
      (request) => this.post(this.folds, { kind: 'fold', request }),
      (answer, request) => readFoldedBlock(answer, request, words),
      blockLines,
    );
    this.pairs = new PairsAhead((request) => this.post(this.pairs, { kind: 'compare', request }), pairsAtOnce);
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
    this.pairs.close();
  }

  private post(asker: Asker, task: ScanTask): void {
    this.waiting.push(asker);
    this.thread.post(task);
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
