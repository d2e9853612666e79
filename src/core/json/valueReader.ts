import { readArray } from './arrayReader';
import { CLOSE_LIST, CLOSE_OBJECT, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './chars';
import type { StringPlace } from './lookahead';
import type { JsonNode } from './node';
import { readObject } from './objectReader';
import type { ParserState } from './parserState';
import { readScalar } from './scalarReader';
import { readString } from './stringReader';

/**
 * Reads the value at the present column, which is no white space. Undefined where nothing there could be read as a value; then
 * what stood in its place has been skipped and reported.
 */
export function readValue(state: ParserState, place: StringPlace): JsonNode | undefined {
  for (;;) {
    const c = state.text.charCodeAt(state.pos);
    if (c === QUOTE) return readString(state, place);
    if (c === OPEN_OBJECT) return readObject(state);
    if (c === OPEN_LIST) return readArray(state);
    const scalar = readScalar(state, place);
    if (scalar !== undefined) return scalar;
    state.skip();
    if (endsValue(state)) return undefined;
  }
}

/** Whether a comma, a closing bracket or the end stands where a value should. */
export function endsValue(state: ParserState): boolean {
  const c = state.text.charCodeAt(state.pos);
  return Number.isNaN(c) || c === COMMA || c === CLOSE_OBJECT || c === CLOSE_LIST;
}
