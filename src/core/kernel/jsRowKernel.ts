import {
  ALL_MARKS,
  ENDS_WITH_SPACE,
  FIRST_BYTE_SHIFT,
  FIT_WORDS,
  HAS_ESCAPES,
  HAS_NON_ASCII,
  INPUT_BYTES,
  IS_BLANK,
  IS_ODD_NUMBER,
  KIND_ARRAY,
  KIND_FALSE,
  KIND_MASK,
  KIND_NULL,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
  KIND_TRUE,
  MAX_COMPARED_KEYS,
  MAX_DEPTH,
  MAX_ROWS,
  MAX_VALUES,
  MAY_HOLD_LABEL,
  PADDING,
  ROW_DUPLICATE_KEY,
  ROW_MANY_KEYS,
  ROW_WORDS,
  STARTS_WITH_SPACE,
  VALUE_END,
  VALUE_HEAD,
  VALUE_KEY,
  VALUE_NEXT,
  VALUE_WORDS,
  VERDICT_BLANK,
  VERDICT_NOT_JSON,
  VERDICT_NOT_UTF8,
  VERDICT_OBJECT,
  VERDICT_OTHER_VALUE,
  VERDICT_UNREAD,
} from './kernelLayout';
import type { RowKernel } from './rowKernel';
import { TextHasher } from './textHash';

