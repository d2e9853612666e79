import { readArrayBody } from './arrayReader';
import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './chars';
import { keyAhead, looseKeyAhead, matchesAt, nextStructure, skipSpace, skipSpaceBack } from './lookahead';
import type { JsonNode, ObjectNode, PropertyNode, StringNode } from './node';
import { readOddQuoted } from './oddQuotes';
import type { Next, ParserState } from './parserState';
import { extendString, readString } from './stringReader';
import { endsValue, readValue } from './valueReader';

export function readObject(state: ParserState): ObjectNode {
  const start = state.pos++;
  return readObjectBody(state, start);
}

/** Reads an object whose opening bracket is behind (or missing), with its closing bracket. */
export function readObjectBody(state: ParserState, start: number): ObjectNode {
  const properties: PropertyNode[] = [];
  if (!state.enter('}', start)) return { kind: 'object', start, end: state.pos, properties };
  const end = new ObjectReader(state, properties).read();
  state.closers.pop();
  return { kind: 'object', start, end, properties };
}

class ObjectReader {
  /** Column of the comma that waits for a property, or -1. */
  private comma = -1;
  // How many errors there were at that comma, before and after the last value: to take back what came later.
  private errorsAtComma = 0;
  private errorsAtValue = 0;
  private errorsAfterValue = 0;

  constructor(
    private readonly state: ParserState,
    private readonly properties: PropertyNode[],
  ) {}

  /** Reads up to and with the closing bracket; the column after it. */
  read(): number {
    const { state, properties } = this;
    for (;;) {
      state.skip();
      const c = state.text.charCodeAt(state.pos);
      if (c === CLOSE_OBJECT) {
        if (this.close()) return state.pos;
      } else if (c === COMMA) {
        this.takeComma();
      } else {
        const next = c === QUOTE && (this.comma >= 0 || properties.length === 0) ? 'value' : this.odd(c);
        if (next === 'end') return state.pos;
        if (next === 'value') this.property();
      }
    }
  }

  private takeComma(): void {
    const { state } = this;
    if (this.comma >= 0 || this.properties.length === 0) state.wrong({ code: 'extra-comma' }, state.pos, state.pos + 1);
    else {
      this.comma = state.pos;
      this.errorsAtComma = state.errors.length;
    }
    state.pos++;
  }

  /** At `}`. False where the object goes on after it: `{"a": 1}, "b": 2}`. */
  private close(): boolean {
    const { state } = this;
    const at = state.pos++;
    if (state.closers.length === 1) {
      const next = skipSpace(state.text, state.pos);
      const comma = state.text.charCodeAt(next) === COMMA;
      if (keyAhead(state.text, comma ? skipSpace(state.text, next + 1) : next)) {
        state.wrong({ code: 'extra-bracket', found: '}' }, at, at + 1);
        return false;
      }
    }
    this.dropComma();
    return true;
  }

  /** Reports a comma after which the object ends. */
  private dropComma(): void {
    if (this.comma >= 0) this.state.wrong({ code: 'trailing-comma', in: 'object' }, this.comma, this.comma + 1);
  }

  private get last(): PropertyNode | undefined {
    return this.properties.at(-1);
  }

  /** Neither comma nor closing bracket nor, after a comma, the quote of a key. */
  private odd(c: number): Next {
    const { state } = this;
    if (Number.isNaN(c)) return this.endHere();
    if (c === CLOSE_LIST) return this.closedAsList();
    if (c === OPEN_OBJECT || c === OPEN_LIST) return this.bracket(c);
    if (this.last !== undefined && this.comma < 0) return this.noComma();
    return looseKeyAhead(state.text, state.pos) || NUMBER_KEY.test(state.text.slice(state.pos, state.pos + 64))
      ? 'value'
      : this.skipText();
  }

  /** The object ends without its bracket. */
  private endHere(): Next {
    const { state } = this;
    this.dropComma();
    const end = skipSpaceBack(state.text, state.pos, this.last?.end ?? 0);
    state.missing({ code: 'unclosed-object' }, end, '}');
    return 'end';
  }

