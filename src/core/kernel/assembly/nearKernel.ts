// Sketches of texts. `../jsNearKernel.ts` does the same in JavaScript.
import {
  BIN_SEED,
  BINS,
  FOUND_AT,
  FOUND_LANES_AT,
  HASHES_AT,
  KEYS_AT,
  MARK_WORDS,
  MARKS_AT,
  ROUND_SEED,
  ROUNDS,
  SKETCH_AT,
  STIR_1,
  STIR_2,
} from '../nearLayout';

import { hashGrams } from './gramHashes';

export { compare, setLeft } from './compareGrams';
export { fold } from './fold';

const EMPTY: u32 = 0xffffffff;
/** A bit for each bin, set while it is open. */
const OPEN_AT: usize = MARKS_AT + MARK_WORDS * 4;

/** Sketches a text of `count` code points: keys of `bands` bands of `rows` values each. */
export function sketch(count: i32, bands: i32, rows: i32): void {
  const grams = hashGrams(count);
  fillBins(grams, bands * rows);
  let value: usize = SKETCH_AT;
  for (let band = 0; band < bands; band++) {
    let key: u32 = <u32>band;
    for (let row = 0; row < rows; row++, value += 4) key = rotl(key ^ (load<u32>(value) * <u32>STIR_1), 15) * <u32>STIR_2;
    store<u32>(KEYS_AT + (band << 2), stirOne(key));
  }
  writeMarks(bands * rows);
}

function writeMarks(used: i32): void {
  const places = i32x4(1, 4, 16, 64);
  memory.fill(SKETCH_AT + (used << 2), 0, (BINS - used) << 2);
  for (let word = 0; word < MARK_WORDS; word++) {
    const at: usize = SKETCH_AT + (word << 6);
    let marks = marksOf(v128.load(at), places);
    marks = v128.or(marks, i32x4.shl(marksOf(v128.load(at, 16), places), 8));
    marks = v128.or(marks, i32x4.shl(marksOf(v128.load(at, 32), places), 16));
    marks = v128.or(marks, i32x4.shl(marksOf(v128.load(at, 48), places), 24));
    const halves = i64x2.extract_lane(marks, 0) | i64x2.extract_lane(marks, 1);
    store<i32>(MARKS_AT + (word << 2), i32(halves) | i32(halves >>> 32));
  }
}

// @ts-ignore: decorator
@inline
function marksOf(values: v128, places: v128): v128 {
  return i32x4.mul(v128.and(values, i32x4.splat(3)), places);
}

/** Gives each bin the least value of the first round in which a gram falls into it. */
function fillBins(grams: i32, used: i32): void {
  memory.fill(SKETCH_AT, 0xff, BINS * 4);
  if (grams == 0) return;
  // The last vector is filled up with a gram that is there: twice is once.
  v128.store(HASHES_AT + (grams << 2), i32x4.splat(load<i32>(HASHES_AT)));
  const end: usize = HASHES_AT + (grams << 2);
  for (let at: usize = HASHES_AT; at < end; at += 16) {
    const x = v128.load(at);
    put(i32x4.extract_lane(x, 0));
    put(i32x4.extract_lane(x, 1));
    put(i32x4.extract_lane(x, 2));
    put(i32x4.extract_lane(x, 3));
  }
  for (let turn = 1; turn < ROUNDS; turn++) {
    if (!findOpen(used)) return;
    fillOpen(end, i32x4.splat(turn * ROUND_SEED));
  }
  for (let bin = 0; bin < used; bin++) {
    if (load<u32>(SKETCH_AT + (bin << 2)) == EMPTY) store<u32>(SKETCH_AT + (bin << 2), leastOf(end, bin));
  }
}

/** Notes which bins are open; false where none of those in use is. */
function findOpen(used: i32): bool {
  let isAnyOpen = false;
  // Two bytes of bits a turn: of 16 bins, which are open.
  for (let bin = 0; bin < BINS; bin += 16) {
    const at: usize = SKETCH_AT + (bin << 2);
    const low = i16x8.narrow_i32x4_s(isOpen(at), isOpen(at + 16));
    const high = i16x8.narrow_i32x4_s(isOpen(at + 32), isOpen(at + 48));
    const open = i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
    store<u16>(OPEN_AT + (bin >> 3), <u16>open);
    const inUse = used >= bin + 16 ? open : used > bin ? open & ((1 << (used - bin)) - 1) : 0;
    if (inUse != 0) isAnyOpen = true;
  }
  return isAnyOpen;
}

/** Of four bins, which are open: all bits of those. */
// @ts-ignore: decorator
@inline
function isOpen(bins: usize): v128 {
  return i32x4.eq(v128.load(bins), i32x4.splat(-1));
}

/** One more round. Most vectors have no gram for an open bin; those that do are listed first, since a branch would be guessed wrong. */
function fillOpen(end: usize, seed: v128): void {
  const open = v128.load(OPEN_AT);
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  // Bytes that are none of 16 give 0.
  const others = i32x4.splat(0xffffff00);
  let found: usize = FOUND_AT;
  let foundLanes: usize = FOUND_LANES_AT;
  for (let at: usize = HASHES_AT; at < end; at += 16) {
    const x = again(v128.load(at), seed);
    const byte = i8x16.swizzle(open, v128.or(i32x4.shr_u(x, 28), others));
    const bit = i8x16.swizzle(bits, v128.or(v128.and(i32x4.shr_u(x, 25), i32x4.splat(7)), others));
    const lanes = i32x4.bitmask(i32x4.ne(v128.and(byte, bit), i32x4.splat(0)));
    v128.store(found, x);
    store<i32>(foundLanes, lanes);
    const isFound = i32(lanes != 0);
    found += isFound << 4;
    foundLanes += isFound << 2;
  }
  for (let at: usize = FOUND_LANES_AT, x: usize = FOUND_AT; at < foundLanes; at += 4, x += 16) {
    for (let lanes = load<i32>(at); lanes != 0; lanes &= lanes - 1) put(load<u32>(x + (ctz(lanes) << 2)));
  }
}

function leastOf(end: usize, bin: i32): u32 {
  const seed = i32x4.splat((bin + 1) * BIN_SEED);
  let least = i32x4.splat(-1);
  for (let at: usize = HASHES_AT; at < end; at += 16) least = i32x4.min_u(least, again(v128.load(at), seed));
  const two = i32x4.min_u(least, i8x16.shuffle(least, least, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return min(<u32>i32x4.extract_lane(two, 0), <u32>i32x4.extract_lane(two, 1));
}

/** Another value of a gram: its hash is stirred well, so that one factor is enough. */
// @ts-ignore: decorator
@inline
function again(hash: v128, seed: v128): v128 {
  return i32x4.mul(v128.xor(hash, seed), i32x4.splat(STIR_1));
}

// @ts-ignore: decorator
@inline
function put(x: u32): void {
  const bin: usize = SKETCH_AT + ((x >>> 25) << 2);
  store<u32>(bin, min(load<u32>(bin), x));
}

// @ts-ignore: decorator
@inline
function stirOne(h: u32): u32 {
  let x = (h ^ (h >>> 16)) * <u32>STIR_1;
  x = (x ^ (x >>> 13)) * <u32>STIR_2;
  return x ^ (x >>> 16);
}
