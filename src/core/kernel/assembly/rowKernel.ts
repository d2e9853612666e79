// Reads rows of JSON: one pass over bytes, one record a row and one a value. `../jsRowKernel.ts` does the same in JavaScript.
import {
  FIRST_BYTE_SHIFT,
  INPUT_AT,
  IS_ODD_NUMBER,
  KIND_ARRAY,
  KIND_FALSE,
  KIND_MASK,
  KIND_NULL,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
  KIND_TRUE,
  MAX_COMPARED_KEYS,
  MAX_DEPTH,
  MAX_ROWS,
  MAX_VALUES,
  KNOWN_KEY_BYTES,
  KNOWN_KEYS_AT,
  ROW_DUPLICATE_KEY,
  ROW_END,
  ROW_FIRST_VALUE,
  ROW_HEAD,
  ROW_KEYS,
  ROW_LAST_VALUE,
  ROW_MANY_KEYS,
  ROW_SIGNATURE,
  ROW_START,
  ROW_WORDS,
  ROWS_AT,
  STACK_AT,
  TEXT_AT,
  VALUE_BYTES,
  VALUE_END,
  VALUE_HASH,
  VALUE_HEAD,
  VALUE_KEY,
  VALUE_NEXT,
  VALUE_START,
  VALUE_UNITS,
  VALUE_WORDS,
  VALUES_AT,
  VERDICT_BLANK,
  VERDICT_NOT_JSON,
  VERDICT_NOT_UTF8,
  VERDICT_OBJECT,
  VERDICT_OTHER_VALUE,
  VERDICT_UNREAD,
} from '../kernelLayout';
import { textMarks } from './marks';
import { readString, sequenceLength, textFlags, textHash, textLength, textUnits } from './strings';
import { finish, hashText, round, startState } from './textHash';

export { fitRows } from './fit';

/** Bytes from one value to the next. */
const STEP = VALUE_WORDS * 4;
const VALUES_END = VALUES_AT + MAX_VALUES * STEP;

/** Where the next value is written. */
let nextValue: i32 = VALUES_AT;

/** Of the row under way: where its line break stands, what is known so far, and the key of its next value (0 in a list). */
let rowEnd: i32 = 0;
let keyCount: i32 = 0;
let rowFlags: i32 = 0;
let signature: v128 = i32x4.splat(0);
let isTooMuch: bool = false;
let key: u64 = 0;

let isMarking: bool = false;

let consumedBytes: i32 = 0;

/** How far the last `scan` came. */
export function consumed(): i32 {
  return consumedBytes;
}

/**
 * Reads the rows of the input from `from` to `to`, as many as there is room for, and returns how many. A last line without line end
 * is read only when `isLast`. Overwrites what stands behind the input. `withMarks` asks for the marks of texts.
 */
export function scan(from: i32, to: i32, isLast: bool, withMarks: bool): i32 {
  isMarking = withMarks;
  const end = INPUT_AT + to;
  store<u8>(end, 0x0a);
  let at = INPUT_AT + from;
  let rows = 0;
  nextValue = VALUES_AT;
  while (at < end && rows < MAX_ROWS) {
    const firstValue = nextValue;
    const verdict = readRow(at);
    if (verdict < 0) {
      nextValue = firstValue;
      if (isTooMuch && rows > 0) break;
      rowEnd = newlineFrom(at);
    }
    if (rowEnd >= end && !isLast) {
      nextValue = firstValue;
      break;
    }
    const isTerminated = rowEnd < end;
    const lineEnd = isTerminated && rowEnd > at && load<u8>(rowEnd - 1) == 0x0d ? rowEnd - 1 : rowEnd;
    const row = ROWS_AT + rows * ROW_WORDS * 4;
    store<i32>(row, at - INPUT_AT, ROW_START * 4);
    store<i32>(row, lineEnd - INPUT_AT, ROW_END * 4);
    store<i32>(row, verdict < 0 ? verdictOfRest(at, lineEnd) : verdict | rowFlags, ROW_HEAD * 4);
    store<i32>(row, numberOf(firstValue), ROW_FIRST_VALUE * 4);
    store<i32>(row, numberOf(nextValue), ROW_LAST_VALUE * 4);
    store<i32>(row, verdict < 0 ? 0 : keyCount, ROW_KEYS * 4);
    store<u64>(row, verdict == VERDICT_OBJECT ? finish(signature, 0) : 0, ROW_SIGNATURE * 4);
    rows++;
    at = isTerminated ? rowEnd + 1 : end;
  }
  consumedBytes = at - INPUT_AT;
  return rows;
}

