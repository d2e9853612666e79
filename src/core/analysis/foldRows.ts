import type { NearPart } from '../config/settings';
import { ContentHasher, KIND } from '../duplicates/contentHash';
import { FOLD_ROLES } from '../duplicates/foldTable';
import {
  IS_BLANK,
  KIND_STRING,
  KIND_TRUE,
  ROW_END,
  ROW_START,
  ROW_WORDS,
  VALUE_END,
  VALUE_START,
} from '../kernel/kernelLayout';
import type { NearKernel } from '../kernel/nearKernel';
import { MAX_SPANS, SPAN_FIELD, SPAN_SIDE, SPAN_WORDS } from '../kernel/nearLayout';
import type { RowKernel } from '../kernel/rowKernel';
import { type HashPair, hashOf, type Position, type RowPlan } from './rowPlan';
import { ScannedRow } from './scannedRow';

/** Hashes of which of four fields have a text, as `normalizedDigestOf` writes it. */
const FILLED: readonly HashPair[] = Array.from({ length: 16 }, (_, bits) =>
  hashOf([1, 2, 4, 8].map((bit) => (bits & bit) !== 0).join()),
);

/**
 * Folds the texts of rows that the row kernel has read, from their bytes, as `foldedTextOf`, `nearTextOf` and `normalizedDigestOf` do
 * from views. Where it says that it cannot, they must be asked. A property test holds it to that.
 */
export class FoldRows {
  /** Of the last row that was folded whole. */
  readonly digest = { high: 0, low: 0 };
  private readonly hasher = new ContentHasher();
  private readonly scanned: ScannedRow;
  private readonly words = new Int32Array(8 + MAX_SPANS * 2);
  private row = 0;
  private spans = 0;

  constructor(
    private readonly kernel: RowKernel,
    private readonly near: NearKernel,
  ) {
    this.scanned = new ScannedRow(kernel);
  }

  /**
   * Folds a row of the last scan, of the plan's signature, and works out its `digest`; then loads the text of a part into the near
   * kernel. Returns how many code points that is; negative where it cannot tell.
   */
  foldWhole(plan: RowPlan, row: number, part: NearPart): number {
    if (!this.begin(plan, row)) return -1;
    const points = this.foldPart(plan, 'example');
    if (points < 0) return points;
    this.hash(plan);
    return part === 'example' ? points : this.foldPart(plan, part);
  }

  /** Loads the text of a part of a row into the near kernel, and returns how many code points it has; negative where it cannot tell. */
  load(plan: RowPlan, row: number, part: NearPart): number {
    return this.begin(plan, row) ? this.foldPart(plan, part) : -1;
  }

  private begin(plan: RowPlan, row: number): boolean {
    const { kernel, near, scanned } = this;
    this.row = kernel.rows[row * ROW_WORDS + ROW_START] ?? 0;
    if (!scanned.findFields(row)) return false;
    scanned.roles.length = scanned.contents.length = 0;
    if (plan.turns >= 0 && !scanned.readTurns(plan)) return false;
    // A side that is not there has an empty line; a shape without sides has none.
    if (plan.shape === 'preference' && (plan.chosen < 0 || plan.rejected < 0)) return false;
    if (scanned.roles.length + 6 > MAX_SPANS) return false;
    near.input.set(kernel.input.subarray(this.row, kernel.rows[row * ROW_WORDS + ROW_END]));
    return true;
  }

  private foldPart(plan: RowPlan, part: NearPart): number {
    const { roles } = this.scanned;
    const last = roles.lastIndexOf('assistant');
    const answer = plan.response >= 0 || last < 0 ? roles.length : last;
    this.spans = 0;
    if (part !== 'response') {
      for (const position of [plan.system, plan.instruction, plan.input]) this.addField(position, SPAN_FIELD);
    }
    if (part !== 'prompt') this.addField(plan.response, SPAN_FIELD);
    this.addTurns(part === 'response' ? answer : 0, part === 'prompt' ? answer : roles.length);
    if (part !== 'prompt') for (const position of [plan.chosen, plan.rejected]) this.addField(position, SPAN_SIDE);
    return this.near.fold(this.spans);
  }

  private addField(position: Position, kind: number): void {
    if (position >= 0) this.addSpan(kind, this.scanned.fields[position] ?? 0, this.scanned.kindAt(position));
  }

  private addTurns(from: number, to: number): void {
    const { roles, contents } = this.scanned;
    for (let turn = from; turn < to; turn++) {
      this.addSpan(FOLD_ROLES.indexOf(roles[turn] ?? 'user'), contents[turn] ?? 0, KIND_STRING);
    }
  }

  /** What is no string is null, which is folded as it is written. */
  private addSpan(kind: number, value: number, valueKind: number): void {
    const quote = valueKind === KIND_STRING ? 1 : 0;
    const at = this.spans++ * SPAN_WORDS;
    this.near.spans[at] = kind;
    this.near.spans[at + 1] = this.scanned.word(value, VALUE_START) + quote - this.row;
    this.near.spans[at + 2] = this.scanned.word(value, VALUE_END) - quote - this.row;
  }

  private hash(plan: RowPlan): void {
    const { words, scanned, near } = this;
    const filled = FILLED[this.filledOf(plan)] ?? plan.shapeHash;
    words[0] = plan.shapeHash.low;
    words[1] = plan.shapeHash.high;
    words[2] = filled.low;
    words[3] = filled.high;
    words[4] = near.result[0] ?? 0;
    words[5] = near.result[1] ?? 0;
    words[6] = plan.label < 0 ? KIND.null : scanned.kindAt(plan.label) === KIND_TRUE ? KIND.true : KIND.false;
    // Turns without tool calls and weights.
    const end = 7 + scanned.roles.length * 2;
    words.fill(KIND.null, 7, end);
    this.hasher.reset().words(words, 0, end).digestInto(this.digest);
  }

  private filledOf({ system, instruction, input, response }: RowPlan): number {
    return this.bit(system, 1) | this.bit(instruction, 2) | this.bit(input, 4) | this.bit(response, 8);
  }

  private bit(position: Position, bit: number): number {
    return position >= 0 && (this.scanned.head(position) & IS_BLANK) === 0 ? bit : 0;
  }
}
