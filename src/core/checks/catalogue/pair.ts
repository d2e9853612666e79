import type { Catalogue } from './entry';

export const PAIR_CHECKS = {
  'pair/empty-instruction': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Empty instruction',
    explanation: 'The model learns to give this response to nothing at all.',
    messages: { default: '`{field}` is empty', text: '`{field}` is empty; there is nothing to learn' },
    before: '{"instruction": " ", "input": "", "output": "Green."}',
    fixes: ['delete-example', 'write'],
  },
  'pair/empty-response': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Empty response',
    explanation: 'The model learns to answer with nothing. Trainers do not drop such rows.',
    messages: { default: '`{field}` is empty; the model learns to answer with nothing' },
    before: '{"instruction": "Name a colour.", "input": "", "output": ""}',
    fixes: ['delete-example', 'write'],
  },
  'pair/placeholder-response': {
    severity: 'warning',
    tier: 1,
    scope: 'dataset',
    title: 'Placeholder instead of a response',
    explanation: 'A model that is trained on "N/A" or "TODO" learns to say it.',
    messages: {
      default: 'The response is a placeholder ("{text}"); a model learns to say it',
      maybe: {
        text: 'The response is only "{text}"; that may be a placeholder, or the label that is asked for',
        severity: 'hint',
      },
    },
    before: '{"instruction": "Describe a wren.", "input": "", "output": "[no output]"}',
    fixes: ['delete-example', 'write'],
  },
  'pair/placeholder-input': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Placeholder instead of an input',
    explanation:
      'Trainers put the input into the prompt as it is: the model is trained to expect "<noinput>" there. An empty input is left out.',
    messages: { default: 'The input is a placeholder ("{text}"); leave it empty instead' },
    before: '{"instruction": "Name a colour.", "input": "<noinput>", "output": "Green."}',
    after: '{"instruction": "Name a colour.", "input": "", "output": "Green."}',
    fixes: ['set-empty'],
  },
  'pair/response-copies-input': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Response repeats the prompt',
    explanation: 'The response equals the instruction or the input. The model learns to echo.',
    messages: {
      default: 'The response is the same text as `{field}`; the model learns to echo',
      case: { text: 'The response is the same text as `{field}` but for capitals', severity: 'hint' },
    },
    before: '{"instruction": "Correct the sentence.", "input": "He go home.", "output": "He go home."}',
    fixes: ['delete-example', 'write'],
  },
  'pair/merged-examples': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Several examples in one field',
    explanation:
      'Generated sets sometimes hold a whole numbered list of examples in one field. The model learns to go on with another instruction after its answer.',
    messages: { default: '`{field}` holds the start of another example ("{text}")' },
    before:
      '{"instruction": "Name a colour.", "input": "", "output": "Green.\\n\\n12. Instruction: Name a bird.\\n12. Input:\\n12. Output: Wren."}',
    after:
      '{"instruction": "Name a colour.", "input": "", "output": "Green."}\n{"instruction": "Name a bird.", "input": "", "output": "Wren."}',
    fixes: ['split-example', 'delete-example'],
  },
  'pair/swapped-fields': {
    severity: 'information',
    tier: 1,
    scope: 'row',
    title: 'Fields may be swapped',
    explanation:
      'What is asked seems to stand where the answer should. The model would learn to ask instead of to answer.',
    messages: {
      question: 'The instruction is empty and the response is a question; the two may be swapped',
      roles: 'The assistant asks and the user answers all through; the roles may be swapped',
    },
    before: '{"instruction": "", "input": "", "output": "What is the capital of France?"}',
    after: '{"instruction": "What is the capital of France?", "input": "", "output": ""}',
    fixes: ['swap'],
  },
} as const satisfies Catalogue;
