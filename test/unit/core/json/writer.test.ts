import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { LineEdit } from '../../../../src/core/json/lineEdit';
import { nodeAt, setOwn, type JsonNode } from '../../../../src/core/json/node';
import { parseLine } from '../../../../src/core/json/parser';
import type { JsonPath, JsonValue } from '../../../../src/core/json/path';
import { sameValue } from '../../../../src/core/json/valueEdits';
import { applyLineEdit } from '../../../../src/core/json/writer';
import { allPaths, jsonObject, jsonValue, writeIn, writingStyle } from './randomJson';

function edited(line: string, edit: LineEdit): string {
  const result = applyLineEdit(line, edit);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  const { change } = result;
  const rebuilt = change === undefined ? line : line.slice(0, change.start) + change.text + line.slice(change.end);
  assert.equal(rebuilt, result.line, 'the change gives the line');
  return result.line;
}

function refused(line: string, edit: LineEdit): string {
  const result = applyLineEdit(line, edit);
  assert.ok(!result.ok, result.ok ? `gave ${result.line}` : '');
  return result.reason;
}

function set(line: string, path: JsonPath, value: JsonValue): string {
  return edited(line, { kind: 'set', path, value });
}

function read(line: string): JsonValue {
  return JSON.parse(line) as JsonValue;
}

/** The value after an edit, worked out the plain way; undefined where the edit makes no sense. */
function model(root: JsonValue, edit: LineEdit): JsonValue | undefined {
  switch (edit.kind) {
    case 'raw':
      return undefined;
    case 'set':
      return update(root, edit.path, () => edit.value);
    case 'remove':
      return update(root, edit.path, () => undefined);
    case 'rename':
      return update(root, edit.path.slice(0, -1), (parent) => {
        const result: Record<string, JsonValue> = {};
        for (const [key, value] of Object.entries(parent as object) as [string, JsonValue][]) {
          setOwn(result, key === edit.path.at(-1) ? edit.key : key, value);
        }
        return result;
      });
    case 'insert':
      return update(root, edit.path, (list) => (list as JsonValue[]).toSpliced(edit.index, 0, edit.value));
    case 'move':
      return update(root, edit.path, (list) => {
        const items = [...(list as JsonValue[])];
        return items.toSpliced(edit.from, 1).toSpliced(edit.to, 0, ...items.slice(edit.from, edit.from + 1));
      });
    case 'swap': {
      const [a, b] = [valueAt(root, edit.path), valueAt(root, edit.with)];
      return update(update(root, edit.path, () => b) ?? null, edit.with, () => a);
    }
  }
}

function valueAt(root: JsonValue, path: JsonPath): JsonValue {
  return path.reduce<JsonValue>((value, step) => (value as Record<string | number, JsonValue>)[step] ?? null, root);
}

function update(
  value: JsonValue,
  path: JsonPath,
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    const next = update(items[step as number] ?? null, rest, change);
    return next === undefined ? items.filter((_, i) => i !== step) : items.map((item, i) => (i === step ? next : item));
  }
  const result: Record<string, JsonValue> = {};
  const entries = Object.entries(value as object) as [string, JsonValue][];
  const known = entries.some(([key]) => key === step);
  for (const [key, item] of known ? entries : [...entries, [String(step), null] as const]) {
    const next = key === step ? update(item, rest, change) : item;
    if (next !== undefined) setOwn(result, key, next);
  }
  return result;
}

interface Case {
  readonly line: string;
  readonly edit: LineEdit;
}

/** A line in a random style, with an edit that fits it. */
const cases: fc.Arbitrary<Case> = fc
  .tuple(jsonObject, writingStyle, fc.nat(), fc.nat(), fc.nat(), jsonValue, fc.string({ maxLength: 3 }))
  .map(([value, style, a, b, kind, added, key]) => {
    const paths = allPaths(value);
    const path = paths[a % paths.length] ?? [];
    return { line: writeIn(value, style), edit: editFor(value, path, paths, b, kind, added, key) };
  });

function editFor(
  root: JsonValue,
  path: JsonPath,
  paths: readonly JsonPath[],
  n: number,
  kind: number,
  value: JsonValue,
  key: string,
): LineEdit {
  const here = valueAt(root, path);
  const parent = valueAt(root, path.slice(0, -1));
  if (Array.isArray(here) && kind % 3 === 0) return { kind: 'insert', path, index: n % (here.length + 1), value };
  if (Array.isArray(here) && here.length > 0 && kind % 3 === 1) {
    return { kind: 'move', path, from: n % here.length, to: (n >> 3) % here.length };
  }
  if (path.length > 0 && kind % 7 === 0) return { kind: 'remove', path };
  if (typeof path.at(-1) === 'string' && kind % 7 === 1 && !Object.hasOwn(parent as object, key)) {
    return { kind: 'rename', path, key };
  }
  const other = paths[n % paths.length] ?? [];
  const nested = isPrefix(path, other) || isPrefix(other, path);
  if (kind % 7 === 2 && !nested) return { kind: 'swap', path, with: other };
  const isObject = typeof here === 'object' && here !== null && !Array.isArray(here);
  return { kind: 'set', path: isObject && kind % 2 === 0 ? [...path, key] : path, value };
}

