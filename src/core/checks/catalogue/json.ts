import type { Catalogue } from './entry';

export const JSON_CHECKS = {
  'json/encoding': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Text encoding',
    explanation:
      'JSON Lines is UTF-8 without a byte order mark. A reader that meets other bytes stops, drops the row, or trains on replacement characters.',
    messages: {
      bom: {
        text: 'The file starts with a byte order mark; many readers take it for part of the first record',
        severity: 'warning',
      },
      byte: 'One byte is not UTF-8 (0x{byte}); readers stop here or train on a replacement character',
      bytes: '{count} bytes are not UTF-8 (first: 0x{byte}); readers stop here or train on replacement characters',
    },
    before: '\ufeff{"instruction": "Name a colour.", "input": "", "output": "Green."}',
    after: '{"instruction": "Name a colour.", "input": "", "output": "Green."}',
    fixes: ['remove-bom', 'replace-bytes'],
  },
  'json/blank-line': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Blank line',
    explanation: 'Every line of JSON Lines holds one value. Strict readers fail at a line without one.',
    messages: { default: 'The line is blank; strict readers fail here' },
    before: '',
    fixes: ['delete-line'],
  },
  'json/syntax': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Not valid JSON',
    explanation:
      'One line that is not JSON makes most loaders fail for the whole file; the others drop the row without a word.',
    messages: {
      default: 'Not valid JSON: {problem}',
    },
    before: '{"instruction": "Name a colour." "input": "", "output": "Green."}',
    after: '{"instruction": "Name a colour.", "input": "", "output": "Green."}',
    fixes: ['repair', 'repair-guess', 'join-lines'],
  },
  'json/not-object': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Not an object',
    explanation:
      'Trainers read an example from the keys of an object. A list, text or number on a line cannot be an example.',
    messages: {
      default: 'The line holds {kind}, not an object with the fields of an example',
      bracket: 'The file is one JSON list; JSON Lines wants one record a line, without brackets and commas',
      array: 'The line holds a list of {count} records; JSON Lines wants one record a line',
    },
    before:
      '[{"instruction": "Name a colour.", "output": "Green."}, {"instruction": "Name a bird.", "output": "Wren."}]',
    after: '{"instruction": "Name a colour.", "output": "Green."}\n{"instruction": "Name a bird.", "output": "Wren."}',
    fixes: ['split-array', 'wrap', 'delete-line'],
  },
  'json/duplicate-key': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Key stands twice',
    explanation:
      'Readers keep the last value of a key that stands twice, without a word. The other text is never trained on.',
    messages: { default: 'The key `{key}` stands {times} times; only the last value is read' },
    before: '{"instruction": "Name a colour.", "output": "Green.", "output": "Blue."}',
    after: '{"instruction": "Name a colour.", "output": "Blue."}',
    fixes: ['keep-first', 'keep-last'],
  },
  'json/long-line': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Too long to be checked',
    explanation:
      'Looking into a line of many megabytes would hold the editor up, so nothing else is said of it. No trainer takes so long an example; most often a newline is missing, or a file was pasted in.',
    messages: { default: 'The line has {size} MB and was not checked; lines up to {limit} MB are' },
    before: '',
    fixes: [],
  },
} as const satisfies Catalogue;
