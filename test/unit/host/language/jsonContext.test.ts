import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextAt, type JsonContext } from '../../../../src/host/language/jsonContext';

/** `|` marks the cursor. */
function at(text: string): JsonContext | undefined {
  const column = text.indexOf('|');
  return contextAt(text.replace('|', ''), column);
}

test('keys and values are told apart, in lines that are not finished too', () => {
  assert.equal(at('{|')?.expects, 'key');
  assert.equal(at('{"a": 1, "|')?.expects, 'key');
  assert.equal(at('{"a": "|')?.expects, 'value');
  assert.equal(at('{"a": |}')?.key, 'a');
  assert.equal(at('{"messages": [{"role": "us|"}]}')?.key, 'role');
  assert.equal(at('{"messages": [{"role": "us|"}]}')?.depth, 3);
  assert.equal(at('{"a": "x: {", "|')?.expects, 'key');
});

test('nothing is offered where no word belongs', () => {
  for (const text of ['|', '{"a"| ', '{"a": 1 |', '{"a": "b" |}', '{"a": 1}|']) assert.equal(at(text), undefined, text);
});

test('the word that is replaced ends at its own quote, not at one of the next word', () => {
  const whole = at('{"rol|e": "user"}');
  assert.deepEqual([whole?.start, whole?.end, whole?.isClosed], [2, 6, true]);
  const open = at('{"| "output": "x"}');
  assert.deepEqual([open?.start, open?.end, open?.isClosed], [2, 2, false]);
  const bare = at('{"a": |, "b": 1}');
  assert.deepEqual([bare?.start, bare?.end, bare?.isQuoted], [6, 6, false]);
});

test('a literal that is being typed is the word that is replaced', () => {
  const begun = at('{"label": tr|}');
  assert.deepEqual([begun?.key, begun?.start, begun?.end, begun?.isQuoted], ['label', 10, 12, false]);
  const whole = at('{"label": tr|ue, "a": 1}');
  assert.deepEqual([whole?.start, whole?.end], [10, 14]);
  for (const text of ['{"label": true |', '{"n": 12|', '{"n": -|1}']) assert.equal(at(text), undefined, text);
});

test('keys of the object are known on both sides', () => {
  assert.deepEqual(at('{"a": 1, "|": 2, "c": 3}')?.siblings, ['a', 'c']);
  assert.deepEqual(at('{"a\\"b": 1, "|')?.siblings, ['a\\"b']);
});
