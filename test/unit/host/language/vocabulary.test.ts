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

test('fields that are true or false are told from texts that say so', () => {
  const words = new Vocabulary();
  words.set(0, { prompt: 'a', label: false, streamed: true, said: 'true' });
  words.set(1, { prompt: 'b', label: false });
  assert.deepEqual(words.flagsOf('label'), ['false', 'true']);
  assert.deepEqual(words.flagsOf('streamed'), ['true', 'false']);
  assert.deepEqual(words.flagsOf('said'), []);
  words.set(0, undefined);
  assert.deepEqual(words.flagsOf('streamed'), []);
});

test('the labels of KTO are true or false before the first row says so', () => {
  const words = new Vocabulary();
  assert.deepEqual(words.flagsOf('kto_tag'), ['true', 'false']);
  assert.deepEqual(words.flagsOf('prompt'), []);
});
