import { JUNK, matchesAt, mayEndString, skipSpaceBack, type StringPlace } from './lookahead';
import type { JsonSyntaxError, SyntaxErrorDetail } from './syntaxError';
import type { TextEdit } from './textEdit';

/**
 * How deep lists and objects may nest. `JSON.parse` goes some thousands deep before the stack ends; no trainer's record comes near
 * 1000, and a fixed limit gives a clear error in every host.
 */
export const MAX_DEPTH = 1000;

/** A line with more errors than this is not JSON at all; reading on would only cost time. Errors deep inside count more. */
export const MAX_ERRORS = 10_000;

const BLOCK_COMMENT = /\/\*[^]*?\*\//y;
const LINE_COMMENT = /(?:\/\/|#)[^\n\r]*/y;
const ODD_SPACE = /[\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2060\u3000\ufeff]/;

/**
 * How to take a `]` after an object within a list: as the end of that list, with a `}` missing before it, or of an inner list whose
 * `[` is missing. Either may be meant; repairs try both.
 */
export type Reading = 'usual' | 'inner-lists';

/** What to do after something odd was met: a property or item stands there, look again, or the container ends. */
export type Next = 'value' | 'again' | 'end';

/** Where the parser stands in a line, and what it has found so far. */
export class ParserState {
  pos = 0;
  readonly errors: JsonSyntaxError[] = [];
  readonly path: (string | number)[] = [];
  /** The brackets that close what is open, outermost first. */
  readonly closers: ('}' | ']')[] = [];
  /** Set when the rest of the line is given up. */
  stopped = false;
  /** Whether a key without quotes was met. */
  sawBareKey = false;
  private nextQuoteAt = -1;
  private openBlockComment = true;
  private weight = 0;
  private rereads = 0;
  private knownGap: ' ' | '' | undefined;
  /** Searches for odd closing quotes that may still fail; each goes to the end of the line. */
  private oddSearches = 20;
  private readonly noEndFrom: Record<StringPlace, number> = {
    key: Infinity,
    property: Infinity,
    item: Infinity,
    root: Infinity,
  };

  constructor(
    readonly text: string,
    readonly reading: Reading = 'usual',
  ) {}

  report(detail: SyntaxErrorDetail, start: number, end: number, mends: readonly TextEdit[]): void {
    if (this.stopped) return;
    // Each error keeps a copy of its path.
    this.weight += 1 + (this.path.length >> 4);
    if (this.weight > MAX_ERRORS) {
      this.stop({ code: 'too-many-errors' }, start);
      return;
    }
    this.errors.push({ ...detail, start, end, path: [...this.path], mends });
  }

  /** Reports that something is missing at a column, to be filled in by `text`. */
  missing(detail: SyntaxErrorDetail, at: number, text: string): void {
    this.report(detail, at, at, [{ start: at, end: at, text }]);
  }

  /** Reports characters that should be others, or none. */
  wrong(detail: SyntaxErrorDetail, start: number, end: number, text = ''): void {
    this.report(detail, start, end, [{ start, end, text }]);
  }

  /** Gives up the rest of the line. */
  stop(detail: SyntaxErrorDetail, at: number): void {
    this.errors.push({ ...detail, start: at, end: at + 1, path: [...this.path], mends: [] });
    this.stopped = true;
    this.pos = this.text.length;
  }

  /** Opens a list or object; false, and the line is given up, where that is too deep. */
  enter(closer: '}' | ']', at: number): boolean {
    if (this.closers.length >= MAX_DEPTH) {
      this.stop({ code: 'nesting-too-deep', limit: MAX_DEPTH }, at);
      return false;
    }
    this.closers.push(closer);
    return true;
  }

  /** Moves over white space, and over what others take for it: comments, no-break spaces, byte order marks. */
  skip(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.pos);
      if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09) this.pos++;
      else if ((c > 0x23 && c < 0x2f) || (c > 0x2f && c < 0x7f) || c === 0x22 || !this.skipOdd(c)) return;
    }
  }

  private skipOdd(c: number): boolean {
    const start = this.pos;
    if (c === 0x23 || c === 0x2f) {
      // A sign that touches what stands before it is no comment, for a comment takes all the rest of the line.
      if (c === 0x23 && /\S/.test(this.text.charAt(start - 1))) return false;
      if (!this.skipComment()) return false;
      this.wrong({ code: 'comment' }, start, this.pos);
      return true;
    }
    const char = this.text.charAt(start);
    if (ODD_SPACE.test(char)) {
      this.pos++;
      this.wrong({ code: 'odd-space', char: c }, start, this.pos, c === 0xfeff ? '' : ' ');
      return true;
    }
    if (!matchesAt(JUNK, this.text, start)) return false;
    this.pos = JUNK.lastIndex;
    this.wrong({ code: 'unexpected-text', found: this.text.slice(start, this.pos) }, start, this.pos);
    return true;
  }

  private skipComment(): boolean {
    if (matchesAt(LINE_COMMENT, this.text, this.pos)) {
      this.pos = skipSpaceBack(this.text, LINE_COMMENT.lastIndex, this.pos);
      return true;
    }
    // A comment that is never closed is looked for once only: the search goes to the end of the line.
    if (!this.openBlockComment || !this.text.startsWith('/*', this.pos)) return false;
    this.openBlockComment = matchesAt(BLOCK_COMMENT, this.text, this.pos);
    if (this.openBlockComment) this.pos = BLOCK_COMMENT.lastIndex;
    return this.openBlockComment;
  }

  /** The next `"` that no backslash escapes, from the present column on, or -1; each part of the line is searched once. */
  nextQuote(): number {
    if (this.nextQuoteAt === -2 || this.nextQuoteAt >= this.pos) return Math.max(this.nextQuoteAt, -1);
    const found = findQuote(this.text, this.pos);
    this.nextQuoteAt = found < 0 ? -2 : found;
    return found;
  }

  /** The next `"` that can end a string in its place, or -1. A search without result is not done again. */
  looseEnd(from: number, place: StringPlace): number {
    if (from >= this.noEndFrom[place]) return -1;
    for (let at = findQuote(this.text, from); at >= 0; at = findQuote(this.text, at + 1)) {
      if (mayEndString(this.text, at + 1, place, true)) return at;
    }
    this.noEndFrom[place] = from;
    return -1;
  }

  /**
   * The closing quote of a string that opens with a quote other than `"`: the first that fits the place, else the first, else -1.
   * Apostrophes within the text are passed over.
   */
  oddEnd(from: number, closing: RegExp, place: StringPlace): number {
    let first = -1;
    closing.lastIndex = from;
    while (closing.test(this.text)) {
      const at = closing.lastIndex - 1;
      if (isEscaped(this.text, at)) continue;
      if (mayEndString(this.text, at + 1, place, true)) return at;
      if (first < 0) first = at;
      if (this.oddSearches <= 0) return first;
    }
    this.oddSearches--;
    return first;
  }

  /** Whether a string may be read once more; limited, so that a hostile line stays linear. */
  mayReread(): boolean {
    return this.rereads++ < 100;
  }

  /** Takes back the errors after the first `mark` ones that lie at or after a column, since that part is read again. */
  takeBack(mark: number, column: number): JsonSyntaxError[] {
    const recent = this.errors.splice(mark);
    this.errors.push(...recent.filter((error) => error.start < column));
    return recent.filter((error) => error.start >= column);
  }

  /** White space to put after a comma or colon that is put in, as the line has it elsewhere. */
  gap(): ' ' | '' {
    return (this.knownGap ??= this.text.includes('": ') ? ' ' : '');
  }
}

/** The next `"` from a column on that no backslash escapes, or -1. */
export function findQuote(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) return i;
    if (c === 0x5c) i++;
  }
  return -1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}
