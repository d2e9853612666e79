import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BandTable } from '../../../../src/core/duplicates/bandTable';
import { randomNumbers } from '../kernel/mutate';

const BANDS = 3;

/** The buckets of two and more nodes, of a naive table: nodes by band and key. */
function naiveBuckets(keys: ReadonlyMap<number, Int32Array>, band: number): string[] {
  const buckets = new Map<number, number[]>();
  for (const [node, own] of keys) {
    const key = own[band] ?? 0;
    buckets.set(key, [...(buckets.get(key) ?? []), node]);
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1).map(textOf);
}

function textOf(bucket: readonly number[]): string {
  return [...bucket].sort((a, b) => a - b).join();
}

/** Nodes come and go before, while and after the table is sorted, some at a time. */
function assertSame(seed: number, nodes: number, kinds: number) {
  const random = randomNumbers(seed);
  const keys = new Map<number, Int32Array>();
  const table = new BandTable(BANDS, random(2) * nodes);
  let next = 0;
  const add = () => {
    // A key of its own, one of some that others have, or one that many have.
    const own = Int32Array.from(
      { length: BANDS },
      () => [random(2 ** 32), random(kinds) << 20, 12_345][random(3)] ?? 0,
    );
    keys.set(next, own);
    table.add(next++, own);
  };
  const remove = () => {
    const node = random(next + 1);
    if (!table.has(node)) return;
    table.remove(node);
    keys.delete(node);
  };
  for (let i = 0; i < nodes; i++) {
    add();
    if (random(5) === 0) remove();
  }
  while (table.sortSome(1 + random(nodes))) {
    if (random(3) === 0) add();
    if (random(3) === 0) remove();
  }
  for (let i = 0; i < 20; i++) {
    add();
    remove();
  }
  for (let band = 0; band < BANDS; band++) {
    const expected = new Set(naiveBuckets(keys, band));
    const found: string[] = [];
    table.forEachBucket(band, 0, table.runsOf(band), (bucket) => found.push(textOf(bucket)));
    assert.equal(new Set(found).size, found.length);
    for (const bucket of found) assert.ok(expected.has(bucket));
    // What is not found holds late nodes, but for one.
    const late = new Set(table.lateNodes());
    for (const bucket of expected) {
      const sorted = bucket.split(',').filter((node) => !late.has(Number(node)));
      assert.ok(sorted.length < 2 || found.includes(bucket), `${seed}: ${bucket}`);
    }
    for (const [node, own] of keys) {
      const same = [...keys].filter(([, other]) => other[band] === own[band]).map(([other]) => other);
      assert.equal(textOf(table.bucketOf(band, node)), textOf(same));
    }
  }
}

test('buckets are those of a naive table, whenever nodes come and go', () => {
  for (let seed = 0; seed < 60; seed++) assertSame(seed, 1 + ((seed * 37) % 400), 1 + (seed % 40));
});

test('a sorted table forgets and sorts anew', () => {
  const table = new BandTable(1, 4);
  for (const [node, key] of [5, 6, 5].entries()) table.add(node, Int32Array.of(key));
  while (table.sortSome(1));
  table.unsort();
  table.remove(2);
  table.add(3, Int32Array.of(6));
  while (table.sortSome(1));
  const found: string[] = [];
  table.forEachBucket(0, 0, table.runsOf(0), (bucket) => found.push(textOf(bucket)));
  assert.deepEqual(found, ['1,3']);
});