function numberOf(value: i32): i32 {
  return (value - VALUES_AT) / STEP;
}

/** A row's verdict; negative where it is not JSON, or too much to tell of. */
function readRow(start: i32): i32 {
  keyCount = 0;
  rowFlags = 0;
  isTooMuch = false;
  signature = startState();
  key = 0;
  let at = skipSpace(start);
  if (load<u8>(at) == 0x0a) {
    rowEnd = at;
    return VERDICT_BLANK;
  }
  const isObject = load<u8>(at) == 0x7b;
  at = readTree(at);
  if (at == 0) return -1;
  at = skipSpace(at);
  if (load<u8>(at) != 0x0a) return -1;
  rowEnd = at;
  return isObject ? VERDICT_OBJECT : VERDICT_OTHER_VALUE;
}

/** Reads a value with everything in it; returns where it ends, or 0. */
function readTree(start: i32): i32 {
  let at = start;
  let depth = 0;
  while (true) {
    // A value begins at `at`.
    const value = nextValue;
    if (value == VALUES_END) return giveUp();
    nextValue = value + STEP;
    store<i32>(value, at - INPUT_AT, VALUE_START * 4);
    store<u64>(value, key, VALUE_KEY * 4);
    const byte = i32(load<u8>(at));
    const isContainer = byte == 0x7b || byte == 0x5b;
    if (isContainer) {
      if (depth == MAX_DEPTH) return giveUp();
      store<i32>(STACK_AT + depth * 4, value);
      store<i32>(value, byte == 0x7b ? KIND_OBJECT : KIND_ARRAY, VALUE_HEAD * 4);
      clearText(value);
      depth++;
      at = skipSpace(at + 1);
    } else {
      at = byte == 0x22 ? readText(at, value) : readScalar(at, value);
      if (at == 0) return 0;
      closeValue(value, at);
      if (depth == 1) sign(value);
    }
    // Close what closes here; then go on to the next value.
    let isFirst = isContainer;
    while (true) {
      if (depth == 0) return at;
      const container = load<i32>(STACK_AT + (depth - 1) * 4);
      const isObject = load<i32>(container, VALUE_HEAD * 4) == KIND_OBJECT;
      if (!isFirst) at = skipSpace(at);
      const next = i32(load<u8>(at));
      if (next != (isObject ? 0x7d : 0x5d)) {
        if (!isFirst) {
          if (next != 0x2c) return 0;
          at = skipSpace(at + 1);
        }
        key = 0;
        if (isObject) {
          at = readKey(at);
          if (at == 0) return 0;
        }
        break;
      }
      at++;
      closeValue(container, at);
      if (isObject) compareKeys(container);
      depth--;
      isFirst = false;
      if (depth == 1) sign(container);
    }
  }
}

function giveUp(): i32 {
  isTooMuch = true;
  return 0;
}

/** Reads `"key":` and the space around; returns where the value begins, or 0. */
function readKey(start: i32): i32 {
  if (load<u8>(start) != 0x22) return 0;
  // Rows mostly have the keys of the row before, in its order: what was written there is compared, and its hash taken.
  const known = KNOWN_KEYS_AT + (keyCount & (MAX_COMPARED_KEYS - 1)) * KNOWN_KEY_BYTES;
  const length = load<i32>(known, 24);
  const written = v128.load(start);
  const same = i8x16.bitmask(i8x16.eq(written, v128.load(known)));
  let at = start + length;
  if (length > 0 && ctz(~same) >= length) key = load<u64>(known, 16);
  else {
    at = readString(start + 1);
    if (at == 0) return 0;
    key = textHash;
    v128.store(known, written);
    store<u64>(known, key, 16);
    store<i32>(known, at - start <= 16 ? at - start : 0, 24);
  }
  keyCount++;
  at = skipSpace(at);
  return load<u8>(at) == 0x3a ? skipSpace(at + 1) : 0;
}

function readText(start: i32, value: i32): i32 {
  const at = readString(start + 1);
  if (at == 0) return 0;
  const first = textLength > 0 ? i32(load<u8>(TEXT_AT)) : 0;
  const marks = isMarking ? textMarks(textLength, textUnits) : 0;
  store<i32>(value, KIND_STRING | textFlags | (first << FIRST_BYTE_SHIFT) | marks, VALUE_HEAD * 4);
  store<u64>(value, textHash, VALUE_HASH * 4);
  store<i32>(value, textUnits, VALUE_UNITS * 4);
  store<i32>(value, textLength, VALUE_BYTES * 4);
  return at;
}

