import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ClusterTable } from '../../../../src/core/duplicates/clusterTable';

type Step =
  | { readonly kind: 'add'; readonly row: number; readonly key: number }
  | { readonly kind: 'remove'; readonly row: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('add' as const), row: fc.nat(60), key: fc.nat(12) }),
    fc.record({ kind: fc.constant('remove' as const), row: fc.nat(60) }),
  ),
  { maxLength: 300 },
);
/** Keys that share halves, so that a table that compares only one of them fails. */
const keyOf = (key: number) => ({ high: key % 3, low: Math.floor(key / 3) });

function play(table: ClusterTable, naive: Map<number, number>, list: readonly Step[]): void {
  for (const step of list) {
    if (step.kind === 'add') {
      table.add(step.row, keyOf(step.key));
      naive.set(step.row, step.key);
    } else {
      table.remove(step.row);
      naive.delete(step.row);
    }
  }
}

const sorted = (rows: readonly number[]) => [...rows].sort((a, b) => a - b);

test('clusters are those of a naive map after any adding and removing', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const table = new ClusterTable(4);
      const naive = new Map<number, number>();
      play(table, naive, list);
      assert.equal(table.size, naive.size);
      assert.equal(table.distinct, new Set(naive.values()).size);
      for (let row = 0; row <= 60; row++) {
        const key = naive.get(row);
        const members =
          key === undefined ? [] : [...naive].filter(([, other]) => other === key).map(([other]) => other);
        assert.deepEqual(sorted(table.membersOf(row)), sorted(members));
        assert.equal(table.sizeOf(row), members.length);
        assert.equal(
          table.firstOf(row, (other) => -other),
          members.length === 0 ? undefined : Math.max(...members),
        );
      }
      const clusters: number[][] = [];
      table.forEachCluster((rows) => clusters.push(sorted(rows)));
      const expected = [...new Set(naive.values())]
        .map((key) => sorted([...naive].filter(([, other]) => other === key).map(([row]) => row)))
        .filter((rows) => rows.length > 1);
      assert.deepEqual(clusters.map(String).sort(), expected.map(String).sort());
    }),
    { numRuns: 300 },
  );
});

test('many rows of one key and many of their own stay fast', () => {
  const table = new ClusterTable();
  for (let row = 0; row < 200_000; row++)
    table.add(row, row % 2 === 0 ? { high: 1, low: 1 } : { high: row, low: row * 7 });
  const order = (row: number) => row;
  const start = performance.now();
  for (let row = 0; row < 200_000; row++) table.firstOf(row, order);
  assert.ok(performance.now() - start < 5_000, 'a long cluster is walked once, not once for each member');
  assert.equal(table.sizeOf(0), 100_000);
});
