import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseLine } from '../../../../src/core/json/parser';
import type { JsonValue } from '../../../../src/core/json/path';
import { emptyExample } from '../../../../src/core/record/emptyExample';
import { majorityShape, recogniseShape } from '../../../../src/core/record/recognise';
import { ALL_SHAPES, specOf, type JsonRecord } from '../../../../src/core/record/shapes';
import { toExampleView, viewOf } from '../../../../src/core/record/toExampleView';
import type { ExampleView, Shape, TextField, Turn } from '../../../../src/core/record/view';
import { jsonObject } from '../json/randomJson';
import { keysOf } from './viewKeys';

/** A record of each shape and variant, with the shape that it must have. */
const RECORDS: readonly (readonly [Shape, JsonRecord])[] = [
  ['alpaca', { instruction: 'i', input: 'x', output: 'o' }],
  ['alpaca', { instruction: 'i', output: 'o', system: 's', history: [['u', 'a']] }],
  ['alpaca', { instruction: 'i', input: '' }],
  ['dolly', { instruction: 'i', context: 'x', response: 'o', category: 'open_qa' }],
  ['dolly', { instruction: 'i', input: 'x', response: 'o' }],
  ['dolly', { instruction: 'i', context: 'x' }],
  ['question-answer', { question: 'q', answer: 'a' }],
  ['question-answer', { question: 'q' }],
  [
    'openai-chat',
    {
      messages: [
        { role: 'user', content: 'u' },
        { role: 'assistant', content: 'a' },
      ],
      tools: [],
    },
  ],
  ['openai-chat', { messages: [{ role: 'user', content: [{ type: 'text', text: 'u' }] }] }],
  ['openai-chat', { messages: [], label: 'greeting' }],
  ['sharegpt', { conversations: [{ from: 'human', value: 'u' }], system: 's', tools: '[]' }],
  ['prompt-completion', { prompt: 'p', completion: 'c' }],
  [
    'prompt-completion',
    { prompt: [{ role: 'user', content: 'p' }], completion: [{ role: 'assistant', content: 'c' }] },
  ],
  ['prompt-completion', { prompt: 'p', completion: 'c', label: 'greeting' }],
  ['preference', { prompt: 'p', chosen: 'c', rejected: 'r' }],
  ['preference', { chosen: [{ role: 'user', content: 'p' }], rejected: [{ role: 'user', content: 'p' }] }],
  ['preference', { instruction: 'i', input: 'x', chosen: 'c', rejected: 'r' }],
  [
    'sharegpt-preference',
    {
      conversations: [{ from: 'human', value: 'u' }],
      chosen: { from: 'gpt', value: 'c' },
      rejected: { from: 'gpt', value: 'r' },
    },
  ],
  [
    'openai-preference',
    {
      input: { messages: [{ role: 'user', content: 'u' }], tools: [] },
      preferred_output: [{ role: 'assistant', content: 'c' }],
      non_preferred_output: [{ role: 'assistant', content: 'r' }],
    },
  ],
  ['unpaired-preference', { prompt: 'p', completion: 'c', label: true }],
  ['unpaired-preference', { prompt: 'p', completion: 'c', label: 'True' }],
  ['unpaired-preference', { messages: [{ role: 'user', content: 'u' }], label: false }],
  ['unpaired-preference', { messages: [{ role: 'user', content: 'u' }], kto_tag: true }],
  ['unpaired-preference', { conversations: [{ from: 'human', value: 'u' }], kto_tag: true }],
  ['stepwise', { prompt: 'p', completions: ['a', 'b'], labels: [true, false] }],
  ['language-modelling', { text: 't' }],
  ['blocks-chat', { messages: [{ role: 'user', content: [{ type: 'text', value: 'u' }], loss_weight: 0 }] }],
  [
    'blocks-preference',
    { chosen_messages: [{ role: 'user', content: [{ type: 'text', value: 'u' }] }], rejected_messages: [] },
  ],
  [
    'self-instruct',
    { id: '1', name: 'n', instruction: 'i', instances: [{ input: 'x', output: 'o' }], is_classification: false },
  ],
  ['segments', { segments: [{ label: true, text: 't' }] }],
  ['prompt-only', { prompt: 'p' }],
  ['prompt-only', { prompt: [{ role: 'user', content: 'p' }], answer: '42' }],
  ['unknown', { prompt: { text: 'x' }, message_tree_id: '1' }],
  ['unknown', { prompt: 'p', response: 'r' }],
  ['unknown', { problem: 'p', solution: 's' }],
  ['unknown', {}],
];

