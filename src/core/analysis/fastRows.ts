import { mergedExampleIn, samenessOfTexts } from '../checks/pair';
import { isInputPlaceholder, responsePlaceholder } from '../checks/placeholder';
import { ContentHasher, KIND } from '../duplicates/contentHash';
import { END_OF_TURN, type RowDigest } from '../duplicates/rowDigest';
import {
  ENDS_WITH_SPACE,
  FIRST_BYTE_SHIFT,
  IS_BLANK,
  KIND_MASK,
  KIND_NULL,
  KIND_STRING,
  KIND_TRUE,
  LONGEST_PLACEHOLDER,
  MAY_HOLD_LABEL,
  ROW_END,
  ROW_START,
  ROW_WORDS,
  STARTS_WITH_SPACE,
  VALUE_END,
  VALUE_HASH,
  VALUE_START,
  VALUE_UNITS,
} from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import { CertainRows } from './certainRows';
import type { KernelRows } from './kernelRows';
import type { GroupPlan } from './planTable';
import { ReusedDigest } from './reusedDigest';
import { type HashPair, hashOf, type Position, type RowPlan } from './rowPlan';
import { type PlainRole, ScannedRow } from './scannedRow';

const EMPTY = hashOf('');
const ROLE_HASHES: Readonly<Record<PlainRole, HashPair>> = {
  system: hashOf('system'),
  user: hashOf('user'),
  assistant: hashOf('assistant'),
};

/**
 * Judges rows by what the kernel tells of their values. `fit` is careful: it gives a plan only where the checks of tier 1 find nothing
 * but the fault of that plan and what the facts of the file hold against every row of it, and none wherever a parser should look. A
 * property test holds it to that.
 */
export class FastRows {
  private readonly hasher = new ContentHasher();
  private readonly decoder = new TextDecoder();
  private readonly scanned: ScannedRow;
  private readonly certain: CertainRows;
  private readonly kernel: RowKernel;
  private row = 0;
  /** Whether the kernel has the digests of the row. */
  private isCertain = false;
  /** What is to be hashed. */
  private words = new Int32Array(256);
  private count = 0;
  private readonly written = new ReusedDigest();
  /** Bytes from which on a row may have more tokens than are too many: an estimate has at most 1.2 a byte. */
  private readonly longRow: number;

  /** @param maxTokens the limit of the run; 0 for none */
  constructor(
    private readonly rows: KernelRows,
    maxTokens: number,
  ) {
    this.kernel = rows.kernel;
    this.longRow = maxTokens === 0 ? ANY_LENGTH : Math.min(ANY_LENGTH, Math.ceil(maxTokens / 1.5));
    this.scanned = new ScannedRow(this.kernel);
    this.certain = new CertainRows(this.kernel, this.longRow);
  }

  /**
   * The plan that a row of the last scan is judged by: that of its signature where the row is free of findings, that of rows without an
   * answer where it only lacks one; undefined where it takes a parser. Call it before `digest`.
   */
  fit(row: number): GroupPlan | undefined {
    this.row = row;
    const plan = this.certain.planOf(row);
    this.isCertain = plan !== undefined;
    return plan ?? this.lookCloser(row);
  }

  private lookCloser(row: number): GroupPlan | undefined {
    const plan = this.rows.planOf(row);
    if (plan === undefined) return undefined;
    this.certain.tell(plan, row);
    if (!this.scanned.findFields(row) || !this.isShort()) return undefined;
    if (plan.turns >= 0) return this.isCleanChat(plan) ? plan : undefined;
    const isUnanswered = (this.headAt(plan.response) & IS_BLANK) !== 0;
    return this.isCleanExchange(plan, isUnanswered) ? (isUnanswered ? plan.unanswered : plan) : undefined;
  }

  /** The digest of the row that fitted a plan last, until the next; equal to `digestOf` of its view. */
  digest(plan: RowPlan): RowDigest {
    return this.isCertain ? this.certain.digest(this.row, plan, this.written) : this.hash(plan);
  }

