import type { Bands } from '../kernel/nearKernel';
import { BINS } from '../kernel/nearLayout';

/** Share of the pairs of one similarity that have at least one band in common (Leskovec et al., Mining of Massive Datasets, 3.4.2). */
export function bandRecall(similarity: number, { count, rows }: Bands): number {
  return 1 - (1 - similarity ** rows) ** count;
}

/**
 * The bands for a threshold: as long as they can be, so that few pairs are looked at in vain, and of pairs at the threshold at least
 * `recall` are found. 18 bands of 7 values for 0.85, 21 of 6 for 0.8.
 */
export function bandsFor(threshold: number, recall: number): Bands {
  for (let rows = 16; rows > 1; rows--) {
    const bands = { count: Math.floor(BINS / rows), rows };
    if (bandRecall(threshold, bands) >= recall) return bands;
  }
  return { count: BINS, rows: 1 };
}

/** How many standard deviations a sketch may be off: a pair at the threshold is passed over by a chance of 3 in a million. */
const DEVIATIONS = 4.5;

/** How many marks of two sketches (`NearKernel.marks`) must agree, so that they may be at the threshold. */
export function marksNeeded(threshold: number, { count, rows }: Bands): number {
  const used = count * rows;
  // Marks of two bits agree by chance in one of four.
  const agreeing = threshold + (1 - threshold) / 4;
  const needed = used * agreeing - DEVIATIONS * Math.sqrt(used * agreeing * (1 - agreeing));
  return Math.max(0, Math.floor(needed)) + BINS - used;
}
