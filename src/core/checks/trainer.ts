import type { Trainer } from '../config/settings';
import type { RowContext } from './rowContext';
import { checkAxolotl } from './trainer/axolotl';
import { checkLlamaFactoryAlpaca, checkLlamaFactorySharegpt } from './trainer/llamaFactory';
import { checkOpenai } from './trainer/openai';
import { checkTrl } from './trainer/trl';
import { estimateExample } from './length';

/** What the chosen trainer will do with the row that its author does not expect. */
export function checkTrainer(context: RowContext): void {
  const { trainer } = context.config;
  RULES[trainer](context);
  const { maxTokens } = context.config;
  if (trainer === 'none' || maxTokens === 0 || context.line.length * 3 < maxTokens) return;
  const tokens = estimateExample(context.texts);
  if (tokens <= maxTokens) return;
  const verb = trainer === 'axolotl' ? 'drops' : 'cuts off the end of';
  context.report(
    'trainer/dropped',
    'truncated',
    { path: [] },
    { trainer: TRAINER_NAMES[trainer], verb, tokens, limit: maxTokens },
  );
}

const RULES: Readonly<Record<Trainer, (context: RowContext) => void>> = {
  none: () => undefined,
  openai: checkOpenai,
  'trl-sft': checkTrl,
  'trl-dpo': checkTrl,
  'trl-kto': checkTrl,
  'llamafactory-alpaca': checkLlamaFactoryAlpaca,
  'llamafactory-sharegpt': checkLlamaFactorySharegpt,
  axolotl: checkAxolotl,
};

/** How messages call a trainer. */
export const TRAINER_NAMES: Readonly<Record<Trainer, string>> = {
  none: 'the trainer',
  openai: 'OpenAI fine-tuning',
  'trl-sft': "TRL's SFTTrainer",
  'trl-dpo': "TRL's DPOTrainer",
  'trl-kto': "TRL's KTOTrainer",
  'llamafactory-alpaca': 'LLaMA-Factory (alpaca)',
  'llamafactory-sharegpt': 'LLaMA-Factory (sharegpt)',
  axolotl: 'Axolotl',
};