/** Thrown, and caught in `scan`, when a row is no JSON or too much to tell of. */
class Stop extends Error {
  constructor(readonly isTooMuch: boolean) {
    super();
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- which strings may not hold
const TEXT = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const WHOLE = /^(?:-?[1-9]\d{0,14}|0)$/;
const SPACE = /[ \t\r]*/y;

/**
 * The row kernel in JavaScript, line by line over decoded text: what the one in WebAssembly is tested against, and what runs where
 * there is no WebAssembly. Written for the reader; some four times slower than `JSON.parse`.
 */
export class JsRowKernel implements RowKernel {
  readonly input = new Uint8Array(INPUT_BYTES + PADDING);
  readonly rows = new Int32Array(MAX_ROWS * ROW_WORDS);
  readonly values = new Int32Array(MAX_VALUES * VALUE_WORDS);
  readonly fits = new Int32Array(MAX_ROWS * FIT_WORDS);
  scans = 0;
  private readonly hasher = new TextHasher();
  private readonly signature = new TextHasher();
  private end = 0;
  private count = 0;
  private keys = 0;
  private flags = 0;
  /** The marks of every text: to look for them here would cost as much as the checks that they spare. */
  private marks = 0;
  private line = '';
  private at = 0;
  /** Where in the input the line begins, and how many bytes its characters before `bytesTo` have more than units. */
  private lineStart = 0;
  private surplus = 0;
  private surplusTo = 0;

  consumed(): number {
    return this.end;
  }

  scan(from: number, to: number, isLast: boolean, withMarks = false): number {
    const { input } = this;
    this.scans++;
    this.marks = withMarks ? ALL_MARKS : 0;
    let rows = 0;
    this.count = 0;
    this.end = from;
    while (this.end < to && rows < MAX_ROWS) {
      const found = input.indexOf(0x0a, this.end);
      const isTerminated = found >= 0 && found < to;
      if (!isTerminated && !isLast) break;
      const next = isTerminated ? found : to;
      const lineEnd = isTerminated && next > this.end && input[next - 1] === 0x0d ? next - 1 : next;
      const first = this.count;
      const head = this.readRow(this.end, lineEnd);
      if (head === VERDICT_UNREAD && rows > 0) break;
      const isObject = (head & 255) === VERDICT_OBJECT;
      if (isObject) this.signature.end(0);
      const signature = isObject ? [this.signature.low, this.signature.high] : [0, 0];
      this.rows.set([this.end, lineEnd, head, first, this.count, this.keys, ...signature], rows++ * ROW_WORDS);
      this.end = isTerminated ? next + 1 : to;
    }
    return rows;
  }

  /** Leaves all rows to a closer look: that is in JavaScript, too. */
  fitRows(): void {
    this.fits.fill(0);
  }

  /** Verdict and flags of the line; its values and the number of its keys, none where it cannot be read. */
  private readRow(start: number, end: number): number {
    const first = this.count;
    this.keys = this.flags = this.at = this.surplus = this.surplusTo = 0;
    this.lineStart = start;
    this.signature.start();
    try {
      this.line = decoder.decode(this.input.subarray(start, end));
    } catch {
      return VERDICT_NOT_UTF8;
    }
    this.skipSpace();
    if (this.at === this.line.length) return VERDICT_BLANK;
    const isObject = this.line[this.at] === '{';
    try {
      this.readValue(0, 0, 0);
      this.skipSpace();
      if (this.at < this.line.length) throw new Stop(false);
      return (isObject ? VERDICT_OBJECT : VERDICT_OTHER_VALUE) | this.flags;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.count = first;
      this.keys = 0;
      return error.isTooMuch ? VERDICT_UNREAD : VERDICT_NOT_JSON;
    }
  }

  private readValue(depth: number, keyLow: number, keyHigh: number): void {
    const value = this.count;
    if (value === MAX_VALUES) throw new Stop(true);
    this.count++;
    this.values.set([0, this.byteOffset(), 0, 0, 0, 0, keyLow, keyHigh, 0, 0], value * VALUE_WORDS);
    const c = this.line[this.at];
    if (c === '"') this.readText(value);
    else if (c === '{' || c === '[') this.readContainer(value, depth, c === '{');
    else this.readScalar(value);
    this.values[value * VALUE_WORDS + VALUE_END] = this.byteOffset();
    this.values[value * VALUE_WORDS + VALUE_NEXT] = this.count;
    if (depth === 1) this.sign(value);
  }

  private readContainer(value: number, depth: number, isObject: boolean): void {
    if (depth === MAX_DEPTH) throw new Stop(true);
    const close = isObject ? '}' : ']';
    this.values[value * VALUE_WORDS + VALUE_HEAD] = isObject ? KIND_OBJECT : KIND_ARRAY;
    this.at++;
    this.skipSpace();
    for (let isFirst = true; this.line[this.at] !== close; isFirst = false) {
      if (!isFirst) {
        this.expect(',');
        this.skipSpace();
      }
      if (isObject) this.readField(depth);
      else this.readValue(depth + 1, 0, 0);
      this.skipSpace();
    }
    this.at++;
    if (isObject) this.compareKeys(value);
  }

  private readField(depth: number): void {
    const { low, high } = this.hasher.text(JSON.parse(this.match(TEXT)) as string);
    this.keys++;
    this.skipSpace();
    this.expect(':');
    this.skipSpace();
    this.readValue(depth + 1, low, high);
  }

  private readText(value: number): void {
    const raw = this.match(TEXT);
    const text = JSON.parse(raw) as string;
    const { low, high } = this.hasher.text(text);
    const bytes = this.hasher.length;
    const head =
      KIND_STRING |
      (raw.includes('\\') ? HAS_ESCAPES : 0) |
      (bytes > text.length ? HAS_NON_ASCII : 0) |
      (text.trim() === '' ? IS_BLANK : 0) |
      (text.trimStart() !== text ? STARTS_WITH_SPACE : 0) |
      (/put:|ction:/.test(text) ? MAY_HOLD_LABEL : 0) |
      (text.trimEnd() !== text ? ENDS_WITH_SPACE : 0) |
      (this.hasher.firstByte << FIRST_BYTE_SHIFT) |
      this.marks;
    this.values[value * VALUE_WORDS] = head;
    this.values.set([low, high], value * VALUE_WORDS + 4);
    this.values.set([text.length, bytes], value * VALUE_WORDS + 8);
  }

  private readScalar(value: number): void {
    const at = value * VALUE_WORDS;
    for (const [word, kind] of WORDS) {
      if (!this.line.startsWith(word, this.at)) continue;
      this.at += word.length;
      this.values[at] = kind;
      return;
    }
    const digits = this.match(NUMBER);
    const isOdd = !WHOLE.test(digits);
    this.values[at] = KIND_NUMBER | (isOdd ? IS_ODD_NUMBER : 0);
    if (isOdd) return;
    const { low, high } = this.hasher.text(digits);
    this.values.set([low, high], at + 4);
  }

  private sign(value: number): void {
    const at = value * VALUE_WORDS;
    const kind = (this.values[at] ?? 0) & KIND_MASK;
    const letter = kind === KIND_FALSE ? KIND_TRUE : kind;
    this.signature.add(this.values[at + VALUE_KEY] ?? 0, this.values[at + VALUE_KEY + 1] ?? 0, letter, letter);
  }

  private compareKeys(container: number): void {
    const keys: string[] = [];
    for (let value = container + 1; value < this.count; value = this.values[value * VALUE_WORDS + VALUE_NEXT] ?? 0) {
      const at = value * VALUE_WORDS + VALUE_KEY;
      keys.push(`${this.values[at] ?? 0} ${this.values[at + 1] ?? 0}`);
    }
    if (keys.length > MAX_COMPARED_KEYS) this.flags |= ROW_MANY_KEYS;
    else if (new Set(keys).size < keys.length) this.flags |= ROW_DUPLICATE_KEY;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.line)?.[0];
    if (found === undefined) throw new Stop(false);
    this.at += found.length;
    return found;
  }

  private expect(character: string): void {
    if (this.line[this.at++] !== character) throw new Stop(false);
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  /** Where the next character stands in the input. */
  private byteOffset(): number {
    for (; this.surplusTo < this.at; this.surplusTo++) {
      const unit = this.line.charCodeAt(this.surplusTo);
      // A surrogate is half of a pair of four bytes.
      this.surplus += unit < 0x80 ? 0 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2;
    }
    return this.lineStart + this.at + this.surplus;
  }
}

const WORDS = [
  ['true', KIND_TRUE],
  ['false', KIND_FALSE],
  ['null', KIND_NULL],
] as const;
