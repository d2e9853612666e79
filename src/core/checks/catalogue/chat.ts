import type { Catalogue } from './entry';

export const CHAT_CHECKS = {
  'chat/unknown-role': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Unknown role',
    explanation: 'Chat templates have no place for a role they do not know: the run fails or the turn is left out.',
    messages: {
      default: 'The role "{role}" is none of {allowed}',
      likely: 'The role "{role}" is none of {allowed}; "{meant}" may be meant',
    },
    before: '{"messages": [{"role": "usr", "content": "Name a colour."}, {"role": "assistant", "content": "Green."}]}',
    after: '{"messages": [{"role": "user", "content": "Name a colour."}, {"role": "assistant", "content": "Green."}]}',
    fixes: ['rename-role', 'delete-turn'],
  },
  'chat/no-assistant': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'No assistant turn',
    explanation:
      'Only assistant turns are trained on. A conversation without one teaches nothing, and OpenAI rejects the file.',
    messages: { default: 'The conversation has no assistant turn; there is nothing to learn' },
    before: '{"messages": [{"role": "user", "content": "Name a colour."}]}',
    fixes: ['delete-example'],
  },
  'chat/last-not-assistant': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Does not end with the assistant',
    explanation: 'What stands after the last assistant turn is never trained on; some trainers skip the row for it.',
    messages: {
      default: 'The conversation ends with a turn of the {role}; it is not trained on',
      label: 'The rated conversation ends with a turn of the {role}, not with the assistant turn that the label rates',
    },
    before:
      '{"messages": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Thanks."}]}',
    after: '{"messages": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello."}]}',
    fixes: ['delete-turn'],
  },
  'chat/role-order': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Order of turns',
    explanation:
      'Most chat templates want one system turn at the start and then user and assistant by turns; others fail or leave turns out.',
    messages: {
      system: 'A system turn stands after the start; most chat templates fail or drop it',
      first: { text: 'The conversation starts with the assistant', severity: 'information' },
      repeated: { text: 'Two {role} turns follow each other', severity: 'information' },
    },
    before:
      '{"messages": [{"role": "user", "content": "Hello."}, {"role": "system", "content": "Be kind."}, {"role": "assistant", "content": "Hello."}]}',
    after:
      '{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello."}]}',
    fixes: ['move-system-first', 'delete-turn'],
  },
  'chat/empty-turn': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Empty turn',
    explanation: 'A turn without text trains the model to say nothing, or to answer nothing.',
    messages: { default: 'The {role} turn is empty' },
    before: '{"messages": [{"role": "user", "content": ""}, {"role": "assistant", "content": "Hello."}]}',
    fixes: ['delete-turn', 'write'],
  },
  'chat/weight': {
    severity: 'error',
    tier: 1,
    scope: 'row',
    title: 'Weight of a turn',
    explanation: 'OpenAI takes a weight of 0 or 1, on assistant turns only, and rejects the file otherwise.',
    messages: {
      value: 'The weight is {value}; only 0 and 1 are allowed',
      role: 'A turn of the {role} has a weight; only assistant turns may',
      nothing: {
        text: 'Every assistant turn has weight 0: nothing of this example is trained on',
        severity: 'warning',
      },
    },
    before:
      '{"messages": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello.", "weight": 0.5}]}',
    after:
      '{"messages": [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello.", "weight": 1}]}',
    fixes: ['set-weight', 'delete-key'],
  },
  'chat/tool-call': {
    severity: 'warning',
    tier: 1,
    scope: 'row',
    title: 'Tool call',
    explanation:
      'The model learns to write calls as they stand here: arguments that no tool can read, or calls of tools that it was not given.',
    messages: {
      arguments: 'The arguments of the call are not JSON: {problem}',
      call: 'The call is not JSON: {problem}',
      name: 'The call names no function',
      undeclared: 'The tool "{name}" is not declared in `tools`',
      orphan: 'The tool answers a call that was not made',
      'wrong-id': 'No call before has the id "{id}"',
      tools: '`tools` is not JSON: {problem}',
    },
    before:
      '{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{\'city\': \'Graz\'}"}}]}]}',
    after:
      '{"messages": [{"role": "user", "content": "Weather?"}, {"role": "assistant", "tool_calls": [{"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{\\"city\\": \\"Graz\\"}"}}]}]}',
    fixes: ['repair-json'],
  },
} as const satisfies Catalogue;
