import type { CheckConfig } from '../config/checkConfig';
import type { JsonValue } from '../json/path';
import { ROW_FIRST_VALUE, ROW_SIGNATURE, ROW_WORDS, VALUE_KEY, VALUE_NEXT, VALUE_WORDS } from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import { isRecord } from '../record/shapes';
import type { RowGroups } from './rowGroups';
import { type HashPair, planFor, type RowPlan } from './rowPlan';

/** A plan with the group that its rows belong to. */
export interface GroupPlan extends RowPlan {
  readonly group: number;
  readonly unanswered: GroupPlan | undefined;
}

/** Its rows belong to one group, whether they have a response or not. */
export function inGroup(plan: RowPlan, group: number): GroupPlan {
  return { ...plan, group, unanswered: plan.unanswered && inGroup(plan.unanswered, group) };
}

interface Entry {
  readonly high: number;
  /** Rows of the signature that came before there was a plan. */
  seen: number;
  plan: GroupPlan | undefined;
}

/** A plan costs as much as some rows; a signature that comes once or twice is not worth one. */
const WORTH_A_PLAN = 3;
/** A file with more signatures than this has no order that plans could follow. */
const MOST_SIGNATURES = 10_000;

/** The plans of a file's signatures, made when a signature has come often enough. */
export class PlanTable {
  private readonly entries = new Map<number, Entry>();
  private lastLow = 0;
  private last: Entry | undefined;

  constructor(
    private readonly kernel: RowKernel,
    private readonly groups: RowGroups,
    private readonly config: CheckConfig,
  ) {}

  /** The plan for a row of the kernel's last scan, which is an object; `lineOf` gives its text where one is to be made. */
  find(row: number, lineOf: (row: number) => string): GroupPlan | undefined {
    const at = row * ROW_WORDS + ROW_SIGNATURE;
    const low = this.kernel.rows[at] ?? 0;
    const high = this.kernel.rows[at + 1] ?? 0;
    const entry = this.last !== undefined && this.lastLow === low ? this.last : this.entries.get(low);
    if (entry === undefined) {
      if (this.entries.size < MOST_SIGNATURES) {
        this.entries.set(low, { high, seen: 1, plan: undefined });
      }
      return undefined;
    }
    if (entry.high !== high) return undefined;
    this.last = entry;
    this.lastLow = low;
    if (entry.seen < WORTH_A_PLAN && ++entry.seen === WORTH_A_PLAN) entry.plan = this.make(row, lineOf(row));
    return entry.plan;
  }

  private make(row: number, line: string): GroupPlan | undefined {
    const record = JSON.parse(line) as JsonValue;
    if (!isRecord(record)) return undefined;
    const plan = planFor(record, this.keysOf(row), this.config);
    if (plan === undefined) return undefined;
    return inGroup(plan, this.groups.numberOf(plan.shape, plan.signature));
  }

  private keysOf(row: number): HashPair[] {
    const { rows, values } = this.kernel;
    const keys: HashPair[] = [];
    const record = rows[row * ROW_WORDS + ROW_FIRST_VALUE] ?? 0;
    const end = values[record * VALUE_WORDS + VALUE_NEXT] ?? 0;
    for (let value = record + 1; value < end; value = values[value * VALUE_WORDS + VALUE_NEXT] ?? end) {
      const at = value * VALUE_WORDS + VALUE_KEY;
      keys.push({ low: values[at] ?? 0, high: values[at + 1] ?? 0 });
    }
    return keys;
  }
}
