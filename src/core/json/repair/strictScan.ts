import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from '../chars';
import { matchesAt, skipSpace } from '../lookahead';
import { MAX_DEPTH } from '../parserState';

type Expected = 'value' | 'item' | 'key' | 'first-key' | 'colon' | 'next' | 'end' | 'rest-of-key' | 'rest-of-text';

/** A place between two tokens of a line, or within a text, from which a scan can go on. */
export interface Checkpoint {
  readonly column: number;
  /** The brackets that are open, outermost first. */
  readonly open: string;
  readonly expected: Expected;
}

export interface Scan {
  /** Where the first thing stands that JSON does not allow; -1 where the text may go on (or is complete). */
  readonly errorAt: number;
  /** Whether the text is one whole value. */
  readonly complete: boolean;
  /** The last place that is not after the column asked for. */
  readonly checkpoint: Checkpoint;
}

export const START: Checkpoint = { column: 0, open: '', expected: 'value' };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
// eslint-disable-next-line no-control-regex -- what ends a run of plain characters in a string
const RUN = /[^"\\\u0000-\u001f]*/y;
/** The end of the text cuts a token off. */
const CUT = Infinity;
const CUT_SCALAR = /(?:-|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/y;
const CUT_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Reads JSON strictly and says only where it fails: what `JSON.parse` does, without a tree, from any checkpoint on. A text that ends
 * within a string or token is taken as one that may go on.
 */
export function scanStrict(text: string, from: Checkpoint, keepUntil = -1): Scan {
  let { column, open, expected } = from;
  let checkpoint = from;
  for (;;) {
    const isWithin = expected === 'rest-of-key' || expected === 'rest-of-text';
    if (!isWithin) column = skipSpace(text, column);
    if (column <= keepUntil) checkpoint = { column, open, expected };
    if (column >= text.length) return { errorAt: -1, complete: expected === 'end', checkpoint };
    const end = tokenEnd(text, column, expected, open);
    if (text.charCodeAt(column) === QUOTE && column < keepUntil && (end < 0 ? -end - 1 > column : end > keepUntil)) {
      checkpoint = { column: boundaryBefore(text, column, keepUntil), open, expected: restOf(expected) };
    }
    if (end < 0) return { errorAt: -end - 1, complete: false, checkpoint };
    if (end === CUT) return { errorAt: -1, complete: false, checkpoint };
    const c = isWithin ? QUOTE : text.charCodeAt(column);
    if (c === OPEN_OBJECT || c === OPEN_LIST) {
      if (open.length >= MAX_DEPTH) return { errorAt: column, complete: false, checkpoint };
      open += c === OPEN_OBJECT ? '{' : '[';
      expected = c === OPEN_OBJECT ? 'first-key' : 'item';
    } else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
      open = open.slice(0, -1);
      expected = afterValue(open);
    } else {
      expected = nextExpected(c, expected, open);
    }
    column = end;
  }
}

function afterValue(open: string): Expected {
  return open === '' ? 'end' : 'next';
}

function nextExpected(c: number, expected: Expected, open: string): Expected {
  if (c === COMMA) return open.endsWith('{') ? 'key' : 'value';
  if (c === COLON) return 'value';
  if (expected === 'key' || expected === 'first-key' || expected === 'rest-of-key') return 'colon';
  return afterValue(open);
}

function restOf(expected: Expected): Expected {
  return expected === 'key' || expected === 'first-key' ? 'rest-of-key' : 'rest-of-text';
}

/** The last column in a text, not after `limit`, where no escape is cut through. */
function boundaryBefore(text: string, start: number, limit: number): number {
  let at = start + 1;
  for (;;) {
    matchesAt(RUN, text, at);
    if (RUN.lastIndex >= limit) return limit;
    at = RUN.lastIndex;
    if (!matchesAt(ESCAPE, text, at) || ESCAPE.lastIndex > limit) return at;
    at = ESCAPE.lastIndex;
  }
}

/** The end of the token at a column, `CUT`, or -1 minus the column that JSON does not allow. */
function tokenEnd(text: string, column: number, expected: Expected, open: string): number {
  const wrong = -1 - column;
  const c = text.charCodeAt(column);
  switch (expected) {
    case 'colon':
      return c === COLON ? column + 1 : wrong;
    case 'end':
      return wrong;
    case 'rest-of-key':
    case 'rest-of-text':
      return stringEnd(text, column - 1);
    case 'next':
      if (c === COMMA) return column + 1;
      return c === (open.endsWith('{') ? CLOSE_OBJECT : CLOSE_LIST) ? column + 1 : wrong;
    case 'first-key':
    case 'key':
      if (c === CLOSE_OBJECT && expected === 'first-key') return column + 1;
      return c === QUOTE ? stringEnd(text, column) : wrong;
    case 'item':
    case 'value':
      if (c === CLOSE_LIST && expected === 'item') return column + 1;
      if (c === QUOTE) return stringEnd(text, column);
      if (c === OPEN_OBJECT || c === OPEN_LIST) return column + 1;
      return scalarEnd(text, column);
  }
}

function scalarEnd(text: string, column: number): number {
  if (matchesAt(NUMBER, text, column)) return NUMBER.lastIndex;
  if (matchesAt(WORD, text, column)) return WORD.lastIndex;
  return text.length - column < 5 && matchesAt(CUT_SCALAR, text, column) ? CUT : -1 - column;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    matchesAt(RUN, text, at);
    at = RUN.lastIndex;
    if (at >= text.length) return CUT;
    if (text.charCodeAt(at) === QUOTE) return at + 1;
    if (!matchesAt(ESCAPE, text, at)) return text.length - at < 6 && matchesAt(CUT_ESCAPE, text, at) ? CUT : -1 - at;
    at = ESCAPE.lastIndex;
  }
}
