import type { Catalogue } from './entry';

/**
 * One message a rule. Sources: OpenAI fine-tuning guide and reference checker; TRL `data_utils`, dataset formats; LLaMA-Factory
 * `data/converter.py`, data README; Axolotl dataset formats.
 */
export const TRAINER_CHECKS = {
  'trainer/dropped': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'The trainer does not take the row as it stands',
    explanation:
      'The trainer named by the setting `itune.trainer` drops, masks, truncates or misreads this row, mostly without a word.',
    messages: {
      'keys-trl': '{trainer} fails: the keys {keys} are not those of one of its formats',
      'format-trl': '{trainer} does not take {shape} rows; it wants {wanted}',
      'prompt-end': '{trainer} reads the prompt as unfinished: it ends with a turn of the {role}',
      'shape-ignored': '{trainer} does not read rows of this shape ({shape})',
      'output-not-string': '{trainer} drops the row without a word: `{field}` is not text',
      'empty-output': '{trainer} does not drop an empty response: it trains an empty answer',
      'renamed-field': '{trainer} reads `{wanted}`; `{field}` is ignored unless it is mapped',
      'history-pairs': '{trainer} fails: `history` must be a list of [user, assistant] pairs',
      'odd-turns': '{trainer} skips the row: {count} turns, an even number is wanted',
      'even-turns': '{trainer} skips the row: {count} turns before the rated answer, an odd number is wanted',
      'turn-tag': '{trainer} skips the row: turn {turn} is "{role}"; {wanted} is expected there',
      'image-marks': '{trainer} fails: {marks} `<image>` marks but {images} images',
      'openai-shape': '{trainer} rejects the file: every line must hold `messages`',
      'openai-content': '{trainer} rejects the file: the {role} turn has no content',
      'openai-key': '{trainer} rejects the file: a message must not have the key `{key}`',
      masked: '{trainer} drops the row: every label is masked',
      edges: '{trainer} trains on white space at the edge of a turn, which its template may double',
      truncated: '{trainer} {verb} the row: about {tokens} tokens, more than {limit}',
    },
    before: '{"instruction": "Name a colour.", "input": "", "response": "Green."}',
    after: '{"instruction": "Name a colour.", "input": "", "output": "Green."}',
    fixes: ['rename-key', 'convert', 'delete-key', 'trim', 'delete-example'],
  },
} as const satisfies Catalogue;
