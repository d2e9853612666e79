/** Numbers below are bins of their own. */
const EXACT = 32;
/** Bins to a doubling above: a bin is at most 1/16 of its number wide. */
const BINS = 16;

/** The bin of a whole number from 0 to 2^32: every number up to 32 has its own, then there are 16 to a doubling. */
export function binOf(value: number): number {
  if (value < EXACT) return value;
  const octave = 31 - Math.clz32(value);
  return EXACT + (octave - 5) * BINS + ((value >>> (octave - 4)) - BINS);
}

/** The smallest number of a bin. */
export function binStart(bin: number): number {
  if (bin < EXACT) return bin;
  const octave = Math.floor((bin - EXACT) / BINS);
  return (BINS + ((bin - EXACT) % BINS)) * 2 ** (octave + 1);
}
