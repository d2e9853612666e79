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

/** Nodes come and go before, while and after buckets are found, then while and after nodes are listed, some at a time. */
function assertSame(seed: number, nodes: number, kinds: number) {
  const random = randomNumbers(seed);
  const keys = new Map<number, Int32Array>();
  const table = new BandTable(BANDS, random(2) * nodes);
  const free: number[] = [];
  let next = 0;
  const add = () => {
    // A key of its own, one of some that others have, or one that many have.
    const own = Int32Array.from(
      { length: BANDS },
      () => [random(2 ** 32), random(kinds) << 20, 12_345][random(3)] ?? 0,
    );
    const node = (table.isListing ? undefined : free.pop()) ?? next++;
    keys.set(node, own);
    table.add(node, own);
  };
  const remove = () => {
    const node = random(next + 1);
    if (!table.has(node)) return;
    table.remove(node);
    keys.delete(node);
    free.push(node);
  };
  const edit = () => {
    if (random(3) === 0) add();
    if (random(3) === 0) remove();
  };
  const assertSingle = () => {
    for (let band = 0; band < BANDS; band++) {
      for (const [node, own] of keys) {
        if (random(keys.size) >= 10) continue;
        const same = [...keys].filter(([, other]) => other[band] === own[band]).map(([other]) => other);
        assert.equal(textOf(table.bucketOf(band, node)), textOf(same));
      }
    }
  };
  for (let i = 0; i < nodes; i++) {
    add();
    if (random(5) === 0) remove();
  }
  let band = 0;
  do {
    // Those that come after a band was begun: buckets of which they are all but one are not found.
    const before = new Set(keys);
    while (!table.findSome(1 + random(nodes))) edit();
    edit();
    const expected = new Set(naiveBuckets(keys, band));
    const found: string[] = [];
    const middle = random(table.found + 1);
    table.forEachBucket(0, middle, (bucket) => found.push(textOf(bucket)));
    table.forEachBucket(middle, table.found, (bucket) => found.push(textOf(bucket)));
    assert.equal(new Set(found).size, found.length);
    for (const bucket of found) assert.ok(expected.has(bucket), `${seed}: ${bucket} in ${band}`);
    const old = new Set([...before].filter(([node, own]) => keys.get(node) === own).map(([node]) => node));
    for (const bucket of expected) {
      const known = bucket.split(',').filter((node) => old.has(Number(node)));
      assert.ok(known.length < 2 || found.includes(bucket), `${seed}: ${bucket} in ${band}`);
    }
    if (random(4) === 0) assertSingle();
    band++;
  } while (table.nextBand());
  assert.equal(band, BANDS);
  edit();
  assertSingle();
  while (table.isToBeListed) {
    table.listSome(1 + random(nodes));
    edit();
    if (random(4) === 0) assertSingle();
  }
  for (let i = 0; i < 20; i++) {
    add();
    remove();
  }
  assertSingle();
  table.forget();
  edit();
  assertSingle();
}

test('buckets are those of a naive table, whenever nodes come and go', () => {
  for (let seed = 0; seed < 150; seed++) assertSame(seed, 1 + ((seed * 37) % 400), 1 + (seed % 40));
});

test('buckets of many nodes, in more than one segment of keys, are found', () => {
  const nodes = 40_000;
  const table = new BandTable(1, 16);
  for (let node = 0; node < nodes; node++) table.add(node, Int32Array.of(Math.imul(node % 30_000, 0x9e37_79b1)));
  while (!table.findSome(5000));
  const found: string[] = [];
  table.forEachBucket(0, table.found, (bucket) => found.push(textOf(bucket)));
  assert.equal(found.length, 10_000);
  for (const node of [0, 1, 5000, 9999]) {
    assert.ok(found.includes(`${node},${node + 30_000}`));
    assert.equal(textOf(table.bucketOf(0, node)), `${node},${node + 30_000}`);
  }
  assert.equal(table.nextBand(), false);
  let parts = 0;
  for (; table.isToBeListed; parts++) table.listSome(5000);
  assert.ok(parts > 1);
  assert.equal(textOf(table.bucketOf(0, 5000)), '5000,35000');
  assert.equal(textOf(table.bucketOf(0, 20_000)), '20000');
});

test('nodes are listed before anybody asks where a walk through all of them would take too long', () => {
  const table = new BandTable(2, 4, 2);
  const add = (node: number) => {
    table.add(node, Int32Array.of(node, 7));
  };
  const isToBeListed = [0, 1, 2].map((node) => {
    add(node);
    return table.isToBeListed;
  });
  assert.deepEqual(isToBeListed, [false, false, true]);
  let parts = 0;
  for (; table.isToBeListed; parts++) table.listSome(1);
  assert.ok(parts > 1);
  assert.equal(textOf(table.bucketOf(1, 0)), '0,1,2');
});

test('a listed table forgets and finds anew', () => {
  const table = new BandTable(1, 4);
  for (const [node, key] of [5, 6, 5].entries()) table.add(node, Int32Array.of(key));
  assert.equal(textOf(table.bucketOf(0, 0)), '0,2');
  while (table.isToBeListed) table.listSome(1);
  table.forget();
  table.remove(2);
  table.add(3, Int32Array.of(6));
  while (!table.findSome(1));
  const found: string[] = [];
  table.forEachBucket(0, table.found, (bucket) => found.push(textOf(bucket)));
  assert.deepEqual(found, ['1,3']);
});
