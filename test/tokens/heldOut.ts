import { median, percentile } from '../bench/results.js';
import { estimateOf, fitWeights, type CountedSource } from './fitWeights';

/** How far off estimates are, as shares. */
export interface TokenErrors {
  readonly median: number;
  readonly ninety: number;
  /** Of the sum over all texts, with its sign. */
  readonly total: number;
}

export function errorsOf(texts: readonly { readonly tokens: number }[], estimates: readonly number[]): TokenErrors {
  const off = texts.map(({ tokens }, i) => Math.abs((estimates[i] ?? 0) - tokens) / Math.max(1, tokens));
  const sum = estimates.reduce((all, estimate) => all + estimate, 0);
  const total = sum / texts.reduce((all, { tokens }) => all + tokens, 0) - 1;
  return { median: median(off), ninety: percentile(off, 0.9), total };
}

/** For each source, estimates of its texts by weights that were fitted on all others. */
export function estimateHeldOut(sources: readonly CountedSource[]): number[][] {
  return sources.map((source) => {
    const weights = fitWeights(sources.filter((other) => other !== source));
    return source.texts.map((text) => estimateOf(text, weights));
  });
}
