import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT, QUOTE } from './chars';
import { keyAhead, matchesAt, mayEndString, nextStructure, skipSpace, skipSpaceBack } from './lookahead';
import type { ArrayNode, JsonNode, StringNode } from './node';
import { readObjectBody } from './objectReader';
import type { Next, ParserState } from './parserState';
import { readValue } from './valueReader';

export function readArray(state: ParserState): ArrayNode {
  const start = state.pos++;
  return readArrayBody(state, start, []);
}

/** Reads a list whose opening bracket and first items are behind. */
export function readArrayBody(state: ParserState, start: number, items: JsonNode[]): ArrayNode {
  if (!state.enter(']', start)) return { kind: 'array', start, end: state.pos, items };
  const end = new ArrayReader(state, items).read();
  state.closers.pop();
  return { kind: 'array', start, end, items };
}

class ArrayReader {
  /** Column of the comma that waits for an item, or -1; and of the one before the last item. */
  private comma = -1;
  private lastComma = -1;
  // How many errors there were at those commas, and before the last item: to take back what came after.
  private errorsAtComma = 0;
  private errorsAtLastComma = 0;
  private errorsAtItem = 0;

  constructor(
    private readonly state: ParserState,
    private readonly items: JsonNode[],
  ) {}

  /** Reads up to and with the closing bracket; the column after it. */
  read(): number {
    const { state } = this;
    for (;;) {
      state.skip();
      const c = state.text.charCodeAt(state.pos);
      if (c === CLOSE_LIST) {
        this.dropComma();
        return ++state.pos;
      }
      if (c === COMMA) {
        this.takeComma();
        continue;
      }
      const waiting = this.comma >= 0 || this.items.length === 0;
      const next = waiting && (c === QUOTE || c === OPEN_OBJECT || c === OPEN_LIST) ? 'value' : this.odd(c);
      if (next === 'end') return state.pos;
      if (next === 'value') this.item();
    }
  }

  private takeComma(): void {
    const { state } = this;
    if (this.comma >= 0 || this.items.length === 0) state.wrong({ code: 'extra-comma' }, state.pos, state.pos + 1);
    else {
      this.comma = state.pos;
      this.errorsAtComma = state.errors.length;
    }
    state.pos++;
  }

  private dropComma(): void {
    if (this.comma >= 0) this.state.wrong({ code: 'trailing-comma', in: 'array' }, this.comma, this.comma + 1);
  }

  private item(): void {
    const { state } = this;
    this.errorsAtItem = state.errors.length;
    state.path.push(this.items.length);
    const value = readValue(state, 'item');
    state.path.pop();
    if (value === undefined) return;
    this.items.push(value);
    this.lastComma = this.comma;
    this.errorsAtLastComma = this.errorsAtComma;
    this.comma = -1;
  }

  private odd(c: number): Next {
    if (Number.isNaN(c)) return this.endHere();
    if (c === CLOSE_OBJECT) return this.closedAsObject();
    const last = this.items.at(-1);
    if (c === COLON && last?.kind === 'string' && this.comma < 0) return this.keyInList(last);
    if (this.items.length > 0 && this.comma < 0) return this.noComma(c);
    return 'value';
  }

  /** The list ends without its bracket. */
  private endHere(): Next {
    const { state } = this;
    this.dropComma();
    const end = skipSpaceBack(state.text, state.pos, this.items.at(-1)?.end ?? 0);
    state.missing({ code: 'unclosed-array' }, end, ']');
    return 'end';
  }

  /** At `}`: the list's bracket is missing, or this one stands for it, or is one too many. */
  private closedAsObject(): Next {
    const { state } = this;
    const { text, pos } = state;
    const after = skipSpace(text, pos + 1);
    const c = text.charCodeAt(after);
    const objectIsOpen = state.closers.includes('}');
    const root = state.closers.length <= 2;
    if (c === COMMA && keyAhead(text, skipSpace(text, after + 1)) && root) {
      this.dropComma();
      state.pos++;
      state.wrong({ code: 'wrong-bracket', found: '}', expected: ']' }, pos, pos + 1, ']');
      return 'end';
    }
    if (!objectIsOpen || (root && (c === CLOSE_LIST || c === COMMA))) {
      state.pos++;
      state.wrong({ code: 'extra-bracket', found: '}' }, pos, pos + 1);
      return 'again';
    }
    return this.endHere();
  }

  /** An item is followed by a colon: either the list ended before it, or it is a key of an object that was not opened. */
  private keyInList(key: StringNode): Next {
    const { state, items } = this;
    items.pop();
    const before = items.at(-1);
    const repeats = before?.kind === 'object' && before.properties.some((property) => property.key.value === key.value);
    if (before !== undefined && !repeats && this.lastComma >= 0 && state.closers.includes('}')) {
      state.errors.length = this.errorsAtLastComma;
      state.pos = this.lastComma;
      state.missing({ code: 'unclosed-array' }, this.lastComma, ']');
      return 'end';
    }
    state.takeBack(this.errorsAtItem, key.start);
    state.path.push(items.length);
    state.missing({ code: 'unopened-object' }, key.start, '{');
    state.pos = key.start;
    items.push(readObjectBody(state, key.start));
    state.path.pop();
    return 'again';
  }

  private noComma(c: number): Next {
    const { state } = this;
    const { text, pos } = state;
    const last = this.items.at(-1);
    const end = last?.end ?? pos;
    state.path.push(this.items.length - 1);
    const found = text.charAt(pos);
    let next: Next = 'value';
    // After an object or list a lone number or word is rather something stray than an item.
    const isStray = last !== undefined && (last.kind === 'object' || last.kind === 'array') && SCALAR.test(found);
    if (!isStray && startsItem(state, c)) {
      state.missing({ code: 'expected-comma' }, end, pos === end ? `,${state.gap()}` : ',');
    } else if (';.|'.includes(found) && matchesAt(ITEM_START, text, skipSpace(text, pos + 1))) {
      state.wrong({ code: 'expected-comma', found }, pos, pos + 1, ',');
      this.comma = pos;
      state.pos++;
      next = 'again';
    } else {
      state.pos = skipSpaceBack(text, nextStructure(text, pos + 1), pos + 1);
      state.wrong({ code: 'unexpected-text', found: text.slice(pos, state.pos) }, pos, state.pos);
      next = 'again';
    }
    state.path.pop();
    return next;
  }
}

const SCALAR = /[\w.-]/;
const ITEM_START = /["'{[\d\u201c\u201d-]|true\b|false\b|null\b/y;

function startsItem(state: ParserState, c: number): boolean {
  if (c === QUOTE && mayEndString(state.text, state.pos + 1, 'item', true)) return false;
  return matchesAt(ITEM_START, state.text, state.pos);
}
