import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { spanOf } from '../../../../src/core/checks/locate';
import { parseLine } from '../../../../src/core/json/parser';

test('a part of a decoded text is found where it is written, whatever the escapes', () => {
  const escaped = (text: string, dice: number) =>
    Array.from({ length: text.length }, (_, i) => {
      const unit = text.charCodeAt(i);
      const plain = JSON.stringify(text.charAt(i)).slice(1, -1);
      return (dice >> (i % 20)) & 1 ? `\\u${unit.toString(16).padStart(4, '0')}` : plain;
    }).join('');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), fc.nat(), (text, dice, a, b) => {
      const line = `{"x": ["${escaped(text, dice)}"]}`;
      const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
      const { start, end } = spanOf(line, parseLine(line).root, { path: ['x', 0], from, to });
      assert.equal(JSON.parse(`"${line.slice(start, end)}"`), text.slice(from, to));
    }),
    { numRuns: 500 },
  );
});

test('what is missing is shown at what it is missing from', () => {
  const line = ' {"messages": [{"role": "user"}]}';
  const { root } = parseLine(line);
  assert.deepEqual(spanOf(line, root, { path: ['output'] }), { start: 1, end: 2 });
  assert.deepEqual(spanOf(line, root, { path: ['messages', 0, 'content'] }), { start: 15, end: 16 });
  assert.deepEqual(spanOf(line, root, { path: ['messages'], on: 'key' }), { start: 2, end: 12 });
});
