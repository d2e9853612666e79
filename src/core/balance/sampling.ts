/** Random numbers from 0 to 1 (1 not among them), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * `size` of the numbers from 0 to `total` - 1, growing: one from each of as many equal parts, so that every number is as likely as any
 * other and the sample is spread over all. All numbers where there are not more.
 */
export function stratifiedSample(total: number, size: number, seed: number): number[] {
  if (total <= size) return Array.from({ length: total }, (_, i) => i);
  const random = seededRandom(seed);
  return Array.from({ length: size }, (_, i) => {
    const from = Math.floor((i * total) / size);
    const to = Math.floor(((i + 1) * total) / size);
    return from + Math.floor(random() * (to - from));
  });
}

/** The values in an order in which neighbours are far apart, and any first part is spread over all. */
export function scattered(values: readonly number[]): number[] {
  const { length } = values;
  let step = Math.max(1, Math.floor(length * 0.618));
  while (commonDivisor(step, length) > 1) step++;
  return values.map((value, i) => values[(i * step) % length] ?? value);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** `count` random ones of some values, in random order; all of them where there are not more. */
export function sampleOf(values: Float64Array, count: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const pool = values.slice();
  const size = Math.min(count, pool.length);
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(random() * (pool.length - i));
    [pool[i], pool[j]] = [pool[j] ?? 0, pool[i] ?? 0];
  }
  return pool.slice(0, size);
}
