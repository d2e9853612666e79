import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyTextEdits } from '../../../../src/core/json/textEdit';
import { formatLine } from '../../../../src/host/language/formatLine';

const format = (line: string) => applyTextEdits(line, formatLine(line));

test('spacing is normalised, and nothing else', () => {
  assert.equal(format(' {"a":1.50 , "b" :[ ],"c":{ } } '), '{"a": 1.50, "b": [], "c": {}}');
  assert.equal(
    format('{"a":"x , y : z","\\u00e9":-0E+1,"a":[1,[2 ,3]]}'),
    '{"a": "x , y : z", "\\u00e9": -0E+1, "a": [1, [2, 3]]}',
  );
});

test('a line that is no JSON stays as it is', () => {
  for (const line of ['', '  ', '{"a": 1', '{"a": 1,}', 'text']) assert.deepEqual(formatLine(line), []);
});

test('any value formats as Python writes it, twice as once', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, spread) => {
      const line = spread ? JSON.stringify(value, undefined, 1).replace(/\n/g, ' ') : JSON.stringify(value);
      const once = format(line);
      assert.deepEqual(JSON.parse(once), JSON.parse(line));
      assert.deepEqual(formatLine(once), []);
      if (typeof value === 'object') assert.equal(format(JSON.stringify(value)), once);
    }),
  );
});
