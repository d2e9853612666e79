import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DatasetFacts, signatureOf } from '../../../../src/core/checks/datasetFacts';
import type { JsonValue } from '../../../../src/core/json/path';
import { recogniseShape } from '../../../../src/core/record/recognise';

const record = fc.dictionary(
  fc.constantFrom('instruction', 'output', 'a,b', 'c%d', 'e:f'),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
  { maxKeys: 4 },
);
const factsOf = (row: Record<string, JsonValue>) => ({ shape: recogniseShape(row), signature: signatureOf(row) });
const said = (facts: DatasetFacts) => {
  const { summary } = facts;
  const keys = ['instruction', 'output', 'a,b', 'c%d', 'e:f'];
  return [
    summary.rows,
    summary.shape,
    keys.map((key) => [summary.rowsWith(key), summary.typeOf(key), summary.nullsAt(key)]),
  ];
};

test('adding, removing and merging come to what a fresh count of the rows says', () => {
  fc.assert(
    fc.property(fc.array(record), fc.array(record), fc.array(record), (kept, gone, elsewhere) => {
      const facts = new DatasetFacts();
      for (const row of [...gone, ...kept]) facts.add(factsOf(row));
      for (const row of gone) facts.remove(factsOf(row));
      const other = new DatasetFacts();
      for (const row of elsewhere) other.add(factsOf(row));
      facts.merge(other);
      const fresh = new DatasetFacts();
      for (const row of [...elsewhere, ...kept].reverse()) fresh.add(factsOf(row));
      assert.deepEqual(said(facts), said(fresh));
      const withKey = [...kept, ...elsewhere].filter((row) => Object.hasOwn(row, 'a,b'));
      assert.equal(facts.summary.rowsWith('a,b'), withKey.length);
    }),
  );
});