function view(record: JsonRecord): ExampleView {
  const { root } = parseLine(JSON.stringify(record));
  assert.ok(root?.kind === 'object');
  const found = toExampleView(root);
  assert.deepEqual(found, viewOf(record));
  assert.deepEqual(keysOf(found), Object.keys(record).sort());
  return found;
}

function text(field: TextField | undefined): string | undefined {
  return field && `${field.path.join('.')}: ${field.present ? field.text : '(absent)'}`;
}

function turn({ path, role, declaredRole, content }: Turn): string {
  return `${path.join('.')} ${role} ${declaredRole}: ${content.text}`;
}

describe('recogniseShape', () => {
  for (const [shape, record] of RECORDS) {
    test(`${shape}: ${JSON.stringify(record)}`, () => {
      assert.equal(recogniseShape(record), shape);
      assert.equal(view(record).shape, shape);
    });
  }

  test('knows an example for every shape', () => {
    assert.deepEqual([...new Set(RECORDS.map(([shape]) => shape))].sort(), [...ALL_SHAPES].sort());
  });

  test('takes nothing of the prototype for a key', () => {
    assert.equal(recogniseShape(JSON.parse('{"__proto__": {"text": "t"}}') as JsonRecord), 'unknown');
  });

  test('recognises its own empty examples', () => {
    for (const shape of ALL_SHAPES) {
      const record = JSON.parse(emptyExample(shape)) as JsonRecord;
      assert.equal(recogniseShape(record), shape === 'unknown' ? 'alpaca' : shape);
      for (const spec of specOf(shape).fields) if (spec.required) assert.ok(Object.hasOwn(record, spec.key));
    }
  });
});

describe('majorityShape', () => {
  test('is the most frequent known shape, the first of equals', () => {
    assert.equal(majorityShape(['dolly', 'alpaca', 'alpaca', 'unknown', 'unknown', 'unknown']), 'alpaca');
    assert.equal(majorityShape(['dolly', 'alpaca']), 'dolly');
    assert.equal(majorityShape(['unknown']), 'unknown');
    assert.equal(majorityShape([]), 'unknown');
  });
});

