// Hashes of a text's grams, by which they are sketched and found again.
import {
  FACTOR_0,
  FACTOR_1,
  FACTOR_2,
  FACTOR_3,
  FACTOR_4,
  GRAM_POINTS,
  HASHES_AT,
  POINTS_AT,
  STIR_1,
  STIR_2,
} from '../nearLayout';

/** Writes a hash for each gram, some more behind them, and returns how many grams there are. */
export function hashGrams(count: i32): i32 {
  const grams = max(0, count - GRAM_POINTS + 1);
  for (let i = 0; i < grams; i += 4) {
    const at: usize = POINTS_AT + (i << 2);
    let h = i32x4.mul(v128.load(at), i32x4.splat(FACTOR_0));
    h = i32x4.add(h, i32x4.mul(v128.load(at, 4), i32x4.splat(FACTOR_1)));
    h = i32x4.add(h, i32x4.mul(v128.load(at, 8), i32x4.splat(FACTOR_2)));
    h = i32x4.add(h, i32x4.mul(v128.load(at, 12), i32x4.splat(FACTOR_3)));
    h = i32x4.add(h, i32x4.mul(v128.load(at, 16), i32x4.splat(FACTOR_4)));
    v128.store(HASHES_AT + (i << 2), stir(h));
  }
  return grams;
}

// @ts-ignore: decorator
@inline
function stir(h: v128): v128 {
  let x = v128.xor(h, i32x4.shr_u(h, 16));
  x = i32x4.mul(x, i32x4.splat(STIR_1));
  x = v128.xor(x, i32x4.shr_u(x, 13));
  x = i32x4.mul(x, i32x4.splat(STIR_2));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
