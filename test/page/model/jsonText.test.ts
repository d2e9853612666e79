import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compactSource, prettySource, readJson, survivesAsValue } from '../../../webview/editor/form/jsonText';

function nodeOf(text: string) {
  const read = readJson(text);
  assert.ok(read.kind === 'value', text);
  return read.node;
}

describe('JSON in a field', () => {
  test('is laid out without touching a number or a string', () => {
    const line = '{"a":[1.0,2e5,12345678901234567890],"b":{},"c":[],"d":"\\u00e9"}';
    const pretty = prettySource(line, nodeOf(line));
    assert.equal(
      pretty,
      '{\n  "a": [\n    1.0,\n    2e5,\n    12345678901234567890\n  ],\n  "b": {},\n  "c": [],\n  "d": "\\u00e9"\n}',
    );
    assert.equal(compactSource(pretty, nodeOf(pretty), ''), line);
  });

  test('reads the same after layout', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const line = JSON.stringify(value);
        const pretty = prettySource(line, nodeOf(line));
        assert.deepEqual(JSON.parse(pretty), JSON.parse(line));
        assert.equal(compactSource(pretty, nodeOf(pretty), ''), line);
        assert.deepEqual(JSON.parse(compactSource(pretty, nodeOf(pretty), ' ')), JSON.parse(line));
      }),
    );
  });

  test('says what is wrong with it', () => {
    const read = readJson('{"a": 1');
    assert.ok(read.kind === 'error');
    assert.match(read.message, /expected }/);
    assert.equal(readJson('').kind, 'error');
  });

  test('knows what JavaScript cannot hold', () => {
    for (const text of ['12345678901234567890', '{"a": [1.0]}', '{"a": 1, "a": 2}', '1e400', '-0']) {
      assert.equal(survivesAsValue(text, nodeOf(text)), false, text);
    }
    for (const text of ['1', '-1.5', '"x"', 'null', '{"a": [true, 2]}'])
      assert.equal(survivesAsValue(text, nodeOf(text)), true, text);
  });
});
