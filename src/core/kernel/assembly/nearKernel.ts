// Sketches of texts. `../jsNearKernel.ts` does the same in JavaScript.
import {
  BIN_SEED,
  BINS,
  FOUND_AT,
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
/** By the low four bits of a bin a byte, with a bit for each of their high three bits: set while the bin is open. */
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
  // The last four vectors are filled up with a gram that is there: twice is once.
  const first = i32x4.splat(load<i32>(HASHES_AT));
  const behind: usize = HASHES_AT + (grams << 2);
  for (let i = 0; i < 64; i += 16) v128.store(behind + i, first);
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
  let all = i64x2.splat(0);
  for (let bin = 0; bin < BINS; bin += 16) {
    const at: usize = SKETCH_AT + (bin << 2);
    const low = i16x8.narrow_i32x4_s(isOpen(at), isOpen(at + 16));
    const high = i16x8.narrow_i32x4_s(isOpen(at + 32), isOpen(at + 48));
    const bytes = i8x16.narrow_i16x8_s(low, high);
    all = v128.or(all, v128.and(bytes, i8x16.splat(i8(1) << i8(bin >> 4))));
    const open = i8x16.bitmask(bytes);
    const inUse = used >= bin + 16 ? open : used > bin ? open & ((1 << (used - bin)) - 1) : 0;
    if (inUse != 0) isAnyOpen = true;
  }
  v128.store(OPEN_AT, all);
  return isAnyOpen;
}

/** Of four bins, which are open: all bits of those. */
// @ts-ignore: decorator
@inline
function isOpen(bins: usize): v128 {
  return i32x4.eq(v128.load(bins), i32x4.splat(-1));
}

/**
 * One more round. Few grams fall into an open bin. So the bins of 16 grams are looked up at once, and the places of those that do are
 * listed first, since a branch would be guessed wrong.
 */
function fillOpen(end: usize, seed: v128): void {
  const open = v128.load(OPEN_AT);
  const bits = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  let found: usize = FOUND_AT;
  for (let at: usize = HASHES_AT; at < end; at += 64) {
    const low = i16x8.narrow_i32x4_u(binsOf(at, seed), binsOf(at + 16, seed));
    const high = i16x8.narrow_i32x4_u(binsOf(at + 32, seed), binsOf(at + 48, seed));
    const bins = i8x16.narrow_i16x8_u(low, high);
    const byte = i8x16.swizzle(open, v128.and(bins, i8x16.splat(15)));
    const bit = i8x16.swizzle(bits, i8x16.shr_u(bins, 4));
    const lanes = i8x16.bitmask(i8x16.eq(v128.and(byte, bit), i8x16.splat(0))) ^ 0xffff;
    store<u64>(found, (u64(at) << 32) | u64(u32(lanes)));
    found += usize(lanes != 0) << 3;
  }
  const one = u32(i32x4.extract_lane(seed, 0));
  for (let entry: usize = FOUND_AT; entry < found; entry += 8) {
    const at = load<u32>(entry, 4);
    for (let lanes = load<u32>(entry); lanes != 0; lanes &= lanes - 1) {
      put((load<u32>(at + (ctz(lanes) << 2)) ^ one) * <u32>STIR_1);
    }
  }
}

// @ts-ignore: decorator
@inline
function binsOf(hashes: usize, seed: v128): v128 {
  return i32x4.shr_u(again(v128.load(hashes), seed), 25);
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
