import { estimateTokens } from '../tokens/estimate';
import type { RowContext } from './rowContext';
import type { TrainingText } from './trainingTexts';

/** What a chat template adds around each text, about: role names and marks. */
const TOKENS_A_TEXT = 4;

/** Whether the example is longer than the run takes. */
export function checkLength(context: RowContext): void {
  const limit = context.config.maxTokens;
  // No tokenizer makes more than one token of a byte, and a line has at most three bytes a unit.
  if (limit === 0 || context.line.length * 3 < limit) return;
  const tokens = estimateExample(context.texts);
  if (tokens > limit) context.report('length/too-long', 'default', { path: [] }, { tokens, limit });
}

/** About how many tokens an example has, with what a template adds. */
export function estimateExample(texts: readonly TrainingText[]): number {
  return texts.reduce((sum, { text }) => sum + estimateTokens(text) + TOKENS_A_TEXT, 0);
}
