import type { TextEdit } from './textEdit';

/** A part of a string literal that JSON does not allow, with the replacement under which it was decoded. */
export interface ContentProblem extends TextEdit {
  /** `conversion` is no mistake in quotes of that kind, and only wants another spelling in JSON. */
  readonly kind: 'control-character' | 'bad-escape' | 'raw-quote' | 'conversion';
}

export interface StringContent {
  readonly value: string;
  readonly problems: readonly ContentProblem[];
}

const BACKSLASH = 0x5c;
/**
 * The quotes a literal stands in: JSON's, single or typographic. In single quotes the escapes of Python and JavaScript count too; in
 * both of the others a `"` is text like any other, and only JSON wants it escaped.
 */
export type Quote = '"' | "'" | '\u201c';
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
// eslint-disable-next-line no-control-regex -- control characters are what a string may not hold
const SPECIAL = /[\\"\u0000-\u001f]/g;
const HEX4 = /[0-9a-fA-F]{4}/y;
const HEX2 = /[0-9a-fA-F]{2}/y;

/**
 * Decodes what stands between the quotes of a string literal, from `start` to `end`, reading what JSON does not allow in the way
 * that keeps the author's text: a raw control character is itself, a backslash that escapes nothing is a backslash.
 */
export function decodeContent(text: string, start: number, end: number, quote: Quote): StringContent {
  // A slice of its own: a search in the whole line would run on past the literal, each time anew.
  const content = text.slice(start, end);
  const problems: ContentProblem[] = [];
  let value = '';
  let done = 0;
  for (;;) {
    SPECIAL.lastIndex = done;
    if (!SPECIAL.test(content)) break;
    const at = SPECIAL.lastIndex - 1;
    const piece = readSpecial(content, at, quote);
    value += content.slice(done, at) + piece.decoded;
    done = at + piece.length;
    if (piece.problem !== undefined) {
      problems.push({
        kind: piece.problem.kind,
        start: start + at,
        end: start + at + piece.problem.length,
        text: piece.problem.text,
      });
    }
  }
  return { value: value + content.slice(done), problems };
}

interface Piece {
  readonly length: number;
  readonly decoded: string;
  readonly problem?: { readonly kind: ContentProblem['kind']; readonly length: number; readonly text: string };
}

function readSpecial(content: string, at: number, quote: Quote): Piece {
  const char = content.charAt(at);
  if (char === '\\') return readEscape(content, at, quote);
  const kind = quote === '"' ? 'raw-quote' : 'conversion';
  if (char === '"') return { length: 1, decoded: char, problem: { kind, length: 1, text: '\\"' } };
  const text = escapeUnit(char.charCodeAt(0));
  return { length: 1, decoded: char, problem: { kind: 'control-character', length: 1, text } };
}

function readEscape(content: string, at: number, quote: Quote): Piece {
  const next = content.charAt(at + 1);
  const simple = Object.hasOwn(ESCAPES, next) ? ESCAPES[next] : undefined;
  if (simple !== undefined) return { length: 2, decoded: simple };
  if (next === 'u' && matches(HEX4, content, at + 2)) {
    return { length: 6, decoded: String.fromCharCode(parseInt(content.slice(at + 2, at + 6), 16)) };
  }
  if (next === "'") {
    const kind = quote === "'" ? 'conversion' : 'bad-escape';
    return { length: 2, decoded: next, problem: { kind, length: 2, text: next } };
  }
  if (quote === "'" && next === 'x' && matches(HEX2, content, at + 2)) {
    const unit = parseInt(content.slice(at + 2, at + 4), 16);
    const problem = { kind: 'conversion', length: 4, text: writeUnit(unit) } as const;
    return { length: 4, decoded: String.fromCharCode(unit), problem };
  }
  // The backslash is text (a path of Windows, LaTeX): doubled, so that nothing that was typed is lost.
  return { length: 1, decoded: '\\', problem: { kind: 'bad-escape', length: 1, text: '\\\\' } };
}

function writeUnit(unit: number): string {
  const char = String.fromCharCode(unit);
  return unit < 0x20 ? escapeUnit(unit) : char === '"' || char === '\\' ? `\\${char}` : char;
}

const SHORT_ESCAPES: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };

/** The escape of one UTF-16 unit, in the short spelling where JSON has one. */
export function escapeUnit(unit: number): string {
  return SHORT_ESCAPES[unit] ?? `\\u${unit.toString(16).padStart(4, '0')}`;
}

function matches(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}

/** The start of an escape that the end of the line cuts off, or `end` where there is none. */
export function cutEscape(text: string, start: number, end: number): number {
  const from = Math.max(start, end - 6);
  const tail = /\\(?:u[0-9a-fA-F]{0,3})?$/.exec(text.slice(from, end));
  if (tail === null) return end;
  const at = from + tail.index;
  let backslashes = 0;
  for (let i = at - 1; i >= start && text.charCodeAt(i) === BACKSLASH; i--) backslashes++;
  return backslashes % 2 === 0 ? at : end;
}
