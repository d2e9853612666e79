import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestOf, differingMetadata } from '../../../../src/core/duplicates/rowDigest';
import { viewOf } from '../../../../src/core/record/toExampleView';

const hash = (record: Record<string, unknown>) => {
  const { exact } = digestOf(viewOf(record as never));
  return `${exact.high} ${exact.low}`;
};

test('the order of keys, metadata and empty fields do not count', () => {
  const row = { instruction: 'A?', input: '', output: 'B.' };
  assert.equal(hash({ output: 'B.', instruction: 'A?' }), hash(row));
  assert.equal(hash({ ...row, id: 7, tags: ['x'], score: 0.5, notes: { a: 1 } }), hash(row));
});

test('everything that is trained on counts', () => {
  const turns = [
    { role: 'user', content: 'A?' },
    { role: 'assistant', content: 'B.' },
  ];
  const rows: Record<string, unknown>[] = [
    { instruction: 'A?', input: '', output: 'B.' },
    { instruction: 'A?', input: 'x', output: 'B.' },
    { instruction: 'A?x', input: '', output: 'B.' },
    { instruction: 'A?', input: '', output: 'B.', system: 'x' },
    { instruction: 'A?', input: '', output: 'B.', history: [['C?', 'D.']] },
    { instruction: 'A?', context: '', response: 'B.' },
    { messages: turns },
    { messages: turns, tools: [{ name: 'a' }] },
    { messages: [...turns].reverse() },
    { messages: [turns[0], { ...turns[1], weight: 0 }] },
    { messages: [turns[0], { ...turns[1], tool_calls: [] }] },
    { messages: turns, label: true },
    { messages: turns, label: false },
    { prompt: 'A?', chosen: 'B.', rejected: 'C.' },
    { prompt: 'A?', chosen: 'C.', rejected: 'B.' },
    { text: 'A?' },
    { something: 'A?' },
    { something: 'B?' },
    { prompt: 'A?', completions: ['B', 'C'], labels: [true, false] },
    { prompt: 'A?', completions: ['B', 'C'], labels: [true, true] },
    { instruction: 'A?', instances: [{ input: '', output: 'B.' }] },
  ];
  assert.equal(new Set(rows.map(hash)).size, rows.length);
});

test('no two of 100,000 different texts collide', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 100_000; i++)
    seen.add(hash({ instruction: `q${i % 300}`, input: '', output: `a${Math.floor(i / 300)}` }));
  assert.equal(seen.size, 100_000);
});

test('a text that moves over a field border makes another row', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (a, b) => {
      assert.notEqual(
        hash({ instruction: a + b, input: '', output: 'x' }),
        hash({ instruction: b, input: a, output: 'x' }),
      );
    }),
  );
});

test('names the metadata that differs', () => {
  const a = viewOf({ instruction: 'A?', output: 'B.', id: 1, source: 'x', category: 'qa' });
  const b = viewOf({ instruction: 'A?', output: 'B.', id: 2, source: 'x', category: 'chat' });
  assert.deepEqual(differingMetadata(a, b).sort(), ['category', 'id']);
});
