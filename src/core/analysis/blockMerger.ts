import type { RowContext } from '../checks/rowContext';
import type { RowDigest } from '../duplicates/rowDigest';
import { decodeUtf8 } from '../text/encoding';
import { AheadMerger } from './aheadMerger';
import type { AnalysisParts } from './analysisParts';
import type { AheadBlock } from './blocksAhead';
import { readLine } from './lineSource';
import { type GroupPlan, inGroup } from './planTable';
import type { QuietPlans } from './quietPlans';
import { ReusedDigest } from './reusedDigest';
import { BROKEN, DIGEST_WORDS, MOST_PARSED, type ScannedBlock } from './scannedBlock';
import type { ScanAhead } from './scanAhead';

/** Rows that are taken in between two looks at the clock. */
const PART = 256;

/** What takes rows in. */
export interface TakesRows {
  takeFitting(slot: number, plan: GroupPlan, digest: RowDigest): boolean;
  takeBroken(slot: number): void;
  takeParsed(slot: number, context: RowContext): void;
}

/** Takes in the blocks that a second thread has scanned for tier 1. */
export class BlockMerger extends AheadMerger<ScannedBlock> {
  /** The plans of the thread, as those of this analysis. */
  private readonly plans: GroupPlan[] = [];
  private readonly digest = new ReusedDigest();

  constructor(
    parts: AnalysisParts,
    private readonly ahead: ScanAhead,
    private readonly quiet: QuietPlans,
    private readonly into: TakesRows,
  ) {
    super(parts, ahead.scans, PART);
  }

  protected linesOf({ planNumbers }: ScannedBlock): number {
    return planNumbers.length;
  }

  protected isWorthIt({ planNumbers }: ScannedBlock): boolean {
    this.knowPlans();
    let parsed = 0;
    for (const number of planNumbers) if (number !== BROKEN && this.quietPlan(number) === undefined) parsed++;
    return parsed <= planNumbers.length * MOST_PARSED;
  }

  private knowPlans(): void {
    const { groups } = this.parts.store;
    for (const plan of this.ahead.plans.slice(this.plans.length)) {
      this.plans.push(inGroup(plan, groups.numberOf(plan.shape, plan.signature)));
    }
  }

  protected take(block: AheadBlock<ScannedBlock>, i: number): void {
    const { id, planNumbers, digests } = block;
    const { store, slots } = this.parts;
    const slot = slots.slotOf(id + i);
    if (store.isSeen(slot)) return;
    const number = planNumbers[i] ?? 0;
    if (number === BROKEN) {
      this.into.takeBroken(slot);
      return;
    }
    const plan = this.quietPlan(number);
    if (plan !== undefined) {
      this.into.takeFitting(slot, plan, this.digest.read(digests, i * DIGEST_WORDS, plan.isPrompted));
      return;
    }
    const text = this.textOf(block, i);
    if (text !== undefined) this.into.takeParsed(slot, this.parts.contextOf(text));
  }

  /** The text of a line, read again where the block does not tell it; undefined for one that is too long for anybody. */
  private textOf({ id, line, texts }: AheadBlock<ScannedBlock>, i: number): string | undefined {
    const text = texts.get(i);
    if (typeof text === 'string') return text;
    const bytes = readLine(this.parts.lines.source, { kind: 'base', id: id + i, count: 1, line: line + i });
    return bytes === undefined ? undefined : decodeUtf8(bytes);
  }

  /** The plan of a number whose rows are judged by it alone; undefined where they take a parser. */
  private quietPlan(number: number): GroupPlan | undefined {
    const plan = this.plans[number - 1];
    return plan !== undefined && this.quiet.verdictOf(plan) !== undefined ? plan : undefined;
  }
}
