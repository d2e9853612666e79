import { QUOTE } from './chars';
import {
  JUNK,
  keyAhead,
  looseKeyAhead,
  matchesAt,
  mayEndString,
  secondCommaAt,
  skipSpace,
  skipSpaceBack,
  type StringPlace,
} from './lookahead';
import type { StringNode } from './node';
import { findQuote, type ParserState } from './parserState';
import { cutEscape, decodeContent, type Quote } from './stringContent';
import type { TextEdit } from './textEdit';

const BACKSLASH = 0x5c;

/** Reads the string whose opening `"` stands at the present column, and moves behind it. */
export function readString(state: ParserState, place: StringPlace): StringNode {
  const { text } = state;
  const start = state.pos;
  let plain = true;
  let i = start + 1;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) break;
    if (c < 0x20) plain = false;
    else if (c === BACKSLASH) {
      plain = false;
      i++;
    }
  }
  if (i >= text.length) return unclosedAtEnd(state, start, place);
  if (!mayEndString(text, i + 1, place, false)) return readLoosely(state, start, i, place);
  if (!plain) return finishString(state, start, i);
  state.pos = i + 1;
  return { kind: 'string', start, end: i + 1, value: text.slice(start + 1, i) };
}

/** Makes the string between two quotes, whatever they enclose, and moves behind it. */
export function finishString(state: ParserState, start: number, close: number): StringNode {
  state.pos = close + 1;
  return { kind: 'string', start, end: close + 1, value: readContent(state, start + 1, close, '"') };
}

/**
 * The decoded text of a literal's content; what is wrong in it is reported, and what other quotes need in JSON is added to
 * `conversions`.
 */
export function readContent(
  state: ParserState,
  start: number,
  end: number,
  quote: Quote,
  conversions: TextEdit[] = [],
): string {
  if (quote !== "'") {
    try {
      // Native decoding; the slower reading below is for content that JSON does not allow.
      return JSON.parse(`"${state.text.slice(start, end)}"`) as string;
    } catch {
      // Falls through to the reading that says what is wrong.
    }
  }
  const { value, problems } = decodeContent(state.text, start, end, quote);
  for (const { kind, ...mend } of problems) {
    const escape = state.text.slice(mend.start, Math.min(end, Math.max(mend.end, mend.start + 2)));
    const until = kind === 'bad-escape' ? mend.start + escape.length : mend.end;
    const char = state.text.charCodeAt(mend.start);
    if (kind === 'conversion') conversions.push(mend);
    else if (kind === 'control-character') state.report({ code: kind, char }, mend.start, until, [mend]);
    else if (kind === 'bad-escape') state.report({ code: kind, escape }, mend.start, until, [mend]);
    else state.report({ code: 'unescaped-quote' }, mend.start, until, [mend]);
  }
  return value;
}

/** The string at `start` closes at `close`, but what follows does not fit: find out where it was meant to end. */
function readLoosely(state: ParserState, start: number, close: number, place: StringPlace): StringNode {
  if (place === 'root') return finishString(state, start, close);
  if (place === 'key') return readLooseKey(state, start, close);
  return (
    unclosedBeforeKey(state, start, close) ??
    endsBeforeNext(state, start, close, place) ??
    textAfterQuote(state, start, close, place) ??
    extraQuote(state, start, close, place) ??
    extendString(state, start, close, place) ??
    finishString(state, start, close)
  );
}

/** `"a": "text, "b": 1`: the quote that was found opens the next key, so the text ended before the comma. */
function unclosedBeforeKey(state: ParserState, start: number, close: number): StringNode | undefined {
  const { text } = state;
  if (!keyAhead(text, close)) return undefined;
  const before = text.slice(Math.max(start + 1, close - 64), close);
  const tail = /\s*([}\]\s]*),\s*(\{?)\s*$/.exec(before);
  if (tail === null) return undefined;
  // The brackets after the text close what is open, and what is then open wants a key, or an object with one.
  const closing = (tail[1] ?? '').replace(/\s+/g, '');
  const inner = [...state.closers].reverse();
  if (closing !== inner.slice(0, closing.length).join('')) return undefined;
  if ((tail[2] === '{') !== (inner[closing.length] === ']')) return undefined;
  return endString(state, start, close - tail[0].length, false);
}

