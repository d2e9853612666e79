import type { RowDigest } from '../duplicates/rowDigest';
import {
  FIT_DIGESTS,
  FIT_WORDS,
  MAX_PLANS,
  PLAN_CHOSEN,
  PLAN_INPUT,
  PLAN_INSTRUCTION,
  PLAN_IS_PROMPTED,
  PLAN_LABEL,
  PLAN_LONG,
  PLAN_REJECTED,
  PLAN_RESPONSE,
  PLAN_SHAPE,
  PLAN_SIGNATURE,
  PLAN_SYSTEM,
  PLAN_WORDS,
  ROW_SIGNATURE,
  ROW_WORDS,
} from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import type { GroupPlan } from './planTable';
import type { ReusedDigest } from './reusedDigest';
import type { RowPlan } from './rowPlan';

/** What the kernel itself says of rows: which of them certainly fit a plan, and their digests. Plans are told to it as they are met. */
export class CertainRows {
  private readonly plans: GroupPlan[] = [];
  private readonly words = new Int32Array(MAX_PLANS * PLAN_WORDS);
  private readonly fits: Int32Array;
  /** The scan whose rows are fitted. */
  private scan = -1;

  /** @param longRow bytes from which on a row may be too long */
  constructor(
    private readonly kernel: RowKernel,
    private readonly longRow: number,
  ) {
    this.fits = kernel.fits;
  }

  /** The plan of a row of the last scan that is certainly free of findings; undefined for one that takes a closer look. */
  planOf(row: number): GroupPlan | undefined {
    if (this.scan !== this.kernel.scans) this.fitScan();
    const number = this.fits[row * FIT_WORDS] ?? 0;
    return number === 0 ? undefined : this.plans[number - 1];
  }

  /** The digest of such a row. @param into is written over */
  digest(row: number, { isPrompted }: RowPlan, into: ReusedDigest): RowDigest {
    return into.read(this.fits, row * FIT_WORDS + FIT_DIGESTS, isPrompted);
  }

  /** Tells the plan of a row's signature: it counts from the next scan on. Chats are not for the kernel, nor are more plans than it holds. */
  tell(plan: GroupPlan, row: number): void {
    if (plan.turns >= 0 || this.plans.length === MAX_PLANS || this.plans.includes(plan)) return;
    const { words } = this;
    const at = this.plans.push(plan) * PLAN_WORDS - PLAN_WORDS;
    const signature = row * ROW_WORDS + ROW_SIGNATURE;
    words.set(this.kernel.rows.subarray(signature, signature + 2), at + PLAN_SIGNATURE);
    words.set([plan.shapeHash.low, plan.shapeHash.high], at + PLAN_SHAPE);
    words[at + PLAN_LONG] = this.longRow;
    words[at + PLAN_IS_PROMPTED] = plan.isPrompted ? 1 : 0;
    words[at + PLAN_SYSTEM] = plan.system;
    words[at + PLAN_INSTRUCTION] = plan.instruction;
    words[at + PLAN_INPUT] = plan.input;
    words[at + PLAN_RESPONSE] = plan.response;
    words[at + PLAN_CHOSEN] = plan.chosen;
    words[at + PLAN_REJECTED] = plan.rejected;
    words[at + PLAN_LABEL] = plan.label;
  }

  private fitScan(): void {
    this.scan = this.kernel.scans;
    this.kernel.fitRows(this.words, this.plans.length);
  }
}
