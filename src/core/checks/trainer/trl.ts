import type { Trainer } from '../../config/settings';
import type { RowContext } from '../rowContext';
import { TRAINER_NAMES } from '../trainer';

/** The keys by which TRL knows a format (`trl/data_utils.py`, `get_dataset_format`, and the documentation "Dataset formats"). */
const KEYS = ['prompt', 'chosen', 'rejected', 'completion', 'messages', 'label'];
const FORMATS: Readonly<Record<string, string>> = {
  messages: 'language modelling',
  prompt: 'prompt-only',
  'completion prompt': 'prompt-completion',
  'chosen prompt rejected': 'preference',
  'chosen rejected': 'preference',
  'completion label prompt': 'unpaired preference',
};
const WANTED: Readonly<Partial<Record<Trainer, readonly string[]>>> = {
  'trl-sft': ['language modelling', 'prompt-completion'],
  'trl-dpo': ['preference'],
  'trl-kto': ['unpaired preference'],
};

/** TRL reads the format from the keys; other keys are ignored, another set of these fails with a KeyError. */
export function checkTrl(context: RowContext): void {
  const { record, config } = context;
  if (record === undefined) return;
  const trainer = TRAINER_NAMES[config.trainer];
  const wanted = WANTED[config.trainer] ?? [];
  const keys = KEYS.filter((key) => Object.hasOwn(record, key)).sort();
  // A bare `text` is language modelling too.
  const format = keys.length === 0 && typeof record.text === 'string' ? 'language modelling' : FORMATS[keys.join(' ')];
  if (format === undefined) {
    const listed = keys.length === 0 ? Object.keys(record) : keys;
    context.report(
      'trainer/dropped',
      'keys-trl',
      { path: [] },
      { trainer, keys: listed.map((key) => `\`${key}\``).join(', ') },
    );
  } else if (!wanted.includes(format)) {
    context.report(
      'trainer/dropped',
      'format-trl',
      { path: [] },
      { trainer, shape: format, wanted: wanted.join(' or ') },
    );
  } else {
    checkPromptEnd(context, trainer);
  }
}

/** A conversational prompt ends with the user or a tool (the answer follows) or the assistant (it is continued). */
function checkPromptEnd(context: RowContext, trainer: string): void {
  const prompt = context.record?.prompt;
  if (!Array.isArray(prompt)) return;
  const last: unknown = prompt.at(-1);
  const role = typeof last === 'object' && last !== null && 'role' in last ? last.role : undefined;
  if (typeof role !== 'string' || ['user', 'tool', 'assistant'].includes(role)) return;
  context.report('trainer/dropped', 'prompt-end', { path: ['prompt', prompt.length - 1, 'role'] }, { trainer, role });
}
