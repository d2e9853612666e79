import { keyAhead, matchesAt, mayEndString, skipSpaceBack, type StringPlace } from './lookahead';
import type { JsonNode, NumberNode, StringNode } from './node';
import { readOddQuoted } from './oddQuotes';
import type { ParserState } from './parserState';
import { commonEnds } from './stringEdit';
import { readContent } from './stringReader';
import type { NumberProblem, SyntaxErrorDetail } from './syntaxError';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
/** What may not follow a number or a word directly. */
// eslint-disable-next-line no-control-regex -- control characters are skipped after values
const GLUED = /[^\s,:}\]"'{[/\u0000-\u001f\udc80-\udcff]/y;

/** Reads a number, `true`, `false` or `null`, or whatever stands in the place of one. */
export function readScalar(state: ParserState, place: StringPlace): JsonNode | undefined {
  return readNumber(state) ?? readWord(state) ?? readOdd(state, place);
}

function endsCleanly(text: string, at: number): boolean {
  return !matchesAt(GLUED, text, at);
}

function readNumber(state: ParserState): NumberNode | undefined {
  const { text, pos: start } = state;
  if (!matchesAt(NUMBER, text, start)) return undefined;
  const end = NUMBER.lastIndex;
  if (!endsCleanly(text, end)) return undefined;
  state.pos = end;
  return { kind: 'number', start, end, value: Number(text.slice(start, end)) };
}

function readWord(state: ParserState): JsonNode | undefined {
  const { text, pos: start } = state;
  if (!matchesAt(WORD, text, start)) return undefined;
  const end = WORD.lastIndex;
  if (!endsCleanly(text, end)) return undefined;
  state.pos = end;
  const word = text.slice(start, end);
  return word === 'null'
    ? { kind: 'null', start, end, value: null }
    : { kind: 'boolean', start, end, value: word === 'true' };
}

/** The letters before the quote of a string of Python: u'text'. */
const PYTHON_PREFIX = /[bBrRuU]{1,2}(?=')/y;

function readOdd(state: ParserState, place: StringPlace): JsonNode | undefined {
  const { text, pos } = state;
  if (matchesAt(PYTHON_PREFIX, text, pos)) {
    state.pos = PYTHON_PREFIX.lastIndex;
    state.wrong({ code: 'unexpected-text', found: text.slice(pos, state.pos) }, pos, state.pos);
  }
  return (
    readOddQuoted(state, place) ??
    readUnopened(state, place) ??
    readForeignWord(state) ??
    readMisspeltWord(state) ??
    readOddNumber(state) ??
    readUnquoted(state, place)
  );
}

/** `hello world", "b": 1`: only the opening quote is missing. */
function readUnopened(state: ParserState, place: StringPlace): StringNode | undefined {
  const { text, pos: start } = state;
  const close = state.nextQuote();
  if (close <= start || keyAhead(text, close) || !mayEndString(text, close + 1, place, true)) return undefined;
  if (/^[{}[\],:]/.test(text.charAt(start))) return undefined;
  state.missing({ code: 'unopened-string', ofKey: false }, start, '"');
  const value = readContent(state, start, close, '"');
  state.pos = close + 1;
  return { kind: 'string', start, end: close + 1, value };
}

const TOKEN = /[\p{L}\p{N}_$.+-]+/uy;
const DELIMITED = /\s*(?:[,}\]"']|$)/y;
const FOREIGN_WORDS: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  TRUE: 'true',
  FALSE: 'false',
  NULL: 'null',
  Null: 'null',
  undefined: 'null',
};
const NON_FINITE = new Set(['NaN', 'nan', 'Infinity', '-Infinity', '+Infinity', 'inf', '-inf']);

function readForeignWord(state: ParserState): JsonNode | undefined {
  const { text, pos: start } = state;
  if (!matchesAt(TOKEN, text, start)) return undefined;
  const end = TOKEN.lastIndex;
  if (!matchesAt(DELIMITED, text, end)) return undefined;
  const found = text.slice(start, end);
  const expected = Object.hasOwn(FOREIGN_WORDS, found) ? FOREIGN_WORDS[found] : undefined;
  if (expected === undefined && !NON_FINITE.has(found)) return undefined;
  state.pos = end;
  if (expected === undefined || expected === 'null') {
    const detail: SyntaxErrorDetail =
      expected === undefined ? { code: 'non-finite-number', found } : { code: 'python-literal', found, expected };
    state.wrong(detail, start, end, 'null');
    return { kind: 'null', start, end, value: null };
  }
  state.wrong({ code: 'python-literal', found, expected }, start, end, expected);
  return { kind: 'boolean', start, end, value: expected === 'true' };
}