describe('toExampleView', () => {
  test('shows every top-level key of any record exactly once', () => {
    const keys = [...new Set(RECORDS.flatMap(([, record]) => Object.keys(record)))];
    const values: JsonValue[] = RECORDS.flatMap(([, record]) => Object.values(record));
    const mixed = fc.dictionary(
      fc.constantFrom(...keys, 'category', 'type', 'id'),
      fc.constantFrom(...values, null, 1, {}),
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(mixed, (record) => void view({ ...record })),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(jsonObject, (record) => void view(record as JsonRecord)));
  });

  test('names where a missing field would stand', () => {
    const { instruction, input, response, system, taskType } = view({ instruction: 'i', response: 'r' });
    assert.deepEqual([instruction, input, response, taskType].map(text), [
      'instruction: i',
      'context: (absent)',
      'response: r',
      'category: (absent)',
    ]);
    assert.equal(system, undefined);
    assert.equal(text(view({ instruction: 'i', output: '' }).system), 'system: (absent)');
    assert.equal(text(view({ prompt: 'p', completion: 'c', label: true }).input), undefined);
  });

  test('shows a value that is no text as JSON, and says so', () => {
    const { response } = view({ instruction: 'i', output: ['a', 1] });
    assert.deepEqual(response, { path: ['output'], text: '["a",1]', present: true, value: ['a', 1] });
  });

  test('folds roles and keeps how they are written', () => {
    const { turns, turnsPath, system } = view({
      system: 's',
      conversations: [
        { from: 'human', value: 'u' },
        { from: 'function_call', value: '{}' },
        { from: 'observation', value: 'o' },
        { from: 'gpt', value: 'a' },
        { from: 'Narrator', value: 'n' },
        'loose',
      ],
    });
    assert.deepEqual(turns.map(turn), [
      'conversations.0 user human: u',
      'conversations.1 function-call function_call: {}',
      'conversations.2 tool observation: o',
      'conversations.3 assistant gpt: a',
      'conversations.4 other Narrator: n',
      'conversations.5 other : loose',
    ]);
    assert.deepEqual(turnsPath, ['conversations']);
    assert.equal(text(system), 'system: s');
    assert.deepEqual(turns[0]?.rolePath, ['conversations', 0, 'from']);
    assert.equal(turns[5]?.rolePath, undefined);
  });

  test('reads tool calls, weights, missing contents and roles', () => {
    const { turns } = view({
      messages: [{ role: 'assistant', content: null, tool_calls: [1], weight: 0 }, { role: 'user' }, { content: 'x' }],
    });
    assert.deepEqual(turns[0]?.toolCalls, { path: ['messages', 0, 'tool_calls'], value: [1] });
    assert.deepEqual(turns[0].weight, { path: ['messages', 0, 'weight'], value: 0 });
    assert.deepEqual(turns[0].content, { path: ['messages', 0, 'content'], text: 'null', present: true, value: null });
    assert.deepEqual(turns[1]?.content, { path: ['messages', 1, 'content'], text: '', present: false });
    assert.deepEqual(turns[2]?.rolePath, ['messages', 2, 'role']);
  });

  test('joins the text blocks of a turn and keeps each block', () => {
    const content = [
      { type: 'reasoning', value: 'hm' },
      { type: 'text', value: 'one' },
      { type: 'text', value: 'two' },
      { type: 'image_url', image_url: { url: 'x' } },
    ];
    const [first] = view({ messages: [{ role: 'assistant', content, loss_weight: 1 }] }).turns;
    assert.equal(first?.content.text, 'one\ntwo');
    assert.deepEqual(
      first.blocks?.map((block) => `${block.type} ${text(block.text) ?? ''}`),
      [
        'reasoning messages.0.content.0.value: hm',
        'text messages.0.content.1.value: one',
        'text messages.0.content.2.value: two',
        'image_url messages.0.content.3: {"type":"image_url","image_url":{"url":"x"}}',
      ],
    );
  });

  test('reads the history of Alpaca as turns', () => {
    const { turns, turnsPath } = view({
      instruction: 'i',
      output: 'o',
      history: [
        ['u1', 'a1'],
        ['u2', 'a2'],
      ],
    });
    assert.deepEqual(turns.map(turn), [
      'history.0.0 user user: u1',
      'history.0.1 assistant assistant: a1',
      'history.1.0 user user: u2',
      'history.1.1 assistant assistant: a2',
    ]);
    assert.deepEqual(turnsPath, ['history']);
    assert.deepEqual(
      view({ instruction: 'i', output: 'o', history: ['x'] }).other.map((other) => other.key),
      ['history'],
    );
  });

  test('reads preference sides as texts, messages and conversations', () => {
    const texts = view({ prompt: 'p', chosen: 'c', rejected: 'r' });
    assert.deepEqual(
      [text(texts.instruction), text(texts.chosen?.text), text(texts.rejected?.text)],
      ['prompt: p', 'chosen: c', 'rejected: r'],
    );
    const tagged = view({
      conversations: [],
      chosen: { from: 'gpt', value: 'c' },
      rejected: { from: 'gpt', value: 'r' },
    });
    assert.deepEqual(tagged.chosen?.turns?.map(turn), ['chosen assistant gpt: c']);
    const implicit = view({ chosen: [{ role: 'user', content: 'p' }], rejected: [{ role: 'user', content: 'p' }] });
    assert.equal(implicit.instruction, undefined);
    assert.deepEqual(implicit.rejected?.turns?.map(turn), ['rejected.0 user user: p']);
    assert.deepEqual(view({ chosen: 'c' }).rejected, {
      path: ['rejected'],
      text: { path: ['rejected'], text: '', present: false },
    });
  });

  test('keeps what else OpenAI puts into the input of a preference', () => {
    const found = view({
      input: { messages: [{ role: 'user', content: 'u' }], tools: [1] },
      preferred_output: [],
      non_preferred_output: [],
    });
    assert.deepEqual(found.turnsPath, ['input', 'messages']);
    assert.deepEqual(found.other, [{ path: ['input', 'tools'], key: 'input.tools', value: [1] }]);
  });

  test('puts prompt and completion messages into one conversation, each at its place', () => {
    const found = view({ prompt: [{ role: 'user', content: 'p' }], completion: [{ role: 'assistant', content: 'c' }] });
    assert.deepEqual(found.turns.map(turn), ['prompt.0 user user: p', 'completion.0 assistant assistant: c']);
    assert.deepEqual([found.instruction, found.response], [undefined, undefined]);
  });

  test('reads the label of unpaired preferences, and offers no completion to a chat', () => {
    const found = view({ messages: [{ role: 'user', content: 'u' }], kto_tag: 'true' });
    assert.deepEqual(found.label, { path: ['kto_tag'], value: 'true' });
    assert.equal(found.response, undefined);
  });

  test('reads parts with their own texts', () => {
    const names = (record: JsonRecord) =>
      view(record).parts?.map((part) => part.fields.map((f) => `${f.name}=${text(f) ?? ''}`).join('; '));
    assert.deepEqual(names({ instruction: 'i', instances: [{ input: '', output: 'o', note: 'n' }] }), [
      'input=instances.0.input: ; output=instances.0.output: o; note=instances.0.note: n',
    ]);
    assert.deepEqual(names({ prompt: 'p', completions: ['a', 'b'], labels: [true] }), [
      'completion=completions.0: a; label=labels.0: true',
      'completion=completions.1: b; label=labels.1: (absent)',
    ]);
    assert.deepEqual(names({ segments: [{ label: true, text: 't' }] }), [
      'label=segments.0.label: true; text=segments.0.text: t',
    ]);
  });

  test('takes the first text among the task type keys', () => {
    assert.equal(text(view({ text: 't', category: ['a'], task: 'summarise', type: 'x' }).taskType), 'task: summarise');
    assert.equal(view({ text: 't' }).taskType, undefined);
  });

  test('guesses fields of an unknown shape by their names', () => {
    const found = view({ system_prompt: 's', problem: 'p', solution: 's', source: 'web' });
    assert.deepEqual(
      [text(found.system), text(found.instruction), text(found.response)],
      ['system_prompt: s', 'problem: p', 'solution: s'],
    );
    const chat = view({ dialogue: [{ role: 'user', content: 'u' }] });
    assert.deepEqual(chat.turns.map(turn), ['dialogue.0 user user: u']);
  });

  test('reads what is left of a broken line', () => {
    const { root } = parseLine('{"instruction": "Write a poem", "output": "Roses');
    assert.ok(root?.kind === 'object');
    const found = toExampleView(root);
    assert.deepEqual([text(found.instruction), text(found.response)], ['instruction: Write a poem', 'output: Roses']);
  });
});
