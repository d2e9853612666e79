import type { BalanceMeasures } from './balanceData';

/** How evenly examples are spread over types; types without examples do not count. See `BalanceMeasures` for the formulas. */
export function measuresOf(counts: Iterable<number>): BalanceMeasures {
  // Sorted, so that sums are the same to the last bit in whatever order the counts come.
  const present = [...counts].filter((count) => count > 0).sort((a, b) => a - b);
  const total = present.reduce((sum, count) => sum + count, 0);
  const types = present.length;
  if (types === 0) return { types, evenness: 0, effectiveTypes: 0, largestToSmallest: 0 };
  const entropy = present.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0);
  return {
    types,
    evenness: types === 1 ? 0 : entropy / Math.log(types),
    effectiveTypes: Math.exp(entropy),
    largestToSmallest: (present.at(-1) ?? 0) / (present[0] ?? 1),
  };
}

/**
 * How much two distributions differ: Jensen-Shannon divergence in bits, (KL(p | m) + KL(q | m)) / 2 with m = (p + q) / 2. 0 where
 * they are the same, 1 where they have nothing in common; 0 where one has no counts.
 */
export function divergence(left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>): number {
  const [leftSum, rightSum] = [left, right].map((counts) =>
    [...counts.values()].reduce((sum, count) => sum + count, 0),
  );
  if (leftSum === undefined || rightSum === undefined || leftSum === 0 || rightSum === 0) return 0;
  let bits = 0;
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const p = (left.get(name) ?? 0) / leftSum;
    const q = (right.get(name) ?? 0) / rightSum;
    const m = (p + q) / 2;
    if (p > 0) bits += (p * Math.log2(p / m)) / 2;
    if (q > 0) bits += (q * Math.log2(q / m)) / 2;
  }
  return Math.max(0, bits);
}
