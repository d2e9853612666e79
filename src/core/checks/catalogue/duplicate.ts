import type { Catalogue } from './entry';

export const DUPLICATE_CHECKS = {
  'duplicate/exact': {
    severity: 'warning',
    tier: 1,
    scope: 'dataset',
    title: 'Duplicate',
    explanation:
      'An example that stands twice weighs twice, and models memorise repeated text. Compared is what is trained on: system, turns, prompt, response, tools; not the order of keys, escapes, spacing or metadata.',
    messages: {
      default: 'The same example as {kept}; {size} in all',
      metadata: 'The same example as {kept}, apart from {fields}; {size} in all',
    },
    before:
      '{"instruction": "Name a colour.", "output": "Green."}\n{"output": "Green.", "instruction": "Name a colour."}',
    after: '{"instruction": "Name a colour.", "output": "Green."}',
    fixes: ['delete-example', 'keep-this'],
  },
  'duplicate/normalized': {
    severity: 'information',
    tier: 2,
    scope: 'dataset',
    title: 'Duplicate apart from case and spacing',
    explanation:
      'The example differs from another only in case, white space, punctuation or Unicode form. It weighs twice all the same.',
    messages: { default: 'The same example as {kept} apart from case, spacing and punctuation; {size} in all' },
    before:
      '{"instruction": "Name a colour.", "output": "Green."}\n{"instruction": "name a colour", "output": "green"}',
    after: '{"instruction": "Name a colour.", "output": "Green."}',
    fixes: ['delete-example', 'keep-this'],
  },
  'duplicate/near': {
    severity: 'information',
    tier: 2,
    scope: 'dataset',
    title: 'Near duplicate',
    explanation:
      'Most of the text is that of another example: so many of its runs of five characters stand in both. Near copies make a set look more varied than it is.',
    messages: {
      default: '{percent} % the same as {nearest}; {size} like it in all',
      shared: '{percent} % the same as {nearest}, with "{shared}" in both; {size} like it in all',
    },
    before:
      '{"instruction": "List three colours that are seen in a rainbow.", "output": "Red, green and violet are three colours of the rainbow."}\n{"instruction": "List three colours that are seen in the rainbow.", "output": "Red, green and violet are three colours of the rainbow."}',
    after:
      '{"instruction": "List three colours that are seen in a rainbow.", "output": "Red, green and violet are three colours of the rainbow."}',
    fixes: ['delete-example', 'keep-this'],
  },
  'duplicate/conflict': {
    severity: 'information',
    tier: 1,
    scope: 'dataset',
    title: 'Same prompt, another response',
    explanation:
      'Two examples answer the same prompt differently. Unless several samples a prompt are meant, the model is pulled both ways.',
    messages: { default: 'The same prompt as {first} with another response; {size} in all' },
    before:
      '{"instruction": "Is tea better than coffee?", "output": "Yes."}\n{"instruction": "Is tea better than coffee?", "output": "No."}',
    after: '{"instruction": "Is tea better than coffee?", "output": "Yes."}',
    fixes: ['keep-this', 'delete-example'],
  },
  'duplicate/across-files': {
    severity: 'warning',
    tier: 1,
    scope: 'workspace',
    title: 'Also in another dataset, exactly or nearly',
    explanation:
      'An example of the training data in the validation or test data, or a near copy of one, makes the measured quality look better than it is. Of two files of the same split, the one whose path is the later is told. What counts as a near copy is set as for near duplicates of one file.',
    messages: {
      default: 'The same example stands in {file} ({row})',
      leakage: 'The same example stands in {file} ({row}): training and {split} data share it',
      normalized: {
        text: 'The same example apart from case, spacing and punctuation stands in {file} ({row})',
        severity: 'information',
      },
      'normalized-leakage':
        'The same example apart from case, spacing and punctuation stands in {file} ({row}): training and {split} data share it',
      near: { text: '{percent} % the same as an example in {file} ({row})', severity: 'information' },
      'near-leakage':
        '{percent} % the same as an example in {file} ({row}): training and {split} data share most of it',
    },
    before: '{"instruction": "Name a colour.", "output": "Green."}',
    fixes: ['delete-example'],
  },
  'leak/benchmark': {
    severity: 'warning',
    tier: 2,
    scope: 'workspace',
    title: 'Text of a benchmark',
    explanation: 'A model that was trained on the text of a benchmark scores better on it than it is.',
    messages: { default: '{words} words in a row of `{field}` also stand in the benchmark {file}: "{text}"' },
    before: '{"instruction": "…the text of a test question…", "output": "Green."}',
    fixes: ['delete-example'],
  },
} as const satisfies Catalogue;