/** Ends a string that has no closing quote at a column, or at a typographic quote before it. */
function endString(state: ParserState, start: number, at: number, ofKey: boolean): StringNode {
  const { text } = state;
  const smart = at - 1 > start && /[\u201c\u201d]/.test(text.charAt(at - 1));
  const end = smart ? at - 1 : at;
  const value = readContent(state, start + 1, end, '"');
  if (ofKey) state.path.push(value);
  if (smart) state.wrong({ code: 'smart-quote', ofKey }, end, at, '"');
  else state.missing({ code: 'unclosed-string', ofKey }, at, '"');
  if (ofKey) state.path.pop();
  state.pos = at;
  return { kind: 'string', start, end: at, value };
}

/** `"text" "b": 1`, `"text"; "b": 1`, `["a" "b"]`: the string is well, the comma after it is not. */
function endsBeforeNext(state: ParserState, start: number, close: number, place: StringPlace): StringNode | undefined {
  const { text } = state;
  const next = skipSpace(text, close + 1);
  const c = text.charAt(next);
  if (c === '}' && opensNextRecord(state, next)) return finishString(state, start, close);
  const wellEnded = place === 'item' ? endsItem(text, close, next) : endsProperty(state, start, next);
  return wellEnded ? finishString(state, start, close) : undefined;
}

function endsItem(text: string, close: number, next: number): boolean {
  const c = text.charAt(next);
  if (c === ',' && secondCommaAt(text, skipSpace(text, next + 1), 'item')) return true;
  return ':{['.includes(c) || (c === '"' && (next > close + 1 || !mayEndString(text, next + 1, 'item', true)));
}

function endsProperty(state: ParserState, start: number, next: number): boolean {
  const { text } = state;
  const c = text.charAt(next);
  // What stands after the quote belongs to nothing, or closes the call of a function around the text.
  if (matchesAt(JUNK, text, next) && mayEndString(text, JUNK.lastIndex, 'property', true)) return true;
  if (c === ')' && text.charAt(start - 1) === '(') return mayEndString(text, next + 1, 'property', true);
  if (c === '/' && matchesAt(COMMENT, text, next)) {
    return keyAhead(text, COMMENT.lastIndex) || mayEndString(text, COMMENT.lastIndex, 'property', true);
  }
  if (c === ',' && secondCommaAt(text, skipSpace(text, next + 1), 'property')) return true;
  // Keys without quotes are believed where the line has had one before: `yes", no: maybe` may be text.
  if (c === ',' && state.sawBareKey && looseKeyAhead(text, skipSpace(text, next + 1))) return true;
  return keyAhead(text, next) || (';:.|='.includes(c) && keyAhead(text, skipSpace(text, next + 1)));
}

const COMMENT = /\/\*[^*]{0,200}\*\/\s*/y;

