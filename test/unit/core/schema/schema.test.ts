import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { JsonValue } from '../../../../src/core/json/path';
import { compileAuthorSchema } from '../../../../src/core/schema/authorSchema';
import { explainShape } from '../../../../src/core/schema/explain';
import { pathOfPointer, pointerOfPath } from '../../../../src/core/schema/pointer';
import { matchesShape } from '../../../../src/core/schema/shapeMatcher';
import { keysOf, type KnownShape, SHAPE_SCHEMAS } from '../../../../src/core/schema/shapeSchemas';

const SHAPES = Object.keys(SHAPE_SCHEMAS) as KnownShape[];

const leaf = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
const message = fc.record(
  { role: fc.oneof(fc.string(), leaf), content: fc.oneof(fc.string(), leaf), from: fc.string(), value: leaf },
  { requiredKeys: [] },
);
const value = fc.oneof(
  leaf,
  fc.array(fc.oneof(leaf, message, fc.array(fc.string(), { maxLength: 3 })), { maxLength: 3 }),
  message,
);

describe('the matcher and ajv', () => {
  for (const shape of SHAPES) {
    test(`agree on ${shape}`, () => {
      const record = fc.record(Object.fromEntries(keysOf(shape).map((key) => [key, value])), { requiredKeys: [] });
      fc.assert(
        fc.property(fc.oneof(record, value), (row) => {
          assert.equal(matchesShape(row as JsonValue, shape), explainShape(row as JsonValue, shape).length === 0);
        }),
        { numRuns: 200 },
      );
    });
  }
});

describe("the author's schema", () => {
  const compile = (schema: JsonValue) => {
    const compiled = compileAuthorSchema(schema);
    assert.ok(compiled.ok, JSON.stringify(compiled));
    return compiled.check;
  };

  test('rejects in terms of the record, with the place in the row and in the schema', () => {
    const check = compile({
      properties: { id: true, score: { type: 'number', maximum: 10 } },
      required: ['id'],
      additionalProperties: false,
    });
    const said = check({ score: 11, mood: 'x' });
    assert.deepEqual(said.map(({ path }) => path.join()).sort(), ['', '', 'score']);
    assert.ok(
      said.some(
        ({ message, pointer }) => message === '`score` must be <= 10' && pointer === '#/properties/score/maximum',
      ),
    );
    assert.ok(said.some(({ message }) => message.includes('`mood`')));
    assert.deepEqual(check({ id: 1, score: 10 }), []);
  });

  test('is told what is wrong with itself', () => {
    const wrong: JsonValue[] = [
      { type: 'strong' },
      { properties: { a: { minimum: 'x' } } },
      { $ref: '#/$defs/none' },
      { $ref: 'https://example.com/schema.json' },
      { pattern: '(' },
      'text',
      null,
      [],
    ];
    for (const schema of wrong) {
      const compiled = compileAuthorSchema(schema);
      assert.ok(!compiled.ok && compiled.problems.length > 0, JSON.stringify(schema));
    }
    const compiled = compileAuthorSchema({ properties: { a: { type: 'strong' } } });
    assert.ok(!compiled.ok);
    assert.ok(compiled.problems.some(({ pointer }) => pointer === '/properties/a/type'));
  });

  test('may call itself, but not without end', () => {
    const tree = compile({
      $id: 'tree',
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#' } } },
    });
    assert.deepEqual(tree({ children: [{ children: [] }] }), []);
    const compiled = compileAuthorSchema({ $ref: '#' });
    if (compiled.ok) assert.equal(compiled.check({})[0]?.failed, true);
    else assert.notEqual(compiled.problems.length, 0);
  });

  test('knows 2020-12', () => {
    const check = compile({ prefixItems: [{ type: 'string' }], items: false });
    assert.deepEqual(check(['a']), []);
    assert.notDeepEqual(check(['a', 'b']), []);
  });

  test('cannot reach a prototype', () => {
    const check = compile(
      JSON.parse('{"properties": {"__proto__": {"type": "object"}, "constructor": {"type": "string"}}}') as JsonValue,
    );
    assert.deepEqual(check(JSON.parse('{"__proto__": {"polluted": 1}}') as JsonValue), []);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

test('pointers and paths turn into each other', () => {
  const row: JsonValue = { 'a/b': [{ '~c': 1 }], '0': { '1': 2 } };
  for (const path of [['a/b', 0, '~c'], ['0', '1'], []])
    assert.deepEqual(pathOfPointer(pointerOfPath(path), row), path);
});
