import { MAY_HOLD_ALL } from '../checks/rowContext';
import {
  KIND_MASK,
  KIND_STRING,
  ROW_END,
  ROW_FIRST_VALUE,
  ROW_HEAD,
  ROW_LAST_VALUE,
  ROW_START,
  ROW_WORDS,
  VALUE_HEAD,
  VALUE_WORDS,
  VERDICT_MASK,
  VERDICT_NOT_JSON,
  VERDICT_OBJECT,
} from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import { decodeUtf8 } from '../text/encoding';
import type { GroupPlan, PlanTable } from './planTable';

const OPENING_BRACE = 0x7b;

/** The rows of a kernel's last scan, by number: their texts, plans and marks. */
export class KernelRows {
  constructor(
    readonly kernel: RowKernel,
    private readonly plans: PlanTable,
  ) {}

  readonly textOf = (number: number): string => decodeUtf8(this.bytesOf(number));

  /** The line without its line end, until the next scan. */
  bytesOf(number: number): Uint8Array {
    const { rows, input } = this.kernel;
    const at = number * ROW_WORDS;
    return input.subarray(rows[at + ROW_START], rows[at + ROW_END]);
  }

  /** The plan of a row; undefined where it takes a parser. */
  planOf(number: number): GroupPlan | undefined {
    const isObject = this.kernel.rows[number * ROW_WORDS + ROW_HEAD] === VERDICT_OBJECT;
    return isObject ? this.plans.find(number, this.textOf) : undefined;
  }

  /**
   * Whether a row begins as an object and is no JSON, though it is UTF-8: of such a row one thing is to be said, whatever else it holds.
   * One that begins otherwise may be blank, or a bracket of a list over many lines.
   */
  isBroken(number: number): boolean {
    const { rows, input } = this.kernel;
    const at = number * ROW_WORDS;
    return rows[at + ROW_HEAD] === VERDICT_NOT_JSON && input[rows[at + ROW_START] ?? 0] === OPENING_BRACE;
  }

  /** What the texts of a row may hold, as far as marks tell; everything, for a row that the kernel cannot read. */
  marksOf(number: number): number {
    const { rows, values } = this.kernel;
    const at = number * ROW_WORDS;
    if (((rows[at + ROW_HEAD] ?? 0) & VERDICT_MASK) !== VERDICT_OBJECT) return MAY_HOLD_ALL;
    let marks = 0;
    const end = (rows[at + ROW_LAST_VALUE] ?? 0) * VALUE_WORDS;
    for (let value = (rows[at + ROW_FIRST_VALUE] ?? 0) * VALUE_WORDS; value < end; value += VALUE_WORDS) {
      const head = values[value + VALUE_HEAD] ?? 0;
      if ((head & KIND_MASK) === KIND_STRING) marks |= head;
    }
    return marks & MAY_HOLD_ALL;
  }
}
