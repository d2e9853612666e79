// Strings: decoded at `TEXT_AT` and hashed while their end is looked for, 16 bytes at a time.
import {
  ENDS_WITH_SPACE,
  HAS_ESCAPES,
  HAS_NON_ASCII,
  IS_BLANK,
  MAY_HOLD_LABEL,
  STARTS_WITH_SPACE,
  TEXT_AT,
} from '../kernelLayout';
import { finish, firstBytes, holdsLabel, labelEnds, round, startState } from './textHash';

/** Of the last string that was read: its decoded length in bytes and in UTF-16 units, flags of `kernelLayout.ts`, and its hash. */
export let textLength: i32 = 0;
export let textUnits: i32 = 0;
export let textFlags: i32 = 0;
export let textHash: u64 = 0;

/** Reads a string whose opening quote is before `start`, and returns where it ends; 0 where it is no string of JSON in UTF-8. */
export function readString(start: i32): i32 {
  if (load<u8>(start) == 0x22) return endEmpty(start);
  let at = start;
  let out = TEXT_AT;
  let state = startState();
  let labels = i8x16.splat(0);
  while (true) {
    const v = v128.load(at);
    v128.store(out, v);
    const mask = stopsOf(v);
    if (mask == 0) {
      labels = v128.or(labels, labelEnds(v, v128.load(at - 1)));
      state = round(state, v);
      at += 16;
      out += 16;
      continue;
    }
    const plain = ctz(mask);
    if (load<u8>(at + plain) != 0x22) return readOddString(at, out, state, labels);
    if (plain > 0) {
      const last = firstBytes(v, plain);
      labels = v128.or(labels, labelEnds(last, v128.load(at - 1)));
      state = round(state, last);
    }
    endText(out + plain, 0, 0, state, labels);
    return at + plain + 1;
  }
}

/** The hash of a text without a byte, which half of all inputs are. */
const EMPTY = finish(startState(), 0);

function endEmpty(at: i32): i32 {
  textLength = textUnits = 0;
  textFlags = IS_BLANK;
  textHash = EMPTY;
  return at + 1;
}

/** A bit for each byte that is no plain character of a string: a quote, a backslash, a control character, a byte beyond ASCII. */
function stopsOf(v: v128): i32 {
  // With the second bit turned over, the quote is the first byte behind the control characters. Bytes beyond ASCII are negative.
  const low = i8x16.lt_s(v128.xor(v, i8x16.splat(2)), i8x16.splat(0x21));
  return i8x16.bitmask(v128.or(low, i8x16.eq(v, i8x16.splat(0x5c))));
}

function endText(end: i32, surplus: i32, flags: i32, state: v128, labels: v128): void {
  textLength = end - TEXT_AT;
  textUnits = textLength - surplus;
  textFlags = flags | edgeFlags(end);
  if (v128.any_true(labels) && holdsLabel(end)) textFlags |= MAY_HOLD_LABEL;
  textHash = finish(state, textLength);
}

/** Goes on at `from` in a string that has more than plain characters; the text before stands up to `hashed`, and is in `state`. */
function readOddString(from: i32, hashed: i32, before: v128, labelsBefore: v128): i32 {
  let at = from;
  let out = hashed;
  let flags = 0;
  /** How many more bytes than UTF-16 units there are. */
  let surplus = 0;
  while (true) {
    const v = v128.load(at);
    v128.store(out, v);
    const mask = stopsOf(v);
    if (mask == 0) {
      at += 16;
      out += 16;
      continue;
    }
    const plain = ctz(mask);
    at += plain;
    out += plain;
    const byte = i32(load<u8>(at));
    if (byte == 0x22) break;
    if (byte == 0x5c) {
      flags |= HAS_ESCAPES;
      const escape = i32(load<u8>(at + 1));
      if (escape == 0x75) {
        const unit = hexUnit(at + 2);
        if (unit < 0) return 0;
        at += 6;
        let point = unit;
        if ((unit & 0xfc00) == 0xd800 && load<u16>(at) == 0x755c) {
          const next = hexUnit(at + 2);
          if ((next & 0xfffffc00) == 0xdc00) {
            point = 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
            at += 6;
          }
        }
        const size = writePoint(out, point);
        out += size;
        surplus += size == 1 ? 0 : size == 2 ? 1 : 2;
        if (size > 1) flags |= HAS_NON_ASCII;
      } else {
        const meant = escaped(escape);
        if (meant == 0) return 0;
        store<u8>(out, meant);
        out++;
        at += 2;
      }
    } else if (byte < 0x20) return 0;
    else {
      flags |= HAS_NON_ASCII;
      do {
        const size = sequenceLength(at);
        if (size == 0) return 0;
        // A sequence has at most four bytes, and the text room for more.
        store<u32>(out, load<u32>(at));
        at += size;
        out += size;
        surplus += size == 2 ? 1 : 2;
      } while (load<u8>(at) >= 0x80);
    }
  }
  v128.store(out, i32x4.splat(0));
  let state = before;
  let labels = labelsBefore;
  for (let block = hashed; block < out; block += 16) {
    const v = v128.load(block);
    labels = v128.or(labels, labelEnds(v, v128.load(block - 1)));
    state = round(state, v);
  }
  endText(out, surplus, flags, state, labels);
  return at + 1;
}

