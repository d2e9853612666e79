import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldPathOf, keysOfField } from '../../../../src/host/language/renameKeys';

test('a field is the same in every item of a list, and another on another level', () => {
  const line = '{"role": "x", "messages": [{"role": "user"}, {"role": "assistant", "x": {"role": 1}}]}';
  const field = fieldPathOf(['messages', 0, 'role']);
  const { keys, isTaken } = keysOfField(line, field, 'from');
  assert.deepEqual(
    keys.map(({ start }) => start),
    [28, 46],
  );
  assert.equal(isTaken, false);
  assert.equal(keysOfField(line, ['role'], 'from').keys.length, 1);
  assert.equal(keysOfField(line, field, 'x').isTaken, true);
});

test('a key that stands twice is renamed twice, and broken lines as far as they can be read', () => {
  assert.equal(keysOfField('{"a": 1, "a": 2}', ['a'], 'b').keys.length, 2);
  assert.equal(keysOfField('{"a": 1, "c": ', ['a'], 'b').keys.length, 1);
  assert.equal(keysOfField('{"b": 1}', ['a'], 'b').keys.length, 0);
});
