// Folds texts as `../../duplicates/fold.ts` does, from the bytes of their JSON. What becomes of a code point stands in pages of entries
// that `../../duplicates/foldTable.ts` makes; where neighbours play a part, JavaScript is asked.
import {
  EXPANSIONS_AT,
  FOLD_DIRECTORY_AT,
  FOLD_END,
  FOLD_HARD,
  FOLD_INPUT_AT,
  FOLD_MANY,
  FOLD_MARK,
  FOLD_MISSING,
  FOLD_NOT,
  FOLD_PAGE_POINTS,
  FOLD_PAGES_AT,
  FOLD_PLAIN,
  FOLD_QUOTE,
  FOLD_SHIFT,
  FOLD_SPACE,
  FOLD_VALUE_MASK,
  FOLDED_AT,
  MAX_POINTS,
  POINTS_AT,
  RESULT_AT,
  RESULT_BYTES,
  RESULT_PAGE,
  RESULT_UNITS,
  SPAN_FIELD,
  SPAN_WORDS,
  SPANS_AT,
  TAG_BYTES,
  TAGS_AT,
} from '../nearLayout';
import { escaped, hexUnit } from './strings';
import { finish, round, startState } from './textHash';

/** An expansion has at most 18 code points, and a vector 16. */
const POINTS_END = POINTS_AT + (MAX_POINTS - 32) * 4;

/** Lines so far. */
let lines: i32 = 0;
/** Where the next code point and the next byte are written. */
let points: i32 = 0;
let bytes: i32 = 0;
/** Where the text under way begins, and the marks that may be those at the end of a word (0 for none). */
let base: i32 = 0;
let run: i32 = 0;
let runBytes: i32 = 0;
/** Code points of two UTF-16 units. */
let pairs: i32 = 0;
/** Where reading is. */
let at: i32 = 0;

/** Folds the texts of the spans, a line each, and returns how many code points that are; or `FOLD_MISSING`, or `FOLD_NOT`. */
export function fold(count: i32): i32 {
  points = POINTS_AT;
  bytes = FOLDED_AT;
  pairs = 0;
  lines = 0;
  for (let i = 0; i < count; i++) {
    const span = SPANS_AT + i * SPAN_WORDS * 4;
    const failure = foldLine(load<i32>(span), FOLD_INPUT_AT + load<i32>(span, 4), FOLD_INPUT_AT + load<i32>(span, 8));
    if (failure != 0) return failure;
  }
  const length = (points - POINTS_AT) >> 2;
  store<u64>(RESULT_AT, hashFolded());
  store<i32>(RESULT_AT, bytes - FOLDED_AT, RESULT_BYTES * 4);
  store<i32>(RESULT_AT, length + pairs, RESULT_UNITS * 4);
  return length;
}

/** A line of its own; none for a field that folds to nothing. */
function foldLine(role: i32, from: i32, to: i32): i32 {
  const pointsBefore = points;
  const bytesBefore = bytes;
  if (lines > 0) write(0x0a);
  if (role >= 0) writeTag(TAGS_AT + role * TAG_BYTES);
  base = points;
  const failure = foldText(from, to);
  if (role == SPAN_FIELD && points == base) {
    points = pointsBefore;
    bytes = bytesBefore;
  } else lines++;
  return failure;
}

function foldText(from: i32, to: i32): i32 {
  at = from;
  run = 0;
  while (at < to) {
    foldPlain(to);
    if (points > POINTS_END) return FOLD_NOT;
    while (at < to) {
      const point = nextPoint();
      if (point < 0) return FOLD_NOT;
      const entry = entryOf(point);
      if (entry == 0xffffffff) return FOLD_MISSING;
      if (!put(entry)) return FOLD_NOT;
      if (points > POINTS_END) return FOLD_NOT;
      if (run == 0) break;
    }
  }
  dropRun();
  if (points > base && load<i32>(points - 4) == 0x20) {
    points -= 4;
    bytes--;
  }
  return 0;
}

/** Takes what only needs small letters, 16 bytes at a time, up to something else. Marks before a space go at once. */
function foldPlain(to: i32): void {
  let from = at;
  let byte = bytes;
  let point = points;
  let isAfterSpace = i32(point == base || load<i32>(point - 4) == 0x20);
  while (from < to && point <= POINTS_END) {
    const v = v128.load(from);
    const spaces = i8x16.bitmask(i8x16.eq(v, i8x16.splat(0x20)));
    // A space after a space goes.
    const stops = i8x16.bitmask(specialsOf(v)) | (spaces & ((spaces << 1) | isAfterSpace)) | 0x10000;
    const plain = min(ctz(stops), to - from);
    const isCapital = i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x41)), i8x16.splat(26));
    const small = v128.or(v, v128.and(isCapital, i8x16.splat(0x20)));
    v128.store(byte, small);
    const low = i16x8.extend_low_i8x16_u(small);
    const high = i16x8.extend_high_i8x16_u(small);
    v128.store(point, i32x4.extend_low_i16x8_u(low));
    v128.store(point, i32x4.extend_high_i16x8_u(low), 16);
    v128.store(point, i32x4.extend_low_i16x8_u(high), 32);
    v128.store(point, i32x4.extend_high_i16x8_u(high), 48);
    from += plain;
    byte += plain;
    point += plain << 2;
    if (plain > 0) isAfterSpace = (spaces >> (plain - 1)) & 1;
    if (plain == 16) continue;
    if (from + 1 < to && load<u8>(from + 1) == 0x20 && isMark(load<u8>(from))) from++;
    else break;
  }
  at = from;
  bytes = byte;
  points = point;
}

