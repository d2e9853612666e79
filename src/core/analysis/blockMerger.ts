import type { RowContext } from '../checks/rowContext';
import type { RowDigest } from '../duplicates/rowDigest';
import { decodeUtf8 } from '../text/encoding';
import type { AnalysisParts } from './analysisParts';
import { readLine } from './lineSource';
import type { GroupPlan } from './planTable';
import type { QuietPlans } from './quietPlans';
import { DIGEST_WORDS, type ScannedBlock } from './scannedBlock';
import type { ScanAhead } from './scanAhead';
import { type AheadBlock, isAsItWas } from './blocksAhead';

/** Rows that are taken in between two looks at the clock. */
const PART = 256;
/** Share of a block's rows that may take a parser: more are read faster by the sweep, many at once. */
const MOST_PARSED = 0.25;

type Scanned = AheadBlock<ScannedBlock>;

/** What takes rows in. */
export interface TakesRows {
  takeClean(slot: number, plan: GroupPlan, digest: RowDigest): boolean;
  takeParsed(slot: number, context: RowContext): void;
}

/** Takes in the blocks that a second thread has scanned, where no edit has come into them since. */
export class BlockMerger {
  /** The plans of the thread, as those of this analysis. */
  private readonly plans: GroupPlan[] = [];
  private block: Scanned | undefined;
  /** How much of the block is taken in. */
  private at = 0;
  private readonly exact = { high: 0, low: 0 };
  private readonly prompt = { high: 0, low: 0 };
  private readonly promptless: RowDigest = { exact: this.exact };
  private readonly prompted: RowDigest = { exact: this.exact, prompt: this.prompt };

  constructor(
    private readonly parts: AnalysisParts,
    private readonly ahead: ScanAhead,
    private readonly quiet: QuietPlans,
    private readonly into: TakesRows,
  ) {}

  /** Takes some rows in; false where no block waits. */
  takePart(): boolean {
    const block = (this.block ??= this.next());
    if (block === undefined) return false;
    const end = Math.min(this.at + PART, block.planNumbers.length);
    if (isAsItWas(this.parts.lines, block, this.at, end)) for (let i = this.at; i < end; i++) this.take(block, i);
    this.at = end;
    if (end === block.planNumbers.length) this.block = undefined;
    return true;
  }

  private next(): Scanned | undefined {
    this.at = 0;
    let block = this.ahead.scans.take();
    this.knowPlans();
    while (block !== undefined && !this.isWorthIt(block)) block = this.ahead.scans.take();
    return block;
  }

  private knowPlans(): void {
    const { groups } = this.parts.store;
    for (const plan of this.ahead.plans.slice(this.plans.length)) {
      this.plans.push({ ...plan, group: groups.numberOf(plan.shape, plan.signature) });
    }
  }

  private isWorthIt({ planNumbers }: Scanned): boolean {
    let parsed = 0;
    for (const number of planNumbers) if (this.quietPlan(number) === undefined) parsed++;
    return parsed <= planNumbers.length * MOST_PARSED;
  }

  private take({ id, line, planNumbers, digests }: Scanned, i: number): void {
    const { store, slots, lines } = this.parts;
    const slot = slots.slotOf(id + i);
    if (store.isSeen(slot)) return;
    const plan = this.quietPlan(planNumbers[i] ?? 0);
    if (plan !== undefined) {
      this.into.takeClean(slot, plan, this.digestAt(digests, i * DIGEST_WORDS, plan));
      return;
    }
    const bytes = readLine(lines.source, { kind: 'base', id: id + i, count: 1, line: line + i });
    if (bytes !== undefined) this.into.takeParsed(slot, this.parts.contextOf(decodeUtf8(bytes)));
  }

  /** The plan of a number whose rows are free of findings; undefined where they take a parser. */
  private quietPlan(number: number): GroupPlan | undefined {
    const plan = this.plans[number - 1];
    return plan !== undefined && this.quiet.has(plan) ? plan : undefined;
  }

  private digestAt(digests: Int32Array, at: number, { isPrompted }: GroupPlan): RowDigest {
    this.exact.high = digests[at] ?? 0;
    this.exact.low = digests[at + 1] ?? 0;
    this.prompt.high = digests[at + 2] ?? 0;
    this.prompt.low = digests[at + 3] ?? 0;
    return isPrompted ? this.prompted : this.promptless;
  }
}
