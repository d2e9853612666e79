import type { Shape } from './view';

const words: Record<Shape, string> = {
  alpaca: 'Instruction (Alpaca)',
  dolly: 'Instruction (Dolly)',
  'question-answer': 'Question and answer',
  'openai-chat': 'Chat (OpenAI)',
  sharegpt: 'Chat (ShareGPT)',
  'prompt-completion': 'Prompt and completion',
  preference: 'Preference pair',
  'sharegpt-preference': 'Preference pair (ShareGPT)',
  'openai-preference': 'Preference pair (OpenAI)',
  'unpaired-preference': 'Unpaired preference (KTO)',
  stepwise: 'Stepwise supervision',
  'language-modelling': 'Language modelling',
  'blocks-chat': 'Chat (content blocks)',
  'blocks-preference': 'Preference pair (content blocks)',
  'self-instruct': 'Seed task (Self-Instruct)',
  segments: 'Segments (Axolotl)',
  'prompt-only': 'Prompt only',
  unknown: 'Unknown shape',
};

/** A shape in the words of its readers. */
export function shapeWords(shape: Shape): string {
  return words[shape];
}