/** Whether a byte stands for itself and goes at the end of a word. */
// @ts-ignore: decorator
@inline
function isMark(byte: u32): bool {
  return byte == 0x2e || byte == 0x2c || byte == 0x3f || byte == 0x21 || byte == 0x3a || byte == 0x3b;
}

/** Which bytes are no ASCII, or control characters, marks, quotes or the beginning of an escape: by their two halves. */
// @ts-ignore: decorator
@inline
function specialsOf(v: v128): v128 {
  const low = i8x16(8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 5, 0, 1, 2);
  const high = i8x16(0, 0, 1, 2, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const either = v128.and(
    i8x16.swizzle(low, v128.and(v, i8x16.splat(0x0f))),
    i8x16.swizzle(high, v128.and(i8x16.shr_u(v, 4), i8x16.splat(0x0f))),
  );
  // Of signed bytes, those of no ASCII are below zero.
  return v128.or(i8x16.ne(either, i8x16.splat(0)), i8x16.lt_s(v, i8x16.splat(0x20)));
}

/** Reads a code point; negative for half of a pair. */
function nextPoint(): i32 {
  const byte = i32(load<u8>(at));
  if (byte == 0x5c) return nextEscaped();
  if (byte < 0x80) {
    at++;
    return byte;
  }
  const second = i32(load<u8>(at + 1)) & 0x3f;
  if (byte < 0xe0) {
    at += 2;
    return ((byte & 0x1f) << 6) | second;
  }
  const third = i32(load<u8>(at + 2)) & 0x3f;
  if (byte < 0xf0) {
    at += 3;
    return ((byte & 0x0f) << 12) | (second << 6) | third;
  }
  at += 4;
  return ((byte & 7) << 18) | (second << 12) | (third << 6) | (i32(load<u8>(at - 1)) & 0x3f);
}

function nextEscaped(): i32 {
  const letter = i32(load<u8>(at + 1));
  if (letter != 0x75) {
    at += 2;
    return escaped(letter);
  }
  const unit = hexUnit(at + 2);
  at += 6;
  if ((unit & 0xf800) != 0xd800) return unit;
  if (unit >= 0xdc00 || load<u16>(at) != 0x755c) return -1;
  const next = hexUnit(at + 2);
  if ((next & 0xfffffc00) != 0xdc00) return -1;
  at += 6;
  return 0x10000 + ((unit & 0x3ff) << 10) + (next & 0x3ff);
}

/** What becomes of a code point; all bits where its page is missing, which is noted. */
function entryOf(point: i32): u32 {
  if (point >= FOLD_END) return FOLD_HARD << FOLD_SHIFT;
  const page = load<i32>(FOLD_DIRECTORY_AT + ((point / FOLD_PAGE_POINTS) << 2));
  if (page == 0) {
    store<i32>(RESULT_AT, point / FOLD_PAGE_POINTS, RESULT_PAGE * 4);
    return 0xffffffff;
  }
  return load<u32>(FOLD_PAGES_AT + ((((page - 1) * FOLD_PAGE_POINTS) + (point & (FOLD_PAGE_POINTS - 1))) << 2));
}

/** False for what is hard. */
function put(entry: u32): bool {
  const value = i32(entry & FOLD_VALUE_MASK);
  switch (entry >>> FOLD_SHIFT) {
    case FOLD_PLAIN:
      run = 0;
      write(value);
      return true;
    case FOLD_SPACE:
      dropRun();
      if (points > base && load<i32>(points - 4) != 0x20) write(0x20);
      return true;
    case FOLD_QUOTE:
      dropRun();
      write(0x27);
      return true;
    case FOLD_MARK:
      if (run == 0) {
        run = points;
        runBytes = bytes;
      }
      write(value);
      return true;
    case FOLD_MANY: {
      const list = EXPANSIONS_AT + (value << 2);
      const count = load<i32>(list);
      for (let i = 1; i <= count; i++) put(load<u32>(list + (i << 2)));
      return true;
    }
    default:
      return false;
  }
}

/** The marks before stand at the end of a word. */
function dropRun(): void {
  if (run == 0) return;
  points = run;
  bytes = runBytes;
  run = 0;
}

function write(point: i32): void {
  store<i32>(points, point);
  points += 4;
  if (point < 0x80) {
    store<u8>(bytes++, point);
    return;
  }
  if (point < 0x800) store<u8>(bytes++, 0xc0 | (point >> 6));
  else {
    if (point < 0x10000) store<u8>(bytes++, 0xe0 | (point >> 12));
    else {
      pairs++;
      store<u8>(bytes++, 0xf0 | (point >> 18));
      store<u8>(bytes++, 0x80 | ((point >> 12) & 0x3f));
    }
    store<u8>(bytes++, 0x80 | ((point >> 6) & 0x3f));
  }
  store<u8>(bytes++, 0x80 | (point & 0x3f));
}

function writeTag(tag: i32): void {
  const length = i32(load<u8>(tag));
  for (let i = 1; i <= length; i++) write(load<u8>(tag + i));
}

function hashFolded(): u64 {
  v128.store(bytes, i32x4.splat(0));
  let state = startState();
  for (let block = FOLDED_AT; block < bytes; block += 16) state = round(state, v128.load(block));
  return finish(state, bytes - FOLDED_AT);
}
