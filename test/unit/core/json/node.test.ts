import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nodeAt, pathAt, toValue, type JsonNode } from '../../../../src/core/json/node';
import { parseLine } from '../../../../src/core/json/parser';
import type { JsonPath, JsonValue } from '../../../../src/core/json/path';
import { allPaths, jsonObject, writeIn, writingStyle } from './randomJson';

function read(line: string): JsonNode {
  const { root } = parseLine(line);
  assert.ok(root !== undefined);
  return root;
}

function at(line: string, offset: number): string {
  const found = pathAt(read(line), offset);
  return found === undefined ? '-' : `${found.on} ${found.path.join('.')}`;
}

describe('nodeAt', () => {
  test('finds every value by its path', () => {
    fc.assert(
      fc.property(jsonObject, writingStyle, (value, style) => {
        const root = read(writeIn(value, style));
        for (const path of allPaths(value)) {
          const node = nodeAt(root, path);
          assert.ok(node !== undefined);
          assert.deepEqual(toValue(node), follow(toValue(root), path));
        }
      }),
    );
  });

  test('takes the last of duplicate keys, and nothing of the prototype', () => {
    const root = read('{"a": 1, "a": [2, 3]}');
    assert.deepEqual(toValue(nodeAt(root, ['a', 1])), 3);
    assert.equal(nodeAt(root, ['a', '1']), undefined);
    assert.equal(nodeAt(root, ['a', 2]), undefined);
    assert.equal(nodeAt(root, ['constructor']), undefined);
    assert.equal(nodeAt(root, [0]), undefined);
  });
});

describe('pathAt', () => {
  test('tells key and value of the innermost place', () => {
    const line = '{"a": [10, {"b": "x"}], "c": {}}';
    assert.equal(at(line, 0), 'value ');
    assert.equal(at(line, 2), 'key a');
    assert.equal(at(line, 4), 'key a');
    assert.equal(at(line, 5), 'value a');
    assert.equal(at(line, 8), 'value a.0');
    assert.equal(at(line, 13), 'key a.1.b');
    assert.equal(at(line, 18), 'value a.1.b');
    assert.equal(at(line, line.length), 'value ');
    assert.equal(at(line, line.length + 1), '-');
  });

  test('works in a line that is broken', () => {
    assert.equal(at('{"a": {"b": "x', 13), 'value a.b');
    assert.equal(at('{"a": ', 5), 'value a');
  });

  test('finds the start of every value', () => {
    fc.assert(
      fc.property(jsonObject, writingStyle, (value, style) => {
        const root = read(writeIn(value, style));
        for (const path of allPaths(value)) {
          const node = nodeAt(root, path);
          assert.ok(node !== undefined);
          assert.deepEqual(pathAt(root, node.start)?.path, path);
        }
      }),
    );
  });
});

function follow(value: JsonValue, path: JsonPath): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((here, step) => (here as Record<string | number, JsonValue>)[step], value);
}