  /** The object ended before the comma that was read last; what came after it is read again. */
  private endBeforeComma(): Next {
    const { state } = this;
    state.errors.length = this.errorsAtComma;
    state.pos = this.comma;
    state.missing({ code: 'unclosed-object' }, this.comma, '}');
    return 'end';
  }

  private closedAsList(): Next {
    const { state } = this;
    const listIsOpen = state.closers.includes(']');
    if ((!listIsOpen || state.reading === 'inner-lists') && this.last?.value?.kind === 'object')
      return this.reopenAsList(this.last, this.last.value);
    if (listIsOpen) return this.endHere();
    const at = state.pos++;
    if (skipSpace(state.text, state.pos) < state.text.length) {
      state.wrong({ code: 'extra-bracket', found: ']' }, at, at + 1);
      return 'again';
    }
    this.dropComma();
    state.wrong({ code: 'wrong-bracket', found: ']', expected: '}' }, at, at + 1, '}');
    return 'end';
  }

  private bracket(c: number): Next {
    const { state } = this;
    const value = this.last?.value;
    if (c === OPEN_OBJECT && this.comma >= 0 && this.last !== undefined && value?.kind === 'object') {
      return this.reopenAsList(this.last, value);
    }
    if (c === OPEN_OBJECT && this.last !== undefined && state.closers.includes(']')) {
      return this.comma >= 0 ? this.endBeforeComma() : this.endHere();
    }
    state.pos++;
    state.wrong({ code: 'extra-bracket', found: c === OPEN_OBJECT ? '{' : '[' }, state.pos - 1, state.pos);
    return 'again';
  }

  /** `"messages": {...}, {...}]`: the value was the first item of a list whose bracket is missing. */
  private reopenAsList(property: PropertyNode, first: ObjectNode): Next {
    const { state } = this;
    state.errors.length = this.errorsAfterValue;
    state.path.push(property.key.value);
    state.missing({ code: 'unopened-array' }, first.start, '[');
    state.pos = first.end;
    const value = readArrayBody(state, first.start, [first]);
    state.path.pop();
    this.properties[this.properties.length - 1] = { ...property, value, end: value.end };
    this.errorsAfterValue = state.errors.length;
    this.comma = -1;
    return 'again';
  }

  /** Something follows a value without a comma. */
  private noComma(): Next {
    const { state } = this;
    const { text, pos } = state;
    const end = this.last?.end ?? pos;
    const name = this.last?.key.value ?? '';
    if (looseKeyAhead(text, pos)) {
      state.path.push(name);
      state.missing({ code: 'expected-comma' }, end, pos === end ? `,${state.gap()}` : ',');
      state.path.pop();
      return 'value';
    }
    if (looseKeyAhead(text, skipSpace(text, pos + 1)) && /[;:.|=]/.test(text.charAt(pos))) {
      state.path.push(name);
      state.wrong({ code: 'expected-comma', found: text.charAt(pos) }, pos, pos + 1, ',');
      state.path.pop();
      this.comma = pos;
      state.pos++;
      return 'again';
    }
    return this.skipText();
  }

  /** Skips what can be no key, up to the next quote, comma or bracket. */
  private skipText(): Next {
    const { state } = this;
    const { pos: start, text } = state;
    state.pos = skipSpaceBack(text, nextStructure(text, start + 1), start + 1);
    const found = text.slice(start, state.pos);
    const key = this.last?.key.value;
    if (key !== undefined) state.path.push(key);
    if (found === '"') state.wrong({ code: 'extra-quote', ofKey: false }, start, state.pos);
    else if (key === undefined || this.comma >= 0) state.wrong({ code: 'expected-key', found }, start, state.pos);
    else state.wrong({ code: 'unexpected-text', found }, start, state.pos);
    if (key !== undefined) state.path.pop();
    return 'again';
  }