  private hash(plan: RowPlan): RowDigest {
    const { hasher, written } = this;
    const turns = plan.turns < 0 ? 0 : this.scanned.roles.length;
    this.startWords(plan);
    const begun = this.count;
    hasher.reset().words(this.words, 0, begun);
    // Where there are no turns, the prompt is what digests begin with.
    if (plan.isPrompted && turns === 0) hasher.digestInto(written.prompt);
    this.putField(plan.response);
    this.put(turns);
    for (let turn = 0; turn < turns; turn++) this.putTurn(turn);
    this.putField(plan.chosen);
    this.putField(plan.rejected);
    this.put(plan.label < 0 ? KIND.null : this.scanned.kindAt(plan.label) === KIND_TRUE ? KIND.true : KIND.false);
    hasher.words(this.words, begun, this.count).digestInto(written.exact);
    if (plan.isPrompted && turns > 0) {
      this.count = begun;
      for (let turn = 0; turn < turns - 1; turn++) this.putTurn(turn);
      hasher.reset().words(this.words, 0, this.count).digestInto(written.prompt);
    }
    return written.as(plan.isPrompted);
  }

  /** What digests begin with: shape, system, instruction and input. */
  private startWords(plan: RowPlan): void {
    this.count = 0;
    this.putHash(plan.shapeHash);
    this.putField(plan.system);
    this.putField(plan.instruction);
    this.putField(plan.input);
  }

  private putField(position: Position): void {
    if (position < 0) this.putHash(EMPTY);
    else if (this.scanned.kindAt(position) === KIND_NULL) this.put(KIND.null);
    else this.putValue(this.scanned.fields[position] ?? 0);
  }

  private putTurn(turn: number): void {
    this.putHash(ROLE_HASHES[this.scanned.roles[turn] ?? 'user']);
    this.putValue(this.scanned.contents[turn] ?? 0);
    this.put(END_OF_TURN);
  }

  private putValue(value: number): void {
    this.put(this.scanned.word(value, VALUE_HASH));
    this.put(this.scanned.word(value, VALUE_HASH + 1));
  }

  private putHash({ low, high }: HashPair): void {
    this.put(low);
    this.put(high);
  }

  private put(word: number): void {
    if (this.count === this.words.length) {
      const longer = new Int32Array(this.count * 2);
      longer.set(this.words);
      this.words = longer;
    }
    this.words[this.count++] = word;
  }

  /** @param isUnanswered whether the response is empty, and so neither a placeholder nor a copy, nor looked at itself */
  private isCleanExchange(plan: RowPlan, isUnanswered: boolean): boolean {
    const { instruction, input, response, chosen, rejected } = plan;
    const asked = this.headAt(instruction);
    const answered = this.headAt(response);
    const isLabelled = ((asked | answered | this.headAt(input)) & MAY_HOLD_LABEL) !== 0;
    if (isLabelled && [instruction, input, response].some((position) => this.isMerged(position))) return false;
    if (((asked | this.headAt(chosen) | this.headAt(rejected)) & IS_BLANK) !== 0) return false;
    if (response >= 0 && !isUnanswered) {
      const answer = this.scanned.fields[response] ?? 0;
      if (this.isPlaceholder(answer, isResponsePlaceholder)) return false;
      if (instruction >= 0 && this.isSame(this.scanned.fields[instruction] ?? 0, answer)) return false;
      if (input >= 0 && this.isSame(this.scanned.fields[input] ?? 0, answer)) return false;
    }
    if (input >= 0 && this.isPlaceholder(this.scanned.fields[input] ?? 0, isInputPlaceholder)) return false;
    return (
      chosen < 0 ||
      rejected < 0 ||
      !this.mayBeSame(this.scanned.fields[chosen] ?? 0, this.scanned.fields[rejected] ?? 0)
    );
  }

  /** The head of a field; 0, which has no flag, for one that rows lack. */
  private headAt(position: Position): number {
    return position < 0 ? 0 : this.scanned.head(position);
  }

