// Finds the places in a block of a file where a line may match. `../../find/candidates.ts` does the same in JavaScript.
import { FIND_BLOCK_AT, FIND_ESCAPES_AT, FIND_FOUND_AT, FIND_LENGTHS_AT, FIND_NEEDLE_AT, MAX_LENGTHS } from '../findLayout';

const BACKSLASH: i32 = 0x5c;
const NEWLINE: i32 = 0x0a;
const CARRIAGE_RETURN: i32 = 0x0d;
const LETTER_U: i32 = 0x75;
const QUOTE: i32 = 0x22;
const COLON: i32 = 0x3a;
const SPACE: i32 = 0x20;
/** Bytes of the longest escape. */
const ESCAPE_LENGTH: i32 = 6;
/** Candidates of a line that are looked at. */
const MOST_TRIES: i32 = 4;
/** The bit in which ASCII letters of both cases differ. */
const CASE: i32 = 0x20;

let needleLength: i32 = 0;
let foldsCase: bool = false;
let escapeCount: i32 = 0;
/** Two bytes of the needle that are looked for with vectors: where they stand in it. */
let first: i32 = 0;
let second: i32 = 0;

/** Takes the needle (lower case where `foldCase`) and the escapes that stand in memory, and which two bytes to look for. */
export function setup(length: i32, foldCase: bool, firstByte: i32, secondByte: i32, escapes: i32): void {
  needleLength = length;
  foldsCase = foldCase;
  first = firstByte;
  second = secondByte;
  escapeCount = escapes;
}

/** Position in the block of the first candidate at or behind `from` and before `to`; -1 where there is none. */
export function next(from: i32, to: i32): i32 {
  const a = byteOf(first);
  const b = byteOf(second);
  const bytesA = i8x16.splat(<i8>a);
  const bytesB = i8x16.splat(<i8>b);
  const caseA = i8x16.splat(<i8>caseBit(a));
  const caseB = i8x16.splat(<i8>caseBit(b));
  for (let at = from; at < to; at += 32) {
    const place: usize = FIND_BLOCK_AT + at;
    const low = candidates(place, bytesA, caseA, bytesB, caseB);
    const high = candidates(place + 16, bytesA, caseA, bytesB, caseB);
    if (!v128.any_true(v128.or(low, high))) continue;
    for (let bits = i8x16.bitmask(low) | (i8x16.bitmask(high) << 16); bits !== 0; bits &= bits - 1) {
      const candidate = at + <i32>ctz(bits);
      if (candidate >= to) return -1;
      if (isNeedle(candidate, to) || isEscape(candidate, to)) return candidate;
    }
  }
  return -1;
}

/** Which of sixteen places begin with what may be the needle (its two bytes are there), or with `\u`. */
// @ts-ignore: decorator
@inline
function candidates(place: usize, bytesA: v128, caseA: v128, bytesB: v128, caseB: v128): v128 {
  const needles = v128.and(
    i8x16.eq(v128.or(v128.load(place + first), caseA), bytesA),
    i8x16.eq(v128.or(v128.load(place + second), caseB), bytesB),
  );
  const escapes = v128.and(
    i8x16.eq(v128.load(place), i8x16.splat(<i8>BACKSLASH)),
    i8x16.eq(v128.load(place, 1), i8x16.splat(<i8>LETTER_U)),
  );
  return v128.or(needles, escapes);
}

/** Of the last call of `lineLengths`: how many of its lines end with CR LF, and where the line behind them starts. */
let crlfCount: i32 = 0;
let nextStart: i32 = 0;

/**
 * Writes the lengths (line ends included) of the lines that end before `to`, the first of them from `from` on, as many as there is
 * room for and `most` allows, and returns how many these are. The byte before the block must be there.
 */
export function lineLengths(from: i32, to: i32, most: i32): i32 {
  const wanted = i8x16.splat(<i8>NEWLINE);
  const room = min(most, MAX_LENGTHS);
  let found = 0;
  let crlf = 0;
  let start = from;
  for (let at = from; at < to && found < room; at += 64) {
    const place: usize = FIND_BLOCK_AT + at;
    const a = i8x16.eq(v128.load(place), wanted);
    const b = i8x16.eq(v128.load(place, 16), wanted);
    const c = i8x16.eq(v128.load(place, 32), wanted);
    const d = i8x16.eq(v128.load(place, 48), wanted);
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) continue;
    const low = (<u64>(<u32>i8x16.bitmask(b)) << 16) | <u64>(<u32>i8x16.bitmask(a));
    const high = (<u64>(<u32>i8x16.bitmask(d)) << 16) | <u64>(<u32>i8x16.bitmask(c));
    for (let bits = low | (high << 32); bits !== 0; bits &= bits - 1) {
      const newline = at + <i32>ctz(bits);
      if (newline >= to || found === room) break;
      store<i32>(FIND_LENGTHS_AT + 4 * found, newline + 1 - start);
      if (byteAt(newline - 1) === CARRIAGE_RETURN) crlf++;
      start = newline + 1;
      found++;
    }
  }
  crlfCount = crlf;
  nextStart = start;
  return found;
}

