import type { StringPlace } from './lookahead';
import type { StringNode } from './node';
import type { ParserState } from './parserState';
import { closersAtEnd, readContent } from './stringReader';
import type { TextEdit } from './textEdit';

/** Which characters close a string, by the one that opens it. */
const CLOSING: Readonly<Record<string, RegExp>> = {
  "'": /'/g,
  '`': /`/g,
  '\u2018': /[\u2018\u2019]/g,
  '\u2019': /[\u2018\u2019]/g,
  '\u201c': /[\u201c\u201d"]/g,
  '\u201d': /[\u201c\u201d"]/g,
};

/** Reads a string in single or typographic quotes; undefined, and nothing read, where no such quote stands. */
export function readOddQuoted(state: ParserState, place: StringPlace): StringNode | undefined {
  const { text, pos: start } = state;
  const opening = text.charAt(start);
  const closing = Object.hasOwn(CLOSING, opening) ? CLOSING[opening] : undefined;
  if (closing === undefined) return undefined;
  const isSingle = opening === "'" || opening === '`';
  const close = state.oddEnd(start + 1, closing, place);
  const end = close >= 0 ? close : Math.max(closersAtEnd(state, start), 0) || text.length;
  state.pos = close >= 0 ? close + 1 : end;
  const conversions: TextEdit[] = [];
  const value = readContent(state, start + 1, end, isSingle ? "'" : '\u201c', conversions);
  state.report({ code: isSingle ? 'single-quote' : 'smart-quote', ofKey: place === 'key' }, start, state.pos, [
    { start, end: start + 1, text: '"' },
    ...conversions,
    { start: end, end: state.pos, text: '"' },
  ]);
  return { kind: 'string', start, end: state.pos, value };
}
