import { FEATURES, measureTokens } from './measureTokens';
import stored from './weights.json';

/**
 * About how many tokens of o200k a text has, without its vocabulary. `test/tokens/fit.ts` fits the weights, and says on which texts;
 * `npm run bench -- tokens` measures how far off it is, on texts that the weights were fitted on and on others.
 */
export function estimateTokens(text: string): number {
  return text === '' ? 0 : Math.max(1, Math.round(measureTokens(text, weights)));
}

const byName: Readonly<Record<string, number>> = stored.weights;
const weights = Float64Array.from(FEATURES, (feature) => byName[feature] ?? 0);
