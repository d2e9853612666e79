import type { Catalogue } from './entry';

export const SCHEMA_CHECKS = {
  'schema/missing-field': {
    severity: 'error',
    tier: 1,
    scope: 'dataset',
    title: 'Missing field',
    explanation:
      'A trainer that does not find a field it needs drops the example, or stops with a KeyError in the middle of the run.',
    messages: {
      default: '`{field}` is missing; the other examples of this file have it',
      likely: '`{field}` is missing; `{key}` may be meant',
      nested: '`{field}` is missing; trainers drop the row or fail',
    },
    before: '{"instruction": "Name a colour.", "input": "", "ouput": "Green."}',
    after: '{"instruction": "Name a colour.", "input": "", "output": "Green."}',
    fixes: ['rename-key', 'add-field'],
  },
  'schema/wrong-type': {
    severity: 'error',
    tier: 1,
    scope: 'dataset',
    title: 'Wrong type',
    explanation:
      'Trainers expect text where the shape says text. A number, list or object there is dropped without a word or makes the run fail.',
    messages: {
      default: '`{field}` is {actual}, not {expected}; trainers drop the row or fail',
      pairs: '`{field}` must be a list of [user, assistant] pairs of text',
      lengths: '`completions` has {completions} and `labels` {labels}; they must be equally many',
      one: '`{field}` must hold exactly one assistant message',
      mixed: '`prompt` is {prompt} but `completion` is {completion}; both must be text, or both lists of messages',
    },
    before: '{"instruction": "What is 6 times 7?", "input": "", "output": 42}',
    after: '{"instruction": "What is 6 times 7?", "input": "", "output": "42"}',
    fixes: ['convert'],
  },
  'schema/unknown-field': {
    severity: 'information',
    tier: 1,
    scope: 'dataset',
    title: 'Unknown field',
    explanation: 'Trainers ignore keys they do not know. A misspelt key is text that is never trained on.',
    messages: {
      default: '`{key}` is not a field of this shape, and hardly another example has it',
      likely: '`{key}` is not a field of this shape; `{field}` may be meant',
    },
    before: '{"instruction": "Name a bird.", "inptu": "It sings.", "output": "Wren."}',
    after: '{"instruction": "Name a bird.", "input": "It sings.", "output": "Wren."}',
    fixes: ['rename-key', 'delete-key'],
  },
  'schema/mixed-shape': {
    severity: 'warning',
    tier: 1,
    scope: 'dataset',
    title: 'Another shape than the file',
    explanation:
      'A run reads the whole file with one set of columns. Rows of another shape are dropped, or train with their text missing.',
    messages: {
      default: 'This example has the shape {shape}, most of the file {majority}',
      mixed: 'This example mixes keys of two shapes: `{first}` and `{second}`',
    },
    before: '{"question": "Name a colour.", "answer": "Green."}',
    after: '{"instruction": "Name a colour.", "output": "Green."}',
    fixes: ['convert-shape', 'delete-key'],
  },
  'schema/inconsistent-type': {
    severity: 'warning',
    tier: 1,
    scope: 'dataset',
    title: 'Type differs from the other rows',
    explanation:
      'Hugging Face datasets give each column one type. One row of another type makes loading the whole file fail.',
    messages: {
      default:
        '`{field}` is {actual} here and {expected} in most rows; loading the file with Hugging Face datasets fails',
      null: { text: '`{field}` is null here and {expected} in most rows', severity: 'information' },
    },
    before: '{"instruction": "Name a bird.", "output": "Wren.", "id": "7"}',
    after: '{"instruction": "Name a bird.", "output": "Wren.", "id": 7}',
    fixes: ['convert'],
  },
  'schema/custom': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Your schema rejects the row',
    explanation: 'The JSON Schema named by the setting `itune.schema` does not accept the row.',
    messages: {
      default: '{problem} (your schema, {pointer})',
      failed: 'Your schema could not be applied to this row: {problem}',
    },
    before: '{"instruction": "Name a bird.", "output": "Wren.", "score": 11}',
    fixes: [],
  },
} as const satisfies Catalogue;