  private property(): void {
    const { state } = this;
    const start = state.pos;
    const key = readKey(state);
    state.path.push(key.value);
    state.skip();
    if (state.text.charCodeAt(state.pos) === COLON) {
      state.pos++;
    } else if (this.extendLast(key)) {
      state.path.pop();
      return;
    } else {
      missingColon(state, key);
    }
    this.errorsAtValue = state.errors.length;
    const value = readPropertyValue(state);
    state.path.pop();
    this.comma = -1;
    this.properties.push({ start, end: value?.end ?? state.pos, key, value });
    this.errorsAfterValue = state.errors.length;
  }

  /** A "key" without a colon was part of the string before it: `"a": "yes", "no" and "maybe", "b": 1`. */
  private extendLast(key: StringNode): boolean {
    const { state, last } = this;
    const value = last?.value;
    if (last === undefined || value?.kind !== 'string' || state.text.charCodeAt(value.start) !== QUOTE) return false;
    // At the end of the line it is rather a key that was cut off.
    const isCut = skipSpace(state.text, key.end) >= state.text.length;
    if (this.comma < 0 || isCut || !state.mayReread()) return false;
    const { pos } = state;
    const errors = state.takeBack(this.errorsAtValue, value.start);
    state.path[state.path.length - 1] = last.key.value;
    const longer = extendString(state, value.start, key.start, 'property');
    if (longer === undefined) {
      state.errors.push(...errors);
      state.pos = pos;
      state.path[state.path.length - 1] = key.value;
      return false;
    }
    this.properties[this.properties.length - 1] = { ...last, value: longer, end: longer.end };
    this.errorsAfterValue = state.errors.length;
    this.comma = -1;
    return true;
  }
}

const NUMBER_KEY = /^-?[\d.]+\s*:/;
const BARE_KEY = /[\p{L}\p{N}_$.-]+/uy;

function readKey(state: ParserState): StringNode {
  const { text, pos: start } = state;
  if (text.charCodeAt(start) === QUOTE) return readString(state, 'key');
  const odd = readOddQuoted(state, 'key');
  if (odd !== undefined) return odd;
  const end = matchesAt(BARE_KEY, text, start) ? BARE_KEY.lastIndex : start + 1;
  const value = text.slice(start, end);
  const closed = text.charCodeAt(end) === QUOTE;
  state.sawBareKey ||= !closed;
  state.path.push(value);
  if (closed) state.missing({ code: 'unopened-string', ofKey: true }, start, '"');
  else {
    state.report({ code: 'unquoted-key' }, start, end, [
      { start, end: start, text: '"' },
      { start: end, end, text: '"' },
    ]);
  }
  state.path.pop();
  state.pos = closed ? end + 1 : end;
  return { kind: 'string', start, end: state.pos, value };
}

const FALSE_COLON = /=>|[=;,]/y;

/** After a key, where something else than a colon stands. */
function missingColon(state: ParserState, key: StringNode): void {
  const { text, pos } = state;
  if (matchesAt(FALSE_COLON, text, pos) && /["'{[\d]/.test(text.charAt(skipSpace(text, FALSE_COLON.lastIndex)))) {
    const end = FALSE_COLON.lastIndex;
    if (text.charCodeAt(pos) !== COMMA || !looseKeyAhead(text, skipSpace(text, end))) {
      state.wrong({ code: 'expected-colon', found: text.slice(pos, end) }, pos, end, ':');
      state.pos = end;
      return;
    }
  }
  state.missing({ code: 'expected-colon' }, key.end, pos === key.end ? `:${state.gap()}` : ':');
}

function readPropertyValue(state: ParserState): JsonNode | undefined {
  const { text } = state;
  state.skip();
  const at = state.pos;
  const next = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === COMMA && /["{[\d]/.test(text.charAt(next)) && !looseKeyAhead(text, next)) {
    state.wrong({ code: 'extra-comma' }, at, at + 1);
    state.pos++;
    state.skip();
  }
  const value = endsValue(state) ? undefined : readValue(state, 'property');
  if (value === undefined) state.missing({ code: 'expected-value' }, state.pos, 'null');
  return value;
}