function isPrefix(a: JsonPath, b: JsonPath): boolean {
  return a.every((step, i) => step === b[i]);
}

/** The texts of the values that an edit does not touch, by their paths after the edit. */
function untouched(line: string, edit: LineEdit): Map<string, string> {
  const { root } = parseLine(line);
  const result = new Map<string, string>();
  if (root === undefined || edit.kind === 'raw') return result;
  const steps = edit.kind === 'swap' ? [edit.path, edit.with] : [edit.path];
  const visit = (node: JsonNode, path: JsonPath): void => {
    if (steps.some((step) => isPrefix(step, path))) return;
    if (!steps.some((step) => isPrefix(path, step))) result.set(JSON.stringify(path), line.slice(node.start, node.end));
    if (node.kind === 'array' && edit.kind !== 'remove') node.items.forEach((item, i) => visit(item, [...path, i]));
    if (node.kind === 'object') {
      for (const { key, value } of node.properties) if (value !== undefined) visit(value, [...path, key.value]);
    }
  };
  visit(root, []);
  return result;
}

function textAt(line: string, path: JsonPath): string | undefined {
  const { root } = parseLine(line);
  const node = root === undefined ? undefined : nodeAt(root, path);
  return node && line.slice(node.start, node.end);
}

describe('applyLineEdit, any edit of any line', () => {
  test('gives the value that the edit means', () => {
    fc.assert(
      fc.property(cases, ({ line, edit }) => {
        assert.deepEqual(read(edited(line, edit)), model(read(line), edit));
      }),
      { numRuns: 3000 },
    );
  });

  test('leaves the characters of every other value alone', () => {
    fc.assert(
      fc.property(cases, ({ line, edit }) => {
        const result = edited(line, edit);
        for (const [path, text] of untouched(line, edit)) {
          if (edit.kind === 'rename' && isPrefix(edit.path, JSON.parse(path) as JsonPath)) continue;
          assert.equal(textAt(result, JSON.parse(path) as JsonPath), text, `${path} of ${line}`);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('changes nothing where the value is the same', () => {
    fc.assert(
      fc.property(jsonObject, writingStyle, fc.nat(), (value, style, n) => {
        const line = writeIn(value, style);
        const paths = allPaths(value);
        const path = paths[n % paths.length] ?? [];
        assert.equal(set(line, path, valueAt(read(line), path)), line);
      }),
      { numRuns: 1000 },
    );
  });

  test('is undone by the inverse edit', () => {
    fc.assert(
      fc.property(jsonObject, writingStyle, fc.nat(), jsonValue, (value, style, n, other) => {
        const line = writeIn(value, style);
        const paths = allPaths(value);
        const path = paths[n % paths.length] ?? [];
        const back = set(set(line, path, other), path, valueAt(read(line), path));
        assert.ok(sameValue(read(back), read(line)));
      }),
      { numRuns: 1000 },
    );
  });

  test('reports a change that no smaller one could replace', () => {
    fc.assert(
      fc.property(cases, ({ line, edit }) => {
        const result = applyLineEdit(line, edit);
        assert.ok(result.ok);
        const { change } = result;
        assert.equal(change === undefined, result.line === line);
        if (change === undefined || isSurrogate(line, change.start) || isSurrogate(line, change.end)) return;
        const old = line.slice(change.start, change.end);
        if (old === '' || change.text === '') return;
        assert.notEqual(old[0], change.text[0]);
        assert.notEqual(old.at(-1), change.text.at(-1));
      }),
      { numRuns: 1000 },
    );
  });

  test('never writes half of a surrogate pair as it is, nor a line break', () => {
    fc.assert(
      fc.property(cases, ({ line, edit }) => {
        const result = edited(line, edit);
        assert.doesNotMatch(result, /\p{Surrogate}/u);
        assert.doesNotMatch(result, /[\r\n]/);
      }),
    );
  });
});

function isSurrogate(line: string, at: number): boolean {
  return [at - 1, at].some((i) => line.charCodeAt(i) >= 0xd800 && line.charCodeAt(i) <= 0xdfff);
}

describe('applyLineEdit, spacing', () => {
  test('adds a missing key at the end, spaced as its neighbours', () => {
    assert.equal(set('{"a": 1, "b": 2}', ['c'], 3), '{"a": 1, "b": 2, "c": 3}');
    assert.equal(set('{"a":1,"b":2}', ['c'], [1, { d: 2 }]), '{"a":1,"b":2,"c":[1,{"d":2}]}');
    assert.equal(set('{ "a" : 1 }', ['c'], 3), '{ "a" : 1, "c" : 3 }');
    assert.equal(set('{"a":1}', ['c'], 3), '{"a":1,"c":3}');
    assert.equal(set('{}', ['c'], [1, 2]), '{"c": [1, 2]}');
    assert.equal(set('{"x":{ },"y":1}', ['x', 'c'], 3), '{"x":{"c":3},"y":1}');
  });

  test('takes the comma out with the part', () => {
    const remove = (line: string, path: JsonPath) => edited(line, { kind: 'remove', path });
    assert.equal(remove('{"a": 1, "b": 2, "c": 3}', ['a']), '{"b": 2, "c": 3}');
    assert.equal(remove('{"a": 1, "b": 2, "c": 3}', ['b']), '{"a": 1, "c": 3}');
    assert.equal(remove('{ "a": 1, "b": 2, "c": 3 }', ['c']), '{ "a": 1, "b": 2 }');
    assert.equal(remove('{ "a": 1 }', ['a']), '{}');
    assert.equal(remove('{"a":[1,2,3]}', ['a', 1]), '{"a":[1,3]}');
    assert.equal(remove('[1]', [0]), '[]');
  });

  test('keeps what stands between the items when they move', () => {
    assert.equal(edited('[1,  2, [3] ]', { kind: 'move', path: [], from: 2, to: 0 }), '[[3],  1, 2 ]');
    assert.equal(edited('{"a": "x","b":1.50}', { kind: 'swap', path: ['a'], with: ['b'] }), '{"a": 1.50,"b":"x"}');
  });

  test('inserts with the comma of the list', () => {
    const insert = (line: string, index: number) => edited(line, { kind: 'insert', path: ['a'], index, value: 0 });
    assert.equal(insert('{"a":[1,2]}', 0), '{"a":[0,1,2]}');
    assert.equal(insert('{"a":[1,2]}', 2), '{"a":[1,2,0]}');
    assert.equal(insert('{"a": []}', 0), '{"a": [0]}');
  });

  test('sets a whole list by changing only the items that differ', () => {
    const line = '{"m": [{"r": "u", "c": "\\u0041"}, {"r":"a"}, {"r": "u"}]}';
    const value = [{ r: 'u', c: 'A' }, { r: 'b' }, { r: 'u' }];
    assert.equal(set(line, ['m'], value), line.replace('"r":"a"', '"r":"b"'));
    assert.equal(set(line, ['m'], value.slice(0, 1)), '{"m": [{"r": "u", "c": "\\u0041"}]}');
  });
});

describe('applyLineEdit, texts', () => {
  test('keeps the spelling of what the old and the new text share', () => {
    assert.equal(set('{"a": "\\u0041\\/b\\u00e9 tail"}', ['a'], 'A/Xé tail'), '{"a": "\\u0041\\/X\\u00e9 tail"}');
    assert.equal(set('{"a": "one\\ntwo"}', ['a'], 'one\nnew\ntwo'), '{"a": "one\\nnew\\ntwo"}');
  });

  test('escapes as the line does', () => {
    assert.equal(
      set('{"a": "caf\\u00E9", "b": ""}', ['b'], 'né😀'),
      '{"a": "caf\\u00E9", "b": "n\\u00E9\\uD83D\\uDE00"}',
    );
    assert.equal(set('{"a": "café \\u00e9", "b": ""}', ['b'], 'é'), '{"a": "café \\u00e9", "b": "é"}');
    assert.equal(set('{"a": "1\\/2", "b": ""}', ['b'], 'x/y'), '{"a": "1\\/2", "b": "x\\/y"}');
    assert.equal(set('{"a": "1\\/2/3", "b": ""}', ['b'], 'x/y'), '{"a": "1\\/2/3", "b": "x/y"}');
    assert.equal(
      set('{"a": "\\u003cb\\u003e", "b": ""}', ['b'], '<i>'),
      '{"a": "\\u003cb\\u003e", "b": "\\u003ci\\u003e"}',
    );
    assert.equal(set('{"a": ""}', ['a'], '"\\\n\u0001\u2028é'), '{"a": "\\"\\\\\\n\\u0001\u2028é"}');
  });

  test('returns bytes that are not UTF-8 as they came, and escapes half pairs that are typed', () => {
    const line = '{"a": "x\udce9y\udcffz"}';
    assert.equal(set(line, ['a'], '1x\udce9y\udcffz2'), '{"a": "1x\udce9y\udcffz2"}');
    assert.equal(set(line, ['a'], 'x\udce9!\udcffz'), '{"a": "x\udce9!\udcffz"}');
    assert.equal(set(line, ['a'], 'new \udce9 and \udc81'), '{"a": "new \udce9 and \\udc81"}');
    assert.equal(set('{"a": ""}', ['a'], 'a\ud83db\udc80'), '{"a": "a\\ud83db\\udc80"}');
  });

  test('changes a whole surrogate pair, not half of it', () => {
    const result = applyLineEdit('{"a": "😀"}', { kind: 'set', path: ['a'], value: '😁' });
    assert.deepEqual(result, { ok: true, line: '{"a": "😁"}', change: { start: 7, end: 9, text: '😁' } });
  });

  test('keeps number literals of equal numbers', () => {
    assert.equal(set('{"a": 1.50, "b": [1e3]}', ['b'], [1000]), '{"a": 1.50, "b": [1e3]}');
    assert.equal(set('{"a": 1.50}', ['a'], 2), '{"a": 2}');
  });
});

describe('applyLineEdit, keys', () => {
  test('means the last of duplicate keys, and leaves the others', () => {
    const line = '{"a": 1, "b": 2, "a": 3}';
    assert.equal(set(line, ['a'], 4), '{"a": 1, "b": 2, "a": 4}');
    assert.equal(edited(line, { kind: 'remove', path: ['a'] }), '{"a": 1, "b": 2}');
    assert.equal(edited(line, { kind: 'rename', path: ['a'], key: 'c' }), '{"a": 1, "b": 2, "c": 3}');
  });

  test('renames in place', () => {
    assert.equal(
      edited('{"respons" :"x"}', { kind: 'rename', path: ['respons'], key: 'response' }),
      '{"response" :"x"}',
    );
  });

  test('treats __proto__ as a key like any other', () => {
    assert.equal(set('{"a": 1}', ['__proto__'], { b: 2 }), '{"a": 1, "__proto__": {"b": 2}}');
    assert.equal(set('{"__proto__": 1}', ['__proto__'], 2), '{"__proto__": 2}');
    assert.match(refused('{"a": {}}', { kind: 'remove', path: ['a', 'constructor'] }), /nothing at `a.constructor`/);
  });
});

describe('applyLineEdit, refusals', () => {
  test('says why, in a sentence', () => {
    assert.match(
      refused('{"a" 1}', { kind: 'set', path: ['a'], value: 2 }),
      /not valid JSON \(expected a colon after the key `a`\)/,
    );
    assert.match(refused('{}', { kind: 'set', path: ['a', 'b'], value: 2 }), /nothing at `a.b`/);
    assert.match(refused('{"a":[1]}', { kind: 'set', path: ['a', 1], value: 2 }), /nothing at `a.1`/);
    assert.match(refused('{"a":1}', { kind: 'insert', path: ['a'], index: 0, value: 2 }), /no list at `a`/);
    assert.match(refused('{"a":[]}', { kind: 'insert', path: ['a'], index: 1, value: 2 }), /nothing at/);
    assert.match(refused('{"a":[1]}', { kind: 'move', path: ['a'], from: 0, to: 1 }), /nothing at/);
    assert.match(refused('{"a":1,"b":2}', { kind: 'rename', path: ['a'], key: 'b' }), /`b` already/);
    assert.match(refused('{"a":{"b":1}}', { kind: 'swap', path: ['a'], with: ['a', 'b'] }), /part of itself/);
    assert.match(refused('{}', { kind: 'raw', text: 'a\nb' }), /line break/);
  });

  test('refuses what JSON cannot hold', () => {
    assert.match(refused('{}', { kind: 'set', path: ['a'], value: NaN }), /no NaN/);
    assert.match(refused('{}', { kind: 'set', path: ['a'], value: undefined as unknown as JsonValue }), /no undefined/);
    const deep = Array.from({ length: 1001 }).reduce<JsonValue>((inner) => [inner], 1);
    assert.match(refused('{}', { kind: 'set', path: ['a'], value: deep }), /1000 deep/);
  });

  test('takes any text as a raw row', () => {
    assert.equal(edited('{"a": 1}', { kind: 'raw', text: 'not json' }), 'not json');
  });
});