function clearText(value: i32): void {
  store<u64>(value, 0, VALUE_HASH * 4);
  store<u64>(value, 0, VALUE_UNITS * 4);
}

/** Where a value ends, and which value comes after everything in it. */
function closeValue(value: i32, at: i32): void {
  store<i32>(value, at - INPUT_AT, VALUE_END * 4);
  store<i32>(value, numberOf(nextValue), VALUE_NEXT * 4);
}

/** Adds a field of the record to the row's signature: its key and its kind; true and false are one. */
function sign(value: i32): void {
  const kind = load<i32>(value, VALUE_HEAD * 4) & KIND_MASK;
  let block = i32x4.splat(kind == KIND_FALSE ? KIND_TRUE : kind);
  block = i64x2.replace_lane(block, 0, load<i64>(value, VALUE_KEY * 4));
  signature = round(signature, block);
}

function compareKeys(container: i32): void {
  let count = 0;
  for (let a = container + STEP; a < nextValue; a = following(a)) count++;
  if (count > MAX_COMPARED_KEYS) {
    rowFlags |= ROW_MANY_KEYS;
    return;
  }
  for (let a = container + STEP; a < nextValue; a = following(a)) {
    const keyOfA = load<u64>(a, VALUE_KEY * 4);
    for (let b = following(a); b < nextValue; b = following(b)) {
      if (load<u64>(b, VALUE_KEY * 4) == keyOfA) rowFlags |= ROW_DUPLICATE_KEY;
    }
  }
}

function following(value: i32): i32 {
  return VALUES_AT + load<i32>(value, VALUE_NEXT * 4) * STEP;
}

function skipSpace(start: i32): i32 {
  let at = start;
  while (isSpace(load<u8>(at))) at++;
  return at;
}

function isSpace(byte: u8): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x0d;
}

/** Numbers and the three words. */
function readScalar(at: i32, value: i32): i32 {
  clearText(value);
  const word = load<u32>(at);
  if (word == 0x65757274) return storeWord(value, KIND_TRUE, at + 4);
  if (word == 0x6c6c756e) return storeWord(value, KIND_NULL, at + 4);
  if (word == 0x736c6166 && load<u8>(at + 4) == 0x65) return storeWord(value, KIND_FALSE, at + 5);
  return readNumber(at, value);
}

function storeWord(value: i32, kind: i32, end: i32): i32 {
  store<i32>(value, kind, VALUE_HEAD * 4);
  return end;
}

function readNumber(start: i32, value: i32): i32 {
  const isNegative = load<u8>(start) == 0x2d;
  const first = isNegative ? start + 1 : start;
  const isZero = load<u8>(first) == 0x30;
  let at = isZero ? first + 1 : skipDigits(first);
  if (at == first) return 0;
  // Whole numbers of up to 15 digits are written in one way only; but for -0.
  let isOdd = at - first > 15 || (isNegative && isZero);
  if (load<u8>(at) == 0x2e) {
    isOdd = true;
    const fraction = at + 1;
    at = skipDigits(fraction);
    if (at == fraction) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    isOdd = true;
    const sign = load<u8>(at + 1);
    const exponent = sign == 0x2b || sign == 0x2d ? at + 2 : at + 1;
    at = skipDigits(exponent);
    if (at == exponent) return 0;
  }
  store<i32>(value, KIND_NUMBER | (isOdd ? IS_ODD_NUMBER : 0), VALUE_HEAD * 4);
  if (!isOdd) {
    v128.store(TEXT_AT, v128.load(start));
    store<u64>(value, hashText(at - start), VALUE_HASH * 4);
  }
  return at;
}

function skipDigits(start: i32): i32 {
  let at = start;
  while (u32(load<u8>(at)) - 0x30 < 10) at++;
  return at;
}

function newlineFrom(start: i32): i32 {
  let at = start;
  let mask = 0;
  while ((mask = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x0a)))) == 0) at += 16;
  return at + ctz(mask);
}

/** The verdict of a row that was not read to its end. */
function verdictOfRest(start: i32, end: i32): i32 {
  let at = start;
  while (at < end) {
    const length = load<u8>(at) < 0x80 ? 1 : sequenceLength(at);
    // The line break behind is no part of a sequence, so none goes beyond the end.
    if (length == 0) return VERDICT_NOT_UTF8;
    at += length;
  }
  return isTooMuch ? VERDICT_UNREAD : VERDICT_NOT_JSON;
}