  private isCleanChat(plan: RowPlan): boolean {
    if (!this.scanned.readTurns(plan)) return false;
    const { roles, contents } = this.scanned;
    const last = roles.length - 1;
    if (roles[last] !== 'assistant' || !roles.includes('user')) return false;
    const first = roles.findIndex((role) => role !== 'system');
    if (roles[first] !== 'user') return false;
    for (let turn = first + 1; turn <= last; turn++) {
      if (roles[turn] === 'system' || roles[turn] === roles[turn - 1]) return false;
    }
    const answer = contents[last] ?? 0;
    if (this.isPlaceholder(answer, isResponsePlaceholder)) return false;
    return roles[last - 1] !== 'user' || !this.mayBeSame(contents[last - 1] ?? 0, answer);
  }

  /** Whether the row cannot have as many tokens as are too many. */
  private isShort(): boolean {
    const { rows } = this.kernel;
    const at = this.row * ROW_WORDS;
    return (rows[at + ROW_END] ?? 0) - (rows[at + ROW_START] ?? 0) < this.longRow;
  }

  private isMerged(position: Position): boolean {
    if ((this.headAt(position) & MAY_HOLD_LABEL) === 0) return false;
    return mergedExampleIn(this.text(this.scanned.fields[position] ?? 0)) !== null;
  }

  /** Whether two texts differ by no more than capitals and the white space at their ends. */
  private isSame(a: number, b: number): boolean {
    return this.mayBeSame(a, b) && samenessOfTexts(this.text(a), this.text(b)) !== undefined;
  }

  private isPlaceholder(value: number, test: (text: string) => boolean): boolean {
    const head = this.scanned.word(value, 0);
    if (this.scanned.word(value, VALUE_UNITS) > LONGEST_PLACEHOLDER || (head & KIND_MASK) !== KIND_STRING) return false;
    const first = (head >>> FIRST_BYTE_SHIFT) & 0xff;
    // Placeholders begin with n or t, or with a bracket; so may a text that is trimmed first.
    if ((head & STARTS_WITH_SPACE) === 0 && !PLACEHOLDER_STARTS.includes(first)) return false;
    return test(this.text(value));
  }

  /** False where two texts certainly differ by more than capitals and the white space at their ends. */
  private mayBeSame(a: number, b: number): boolean {
    const left = this.scanned.word(a, 0);
    const right = this.scanned.word(b, 0);
    if ((left & KIND_MASK) !== KIND_STRING || (right & KIND_MASK) !== KIND_STRING) return false;
    const either = left | right;
    const both = left & right;
    if ((either & IS_BLANK) !== 0) return (both & IS_BLANK) !== 0;
    if ((either & STARTS_WITH_SPACE) === 0) {
      const first = (left >>> FIRST_BYTE_SHIFT) & 0xff;
      const second = (right >>> FIRST_BYTE_SHIFT) & 0xff;
      if (first < 0x80 && second < 0x80 && lower(first) !== lower(second)) return false;
    }
    const isTrimmed = (either & (STARTS_WITH_SPACE | ENDS_WITH_SPACE)) === 0;
    return !isTrimmed || this.scanned.word(a, VALUE_UNITS) === this.scanned.word(b, VALUE_UNITS);
  }

  private text(value: number): string {
    const start = this.scanned.word(value, VALUE_START);
    const raw = this.decoder.decode(this.kernel.input.subarray(start, this.scanned.word(value, VALUE_END)));
    return JSON.parse(raw) as string;
  }
}

/** No row that the kernel reads has so many bytes. */
const ANY_LENGTH = 0x7fff_ffff;

/** n, N, t, T and opening brackets. */
const PLACEHOLDER_STARTS = [0x6e, 0x4e, 0x74, 0x54, 0x5b, 0x28, 0x7b, 0x3c];

function isResponsePlaceholder(text: string): boolean {
  return responsePlaceholder(text) !== undefined;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