export function crlfLines(): i32 {
  return crlfCount;
}

export function nextLineStart(): i32 {
  return nextStart;
}

/**
 * Looks through the first `count` lines of the block, which ends at `to` and whose lengths stand in memory. Writes the numbers of those
 * with a candidate, doubled, and one more where `mayTrust` and the needle surely stands in a value; returns how many these are.
 */
export function searchLines(count: i32, to: i32, mayTrust: bool): i32 {
  let found = 0;
  let start = 0;
  let candidate = next(0, to);
  for (let line = 0; line < count && candidate >= 0; line++) {
    const end = start + load<i32>(FIND_LENGTHS_AT + 4 * line);
    if (candidate < end) {
      const isSure = mayTrust && isOneInValue(start, candidate, end);
      store<i32>(FIND_FOUND_AT + 4 * found, (line << 1) | i32(isSure));
      found++;
      candidate = next(end, to);
    }
    start = end;
  }
  return found;
}

/** Whether the first candidate of a line, or one of the next few, surely is in a value: to look closer at the line costs more. */
function isOneInValue(start: i32, first: i32, end: i32): bool {
  let candidate = first;
  for (let i = 0; i < MOST_TRIES && candidate >= 0; i++) {
    if (isInValue(start, candidate)) return true;
    candidate = next(candidate + 1, end);
  }
  return false;
}

/**
 * Whether the needle at `at`, in the line that starts at `start`, surely stands in a value: in a string behind a colon, and in no
 * escape. Of a line that is not JSON it says nothing.
 */
export function isInValue(start: i32, at: i32): bool {
  if (byteAt(at) === BACKSLASH) return false;
  const quotes = i8x16.splat(<i8>QUOTE);
  const backslashes = i8x16.splat(<i8>BACKSLASH);
  let isInString = false;
  let lastQuote = start;
  let escapeEnd = start;
  for (let from = start; from < at; from += 16) {
    const bytes = v128.load(<usize>(FIND_BLOCK_AT + from));
    let bits = i8x16.bitmask(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)));
    for (; bits !== 0; bits &= bits - 1) {
      const place = from + <i32>ctz(bits);
      if (place >= at) break;
      if (place < escapeEnd) continue;
      if (byteAt(place) === QUOTE) {
        isInString = !isInString;
        lastQuote = place;
      } else if (isInString) escapeEnd = place + (byteAt(place + 1) === LETTER_U ? ESCAPE_LENGTH : 2);
    }
  }
  if (!isInString || at < escapeEnd) return false;
  let before = lastQuote - 1;
  while (before >= start && byteAt(before) <= SPACE) before--;
  return before >= start && byteAt(before) === COLON;
}

function byteAt(at: i32): i32 {
  return load<u8>(FIND_BLOCK_AT + at);
}

function byteOf(at: i32): i32 {
  return load<u8>(FIND_NEEDLE_AT + at);
}

function caseBit(byte: i32): i32 {
  return foldsCase && byte >= 0x61 && byte <= 0x7a ? CASE : 0;
}

function isNeedle(at: i32, to: i32): bool {
  if (at + needleLength > to) return false;
  for (let i = 0; i < needleLength; i++) {
    const wanted = byteOf(i);
    if ((<i32>load<u8>(FIND_BLOCK_AT + at + i) | caseBit(wanted)) !== wanted) return false;
  }
  return true;
}

/** Whether one of the escapes stands here: `\u` and four digits, of either case. */
function isEscape(at: i32, to: i32): bool {
  const place: usize = FIND_BLOCK_AT + at;
  if (at + 6 > to || load<u8>(place) !== BACKSLASH || load<u8>(place, 1) !== LETTER_U) return false;
  let unit = 0;
  for (let i = 2; i < 6; i++) {
    const digit = hexDigit(load<u8>(place + i));
    if (digit < 0) return false;
    unit = (unit << 4) | digit;
  }
  for (let i = 0; i < escapeCount; i++) if (load<u16>(FIND_ESCAPES_AT + 2 * i) === <u16>unit) return true;
  return false;
}

function hexDigit(byte: i32): i32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | CASE;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