/** Bytes of the valid UTF-8 sequence of two or more bytes at `at`; 0 where none is. */
export function sequenceLength(at: i32): i32 {
  const lead = i32(load<u8>(at));
  const second = i32(load<u8>(at + 1));
  if (lead < 0xe0) return lead >= 0xc2 && (second & 0xc0) == 0x80 ? 2 : 0;
  if ((load<u8>(at + 2) & 0xc0) != 0x80) return 0;
  if (lead < 0xf0) {
    const low = lead == 0xe0 ? 0xa0 : 0x80;
    const high = lead == 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high ? 3 : 0;
  }
  if (lead > 0xf4 || (load<u8>(at + 3) & 0xc0) != 0x80) return 0;
  const low = lead == 0xf0 ? 0x90 : 0x80;
  const high = lead == 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high ? 4 : 0;
}

/** The byte that a one-letter escape stands for; 0 for none. */
export function escaped(letter: i32): i32 {
  switch (letter) {
    case 0x6e:
      return 0x0a;
    case 0x22:
    case 0x5c:
    case 0x2f:
      return letter;
    case 0x74:
      return 0x09;
    case 0x72:
      return 0x0d;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    default:
      return 0;
  }
}

/** The UTF-16 unit that four hexadecimal digits name; negative where they are none. */
export function hexUnit(at: i32): i32 {
  return (hexDigit(at) << 12) | (hexDigit(at + 1) << 8) | (hexDigit(at + 2) << 4) | hexDigit(at + 3);
}

function hexDigit(at: i32): i32 {
  const byte = i32(load<u8>(at));
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Writes a code point, lone surrogates too, and returns its length. */
function writePoint(out: i32, point: i32): i32 {
  if (point < 0x80) {
    store<u8>(out, point);
    return 1;
  }
  if (point < 0x800) {
    store<u8>(out, 0xc0 | (point >> 6));
    store<u8>(out + 1, 0x80 | (point & 0x3f));
    return 2;
  }
  if (point < 0x10000) {
    store<u8>(out, 0xe0 | (point >> 12));
    store<u8>(out + 1, 0x80 | ((point >> 6) & 0x3f));
    store<u8>(out + 2, 0x80 | (point & 0x3f));
    return 3;
  }
  store<u8>(out, 0xf0 | (point >> 18));
  store<u8>(out + 1, 0x80 | ((point >> 12) & 0x3f));
  store<u8>(out + 2, 0x80 | ((point >> 6) & 0x3f));
  store<u8>(out + 3, 0x80 | (point & 0x3f));
  return 4;
}

function edgeFlags(end: i32): i32 {
  if (end == TEXT_AT) return IS_BLANK;
  let start = TEXT_AT;
  // Most texts start with a letter.
  let space = spaceLength(start, end);
  if (space == 0) return endsWithSpace(end) ? ENDS_WITH_SPACE : 0;
  while (space > 0 && start < end) {
    start += space;
    space = start < end ? spaceLength(start, end) : 0;
  }
  if (start == end) return IS_BLANK | STARTS_WITH_SPACE | ENDS_WITH_SPACE;
  return STARTS_WITH_SPACE | (endsWithSpace(end) ? ENDS_WITH_SPACE : 0);
}

function endsWithSpace(end: i32): bool {
  const last = i32(load<u8>(end - 1));
  if (last < 0x80) return isAsciiSpace(last);
  return (
    (end - 2 >= TEXT_AT && spaceLength(end - 2, end) == 2) || (end - 3 >= TEXT_AT && spaceLength(end - 3, end) == 3)
  );
}

function isAsciiSpace(byte: i32): bool {
  return byte == 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Bytes of the character at `at` if `String.prototype.trim` takes it for white space, else 0. */
function spaceLength(at: i32, end: i32): i32 {
  const lead = i32(load<u8>(at));
  if (lead < 0x80) return isAsciiSpace(lead) ? 1 : 0;
  if (lead == 0xc2) return at + 1 < end && load<u8>(at + 1) == 0xa0 ? 2 : 0;
  if (at + 2 >= end) return 0;
  const tail = (i32(load<u8>(at + 1)) << 8) | i32(load<u8>(at + 2));
  switch (lead) {
    case 0xe1:
      return tail == 0x9a80 ? 3 : 0;
    case 0xe2: {
      const isSpace = (tail >= 0x8080 && tail <= 0x808a) || tail == 0x80a8 || tail == 0x80a9 || tail == 0x80af;
      return isSpace || tail == 0x819f ? 3 : 0;
    }
    case 0xe3:
      return tail == 0x8080 ? 3 : 0;
    case 0xef:
      return tail == 0xbbbf ? 3 : 0;
    default:
      return 0;
  }
}
