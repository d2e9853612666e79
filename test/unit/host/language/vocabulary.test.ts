import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Vocabulary } from '../../../../src/host/language/vocabulary';

test('words go with their rows: half a key that is being typed is not kept', () => {
  const words = new Vocabulary();
  words.set(0, { instruction: 'a', category: 'qa' });
  words.set(1, { instr: 'b' });
  words.set(1, { instruction: 'b', category: 'chat' });
  assert.deepEqual(words.keys, ['category', 'instruction']);
  assert.deepEqual(words.valuesOf('category'), ['chat', 'qa']);
  words.set(0, undefined);
  assert.deepEqual(words.valuesOf('category'), ['chat']);
});

test('roles and keys of messages are known, texts and ids are no names', () => {
  const words = new Vocabulary();
  for (let i = 0; i < 300; i++) {
    words.set(i, {
      id: `row ${i}`,
      output: 'short',
      messages: [{ role: i % 3 === 0 ? 'user' : 'assistant', content: 'x' }],
    });
  }
  assert.deepEqual(words.roles, ['assistant', 'user']);
  assert.deepEqual(words.innerKeys, ['content', 'role']);
  assert.deepEqual(words.valuesOf('id'), []);
  assert.deepEqual(words.valuesOf('output'), []);
});
