import { keyAhead, matchesAt, skipSpace, skipSpaceBack } from './lookahead';
import type { JsonNode } from './node';
import { readObjectBody } from './objectReader';
import { ParserState, type Reading } from './parserState';
import type { JsonSyntaxError } from './syntaxError';
import { endsValue, readValue } from './valueReader';

export { MAX_DEPTH } from './parserState';

export interface ParsedLine {
  readonly text: string;
  /** What could be read; undefined where the line holds nothing. Complete and exact where there are no errors. */
  readonly root: JsonNode | undefined;
  /** Empty just when `JSON.parse` accepts the line (but for nesting beyond `MAX_DEPTH`), in order of their columns. */
  readonly errors: readonly JsonSyntaxError[];
}

/**
 * Reads one line of JSON with the place of every key and value, and goes on after errors: each error has its exact place and the
 * mend under which the rest was read. Linear in the length of the line; never throws.
 */
export function parseLine(text: string, reading: Reading = 'usual'): ParsedLine {
  const state = new ParserState(text, reading);
  const fenced = skipPrefix(state);
  state.skip();
  if (state.pos >= text.length) {
    if (!state.stopped) state.report({ code: 'empty' }, 0, text.length, []);
    return { text, root: undefined, errors: state.errors };
  }
  const root = readRoot(state);
  readTail(state, fenced);
  return { text, root, errors: inOrder(state.errors) };
}

function inOrder(errors: JsonSyntaxError[]): readonly JsonSyntaxError[] {
  return errors.length < 2 ? errors : errors.sort((a, b) => a.start - b.start);
}

const FENCE = /\s*```[\w-]*\s*/y;
const COMMENT_PREFIX = /\s*(?:\/\/+|#+|--)\s*(?=[{[])/y;

/** A code fence or comment sign before the record; true for a fence. */
function skipPrefix(state: ParserState): boolean {
  const { text } = state;
  const c = text.charCodeAt(0);
  if (c === 0x7b) return false;
  if (matchesAt(FENCE, text, 0)) {
    state.pos = FENCE.lastIndex;
    state.wrong({ code: 'code-fence' }, 0, state.pos);
    return true;
  }
  if (matchesAt(COMMENT_PREFIX, text, 0)) {
    state.pos = COMMENT_PREFIX.lastIndex;
    state.wrong({ code: 'comment-prefix' }, 0, state.pos);
  }
  return false;
}

function readRoot(state: ParserState): JsonNode | undefined {
  const { text, pos: start } = state;
  const first = text.charAt(start);
  if (keyAhead(text, start)) {
    state.missing({ code: 'unopened-object' }, start, '{');
    return readObjectBody(state, start);
  }
  if (first !== '{' && first !== '[') {
    const record = recordAfter(text, start);
    if (record > start) {
      state.wrong({ code: 'leading-text' }, start, record);
      state.pos = record;
    }
  }
  const value = endsValue(state) ? undefined : readValue(state, 'root');
  if (value === undefined) state.missing({ code: 'expected-value' }, state.pos, 'null ');
  return value;
}

/** Where a record begins after other text (`12: {...}`, `data: {...}`), or -1. */
function recordAfter(text: string, start: number): number {
  const brace = text.indexOf('{', start);
  if (brace < 0 || text.charAt(start) === '"') return -1;
  const inside = text.charAt(skipSpace(text, brace + 1));
  return inside === '"' || inside === '}' || inside === "'" ? brace : -1;
}

const CLOSING_FENCE = /\s*```\s*$/y;

/** What stands after the value. */
function readTail(state: ParserState, fenced: boolean): void {
  const { text } = state;
  for (;;) {
    state.skip();
    const at = state.pos;
    const c = text.charAt(at);
    if (at >= text.length) return;
    if (fenced && matchesAt(CLOSING_FENCE, text, at)) {
      state.wrong({ code: 'code-fence' }, at, text.length);
      return;
    }
    const next = skipSpace(text, at + 1);
    if (c === '{' || c === '[' || (c === ',' && text.charAt(next) === '{')) {
      state.report({ code: 'second-value' }, at, text.length, []);
      state.stopped = true;
      return;
    }
    if (c === '}' || c === ']') state.wrong({ code: 'extra-bracket', found: c }, at, at + 1);
    else if (c === ',' && next >= text.length) state.wrong({ code: 'trailing-comma', in: 'line' }, at, at + 1);
    else {
      state.wrong({ code: 'trailing-text' }, at, skipSpaceBack(text, text.length, at));
      return;
    }
    state.pos++;
  }
}
