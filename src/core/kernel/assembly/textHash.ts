// The hash of a text: see `../textHash.ts`, which computes the same of a string.
import { TEXT_AT } from '../kernelLayout';

const START = i32x4(0x2f0b4c47, 0x6b43a9b5, 0x1f83d9ab, 0x5be0cd19);

/** One round: 16 bytes into a state of four lanes. Invertible in either argument, so no single change can vanish. */
export function round(state: v128, block: v128): v128 {
  let k = i32x4.mul(block, i32x4.splat(0xcc9e2d51));
  k = v128.or(i32x4.shl(k, 15), i32x4.shr_u(k, 17));
  const s = v128.xor(state, i32x4.mul(k, i32x4.splat(0x1b873593)));
  const r = v128.or(i32x4.shl(s, 13), i32x4.shr_u(s, 19));
  // r * 5 and a constant: in an order in which little waits for something else, because rounds wait for each other.
  const t = i32x4.add(i32x4.add(r, i32x4.splat(0xe6546b64)), i32x4.shl(r, 2));
  // Each lane goes into its neighbour, and all move on by one, so that every lane reaches every other.
  const moved = i8x16.shuffle(t, t, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  const further = i8x16.shuffle(t, t, 8, 9, 10, 11, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7);
  return i32x4.add(moved, v128.and(further, i32x4(-1, 0, -1, -1)));
}

export function startState(): v128 {
  return START;
}

/** The 64 bits of a state; `length` keeps texts apart that differ in zero bytes at their ends. */
export function finish(state: v128, length: i32): u64 {
  let s = round(state, i32x4.splat(length));
  s = round(s, i32x4(0x3c6ef372, 0x510e527f, 0x243f6a88, 0x13198a2e));
  s = round(s, i32x4.splat(length));
  const low = avalanche(i32x4.extract_lane(s, 0) ^ rotl(i32x4.extract_lane(s, 2), 16));
  const high = avalanche(i32x4.extract_lane(s, 1) ^ rotl(i32x4.extract_lane(s, 3), 16) ^ low);
  return (u64(u32(high)) << 32) | u64(u32(low));
}

/** Nonzero at colons behind a letter that ends "put" or "ction". @param before the same bytes, each of them one place before */
export function labelEnds(block: v128, before: v128): v128 {
  const letters = v128.or(i8x16.eq(before, i8x16.splat(0x74)), i8x16.eq(before, i8x16.splat(0x6e)));
  return v128.and(i8x16.eq(block, i8x16.splat(0x3a)), letters);
}

/** Whether a colon in the text up to `end` follows "put" or "ction". Hardly a text is asked. */
export function holdsLabel(end: i32): bool {
  for (let at = TEXT_AT + 3; at < end; at++) {
    if (load<u8>(at) != 0x3a) continue;
    if ((load<u32>(at - 3) & 0xffffff) == 0x747570) return true;
    if (at >= TEXT_AT + 5 && load<u32>(at - 4) == 0x6e6f6974 && load<u8>(at - 5) == 0x63) return true;
  }
  return false;
}

/** The first `count` bytes of a block; zeros behind them. */
export function firstBytes(block: v128, count: i32): v128 {
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return v128.and(block, i8x16.gt_s(i8x16.splat(i8(count)), places));
}

/** The hash of the `length` bytes at `TEXT_AT`. Writes zeros behind them. */
export function hashText(length: i32): u64 {
  v128.store(TEXT_AT + length, i32x4.splat(0));
  let state = START;
  for (let at = 0; at < length; at += 16) state = round(state, v128.load(TEXT_AT + at));
  return finish(state, length);
}

function avalanche(word: i32): i32 {
  let h = u32(word);
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}