/** `"text"} {"a": 1`: the record or item closes, and the next opens without a comma. */
function opensNextRecord(state: ParserState, at: number): boolean {
  const { text, closers } = state;
  const next = skipSpace(text, at + 1);
  const mayFollow = closers.length === 1 || closers.at(-2) === ']';
  return mayFollow && text.charAt(next) === '{' && /["'}]/.test(text.charAt(skipSpace(text, next + 1)));
}

// eslint-disable-next-line no-control-regex -- control characters are no text
const SHORT_RUN = /[^"{}[\],:\s\u0000-\u001f\udc80-\udcff]{1,12}/y;

/** `"tex"t, "b": 1`: the closing quote stands a little too early. */
function textAfterQuote(state: ParserState, start: number, close: number, place: StringPlace): StringNode | undefined {
  const { text } = state;
  if (!matchesAt(SHORT_RUN, text, close + 1)) return undefined;
  const end = SHORT_RUN.lastIndex;
  if (!mayEndString(text, end, place, true)) return undefined;
  const found = text.slice(close + 1, end);
  const value = readContent(state, start + 1, close, '"') + readContent(state, close + 1, end, '"');
  const ofKey = place === 'key';
  if (ofKey) state.path.push(value);
  state.report({ code: 'text-after-quote', ofKey, found }, close + 1, end, [
    { start: close, end: close + 1, text: '' },
    { start: end, end, text: '"' },
  ]);
  if (ofKey) state.path.pop();
  state.pos = end;
  return { kind: 'string', start, end, value };
}

/** `"text"", "b": 1`: one quote too many; after a digit it may stand for inches, and belongs to the text. */
function extraQuote(state: ParserState, start: number, close: number, place: StringPlace): StringNode | undefined {
  const { text } = state;
  const isExtra = text.charCodeAt(close + 1) === QUOTE && !/\d/.test(text.charAt(close - 1));
  if (!isExtra || !mayEndString(text, close + 2, place, true)) return undefined;
  const value = readContent(state, start + 1, close, '"');
  const ofKey = place === 'key';
  if (ofKey) state.path.push(value);
  state.wrong({ code: 'extra-quote', ofKey }, close + 1, close + 2);
  if (ofKey) state.path.pop();
  state.pos = close + 2;
  return { kind: 'string', start, end: close + 2, value };
}

/** `"he said "no" to it", "b": 1`: the string goes on to the next quote that can end it. Undefined where there is none. */
export function extendString(
  state: ParserState,
  start: number,
  close: number,
  place: StringPlace,
): StringNode | undefined {
  const end = state.looseEnd(close + 1, place);
  return end < 0 ? undefined : finishString(state, start, end);
}

/** The line ends inside the string. Brackets at its very end that close all that is open are read as such. */
function unclosedAtEnd(state: ParserState, start: number, place: StringPlace): StringNode {
  const { text } = state;
  const ofKey = place === 'key';
  const colon = ofKey ? unclosedKeyEnd(text, start) : -1;
  if (colon >= 0) return endString(state, start, colon, true);
  const closing = closersAtEnd(state, start);
  if (closing > start) return endString(state, start, closing, ofKey);
  const end = cutEscape(text, start + 1, text.length);
  const value = readContent(state, start + 1, end, '"');
  const mends: TextEdit[] = [{ start: end, end: text.length, text: '"' }];
  if (ofKey) state.path.push(value);
  state.report({ code: 'unclosed-string', ofKey }, text.length, text.length, mends);
  if (ofKey) state.path.pop();
  state.pos = text.length;
  return { kind: 'string', start, end: text.length, value };
}

/** The column where the line's last brackets begin, if they close just what is open; else -1. */
export function closersAtEnd(state: ParserState, start: number): number {
  let at = state.text.length;
  for (const closer of state.closers) {
    at = skipSpaceBack(state.text, at, start + 1) - 1;
    if (at <= start || state.text[at] !== closer) return -1;
  }
  return state.closers.length > 0 && !leavesOpen(state.text.slice(start, at)) ? at : -1;
}

/** Whether a text opens more brackets than it closes, so that brackets at its end may be its own. */
function leavesOpen(text: string): boolean {
  return text.split('{').length > text.split('}').length;
}

const KEY_THEN_COLON = /[^":,{}[\]\\]{1,64}?(?=\s*:)/y;

/** `"key: "value"`: the column where the key should have closed, or -1. */
function unclosedKeyEnd(text: string, start: number): number {
  return matchesAt(KEY_THEN_COLON, text, start + 1) ? KEY_THEN_COLON.lastIndex : -1;
}

function readLooseKey(state: ParserState, start: number, close: number): StringNode {
  const { text } = state;
  const colon = unclosedKeyEnd(text, start);
  if (colon >= 0 && colon < close) return endString(state, start, colon, true);
  const moved = textAfterQuote(state, start, close, 'key') ?? extraQuote(state, start, close, 'key');
  if (moved !== undefined) return moved;
  const next = findQuote(text.slice(0, close + 66), close + 1);
  const inside = next > 0 && mayEndString(text, next + 1, 'key', true) && !/[,:{}[\]]/.test(text.slice(close, next));
  if (!inside) return finishString(state, start, close);
  const value = readContent(state, start + 1, close, '"') + readContent(state, close + 1, next, '"');
  state.path.push(value);
  state.wrong({ code: 'extra-quote', ofKey: true }, close, close + 1);
  state.path.pop();
  state.pos = next + 1;
  return { kind: 'string', start, end: next + 1, value };
}
