import type { Catalogue } from './entry';

export const PREFERENCE_CHECKS = {
  'preference/same': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Chosen equals rejected',
    explanation: 'There is nothing to prefer: the example only adds noise to the loss.',
    messages: { default: 'Chosen and rejected are the same text' },
    before: '{"prompt": "Name a colour.", "chosen": "Green.", "rejected": "Green."}',
    fixes: ['delete-example', 'write'],
  },
  'preference/prompt-differs': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Chosen and rejected answer different prompts',
    explanation:
      'Without a `prompt`, trainers take what both sides start with as the prompt. Here the sides answer different questions, so the preference means nothing.',
    messages: { default: 'The sides differ already in turn {turn} (the {role}), before the answer that is compared' },
    before:
      '{"chosen": [{"role": "user", "content": "Name a bird."}, {"role": "assistant", "content": "Wren."}], "rejected": [{"role": "user", "content": "Name a fish."}, {"role": "assistant", "content": "Stone."}]}',
    fixes: ['delete-example'],
  },
} as const satisfies Catalogue;

export const LENGTH_CHECKS = {
  'length/too-long': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Too long',
    explanation:
      'What goes beyond the length limit of the run is cut off or the row is dropped; the response stands last and goes first.',
    messages: {
      default: 'About {tokens} tokens (an estimate), more than {limit}',
    },
    before: '{"instruction": "…", "output": "…a text of more tokens than the setting `itune.maxTokens` allows…"}',
    fixes: [],
  },
} as const satisfies Catalogue;

export const PRIVACY_CHECKS = {
  'privacy/personal-data': {
    severity: 'hint',
    tier: 2,
    scope: 'row',
    title: 'Personal data',
    explanation:
      'Models repeat what they were trained on, addresses and numbers of real people too. What belongs to nobody (mail to example.com, private networks, toll-free numbers) is left out.',
    messages: { default: '`{field}` holds {kind} ("{text}")' },
    before: '{"instruction": "Whom do I ask?", "output": "Write to jane.doe@post.net."}',
    after: '{"instruction": "Whom do I ask?", "output": "Write to user@example.com."}',
    fixes: ['mask'],
  },
  'privacy/secret': {
    severity: 'warning',
    tier: 2,
    scope: 'row',
    title: 'Secret',
    explanation: 'A key or token in training data can be got out of the model again. Revoke it, and mask it here.',
    messages: { default: '`{field}` holds {kind} ("{text}")' },
    before: '{"instruction": "Configure the client.", "output": "key = \'AKIA…\'"}',
    after: '{"instruction": "Configure the client.", "output": "key = \'<AWS_ACCESS_KEY>\'"}',
    fixes: ['mask'],
  },
} as const satisfies Catalogue;

export const FILE_CHECKS = {
  'file/too-few': {
    severity: 'information',
    tier: 1,
    scope: 'file',
    title: 'Too few examples',
    explanation: 'OpenAI starts no job with fewer than 10 examples and recommends 50 to 100.',
    messages: { default: 'The file has {count} of the {limit} examples that {trainer} wants at least' },
    before: '{"messages": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello."}]}',
    fixes: [],
  },
  'file/too-large': {
    severity: 'information',
    tier: 1,
    scope: 'file',
    title: 'File too large',
    explanation: 'OpenAI takes files of at most 512 MB.',
    messages: { default: 'The file has {size} MB; {trainer} takes {limit} MB at most' },
    before: '',
    fixes: [],
  },
  'file/no-final-newline': {
    severity: 'information',
    tier: 1,
    scope: 'file',
    title: 'No newline at the end',
    explanation: 'Without a newline at the end, appending to the file or joining two files glues two records together.',
    messages: { default: 'The last line has no newline; records that are appended would be glued to it' },
    before: '{"instruction": "Name a colour.", "output": "Green."}',
    after: '{"instruction": "Name a colour.", "output": "Green."}\n',
    fixes: ['add-final-newline'],
  },
} as const satisfies Catalogue;
