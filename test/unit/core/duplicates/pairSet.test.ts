import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PairSet } from '../../../../src/core/duplicates/pairSet';
import { randomNumbers } from '../kernel/mutate';

test('a pair is new once, whichever way round, until all are forgotten', () => {
  const random = randomNumbers(7);
  const limit = 2 ** 26;
  const pairs = new PairSet(limit, 1 << 16);
  const known = new Set<number>();
  for (let i = 0; i < 30_000; i++) {
    // Some small, some as large as they may be.
    const [a, b] = [random(200), i % 3 === 0 ? random(200) : limit - 1 - random(200)];
    const key = Math.min(a, b) * limit + Math.max(a, b);
    assert.equal(i % 2 === 0 ? pairs.add(a, b) : pairs.add(b, a), !known.has(key));
    known.add(key);
  }
  assert.ok(known.size > 10_000);
  pairs.clear();
  assert.ok(pairs.add(1, 2));
  assert.ok(!pairs.add(2, 1));
});

test('it forgets all rather than to grow beyond what there is room for', () => {
  const pairs = new PairSet(1000, 512);
  let again = 0;
  for (let round = 0; round < 2; round++) for (let i = 0; i < 5000; i++) if (pairs.add(i % 997, 998)) again++;
  // What is forgotten is new again; what is not is known.
  assert.ok(again > 997 && again < 10_000);
  assert.ok(pairs.add(1, 3));
  assert.ok(!pairs.add(1, 3));
});