const WORDISH = /[^\s,:}\]"'{[]{2,7}/y;

/** `tru`, `flase`, `nulll`: a word of JSON with one letter too few, too many or wrong, or two exchanged. */
function readMisspeltWord(state: ParserState): JsonNode | undefined {
  const { text, pos: start } = state;
  if (!matchesAt(WORDISH, text, start)) return undefined;
  const end = WORDISH.lastIndex;
  const found = text.slice(start, end);
  const expected = ['true', 'false', 'null'].find((word) => isOneSlipAway(found, word));
  if (expected === undefined || !matchesAt(DELIMITED, text, end)) return undefined;
  state.pos = end;
  state.wrong({ code: 'misspelt-word', found, expected }, start, end, expected);
  return expected === 'null'
    ? { kind: 'null', start, end, value: null }
    : { kind: 'boolean', start, end, value: expected === 'true' };
}

function isOneSlipAway(found: string, word: string): boolean {
  const [prefix, suffix] = commonEnds(found, word);
  const a = found.slice(prefix, found.length - suffix);
  const b = word.slice(prefix, word.length - suffix);
  if (a.length <= 1 && b.length <= 1) return true;
  const [first = '', second = ''] = b;
  return a.length === 2 && b.length === 2 && a === second + first;
}

const NUMBER_LIKE = /^[+-]?(?:\d[\d_]*)?\.?(?:\d[\d_]*)?(?:[eE][+-]?\d+)?$/;

/** `+1`, `.5`, `5.`, `1_000`: a number in another spelling. What could be a name (`007`) is left to become a string. */
function readOddNumber(state: ParserState): NumberNode | undefined {
  const { text, pos: start } = state;
  if (!matchesAt(TOKEN, text, start)) return undefined;
  const end = TOKEN.lastIndex;
  const found = text.slice(start, end);
  if (!NUMBER_LIKE.test(found) || !/\d/.test(found) || !matchesAt(DELIMITED, text, end)) return undefined;
  const plain = found
    .replace(/^\+/, '')
    .replaceAll('_', '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.(?!\d)/, '.0');
  if (!matchesAt(NUMBER, plain, 0) || NUMBER.lastIndex !== plain.length) return undefined;
  state.pos = end;
  state.wrong({ code: 'number-format', found, problem: numberProblem(found) }, start, end, plain);
  return { kind: 'number', start, end, value: Number(plain) };
}

function numberProblem(found: string): NumberProblem {
  if (found.startsWith('+')) return 'leading-plus';
  if (/^-?0\d/.test(found)) return 'leading-zero';
  return /^-?\.|\.(?!\d)/.test(found) ? 'missing-digits' : 'not-a-number';
}

/**
 * Text that nothing encloses, up to a comma or bracket that fits the place. What runs into a quote or an opening bracket is no
 * value: it is skipped, and the result is undefined.
 */
function readUnquoted(state: ParserState, place: StringPlace): StringNode | undefined {
  const { text, pos: start } = state;
  const end = Math.max(unquotedEnd(text, start, place), start + 1);
  const found = text.slice(start, end);
  state.pos = end;
  if (OPENING.test(text.charAt(end)) || SEPARATOR.test(found)) {
    state.wrong({ code: 'unexpected-text', found }, start, end);
    return undefined;
  }
  const isNumber = /^[+-]?\d[\d._a-zA-Z]*$/.test(found);
  const word: SyntaxErrorDetail = { code: place === 'root' ? 'expected-value' : 'unquoted-string' };
  const detail = isNumber ? ({ code: 'number-format', found, problem: numberProblem(found) } as const) : word;
  state.report(detail, start, end, [
    { start, end: start, text: '"' },
    { start: end, end, text: '"' },
  ]);
  return { kind: 'string', start, end, value: readContent(state, start, end, '"') };
}

const OPENING = /["{['\u201c\u201d]/;
const SEPARATOR = /^[,:;{}[\]]/;

function unquotedEnd(text: string, start: number, place: StringPlace): number {
  for (let i = start; i < text.length; i++) {
    const c = text.charAt(i);
    if ('"{['.includes(c)) return i;
    if (',}]\n'.includes(c) && mayEndString(text, i, place, true)) return skipSpaceBack(text, i, start);
  }
  return skipSpaceBack(text, text.length, start);
}
