import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bandRecall, bandsFor } from '../../../../src/core/duplicates/bandPlan';
import { LARGE_BUCKET, REACH } from '../../../../src/core/duplicates/bandTable';
import { NearDuplicates, SHORTEST_TEXT } from '../../../../src/core/duplicates/nearDuplicates';
import { JsNearKernel } from '../../../../src/core/kernel/jsNearKernel';
import { TextHasher } from '../../../../src/core/kernel/textHash';
import type { Neighbour } from '../../../../src/core/duplicates/nearVerdicts';
import { randomNumbers } from '../kernel/mutate';
import { AllPairs } from './allPairs';
import { SlowHelper } from './slowHelper';

/** The definition, word by word: sets of 5-grams of code points. */
function naiveJaccard(a: string, b: string): number {
  const [left, right] = [gramsOf(a), gramsOf(b)];
  let shared = 0;
  for (const gram of left) if (right.has(gram)) shared++;
  return shared / (left.size + right.size - shared);
}

const known = new Map<string, ReadonlySet<string>>();

function gramsOf(text: string): ReadonlySet<string> {
  let grams = known.get(text);
  if (grams === undefined) {
    const points = Array.from(text);
    grams = new Set(points.slice(4).map((_, i) => points.slice(i, i + 5).join('')));
    known.set(text, grams);
  }
  return grams;
}

const WORDS = ['wren', 'robin', 'heron', 'sings', 'early', '日本語', '😀', 'the', 'a', 'nests', 'over', 'Über'];
const word = fc.constantFrom(...WORDS);
const text = fc.array(word, { minLength: 5, maxLength: 40 }).map((words) => words.join(' '));
/** A text and copies of it with some words changed, so that similarities lie on both sides of the threshold. */
const family = fc.tuple(text, fc.array(fc.tuple(fc.nat(60), word), { maxLength: 4 })).chain(([base, edits]) =>
  fc.constant([
    base,
    ...edits.map((_, i) =>
      edits
        .slice(0, i + 1)
        .reduce((words, [at, replacement]) => {
          words[at % words.length] = replacement;
          return words;
        }, base.split(' '))
        .join(' '),
    ),
  ]),
);
const texts = fc.array(family, { minLength: 1, maxLength: 6 }).map((families) => families.flat());

for (const threshold of [0.7, 0.8, 0.85, 0.95, 1]) {
  test(`comparing all with all finds exactly the pairs of similarity ${threshold} and more, in any order`, () => {
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.nat()), (list, dice) => {
        const order = list
          .map((_, i) => [dice.next().value as number, i] as const)
          .sort(([a], [b]) => a - b)
          .map(([, i]) => i);
        const near = new AllPairs(threshold);
        for (const row of order) near.add(row, list[row] ?? '');
        for (const [row, own] of list.entries()) {
          const expected = list.flatMap((other, i) => {
            const isLong = own.length >= SHORTEST_TEXT && other.length >= SHORTEST_TEXT;
            return i !== row && isLong && naiveJaccard(own, other) >= threshold ? [i] : [];
          });
          assert.deepEqual(
            near
              .neighboursOf(row)
              .map((neighbour) => neighbour.row)
              .sort((a, b) => a - b),
            expected,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
}

type Clusters = readonly (readonly number[])[];

/** The clusters of the definition, from the same sketches: every pair that a band brings together is looked at, one by one. */
function naiveClusters(rows: ReadonlyMap<number, string>, threshold: number, recall: number): Clusters {
  const kernel = new JsNearKernel();
  const hasher = new TextHasher();
  const bands = bandsFor(threshold, recall);
  const byText = new Map<string, number[]>();
  for (const [row, own] of rows) {
    if (own.length >= SHORTEST_TEXT) byText.set(own, [...(byText.get(own) ?? []), row]);
  }
  const nodes = [...byText].map(([own, members]) => {
    const points = Array.from(own, (character) => character.codePointAt(0) ?? 0);
    kernel.points.set(points);
    kernel.sketch(points.length, bands);
    const { low, high } = hasher.text(own);
    return { own, members, keys: [...kernel.keys.subarray(0, bands.count)], low, high, label: -1 };
  });
  const linked = new Map(nodes.map((node) => [node, new Set<(typeof nodes)[number]>()]));
  for (let band = 0; band < bands.count; band++) {
    for (const key of new Set(nodes.map(({ keys }) => keys[band]))) {
      const bucket = nodes.filter(({ keys }) => keys[band] === key).sort((a, b) => a.high - b.high || a.low - b.low);
      const reach = bucket.length > LARGE_BUCKET ? REACH : Infinity;
      for (const [i, a] of bucket.entries()) {
        for (const [j, b] of bucket.entries()) {
          if (i < j && j - i <= reach && naiveJaccard(a.own, b.own) >= threshold) {
            linked.get(a)?.add(b);
            linked.get(b)?.add(a);
          }
        }
      }
    }
  }
  const clusters: number[][] = [];
  const seen = new Set<(typeof nodes)[number]>();
  for (const node of nodes) {
    if (seen.has(node)) continue;
    const component = new Set([node]);
    for (const member of component) for (const other of linked.get(member) ?? []) component.add(other);
    for (const member of component) seen.add(member);
    clusters.push([...component].flatMap(({ members }) => members).sort((a, b) => a - b));
  }
  return clusters.filter(({ length }) => length > 1).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

function clustersOf(near: NearDuplicates, rows: ReadonlyMap<number, string>): Clusters {
  const clusters = new Map<number, readonly number[]>();
  for (const row of rows.keys()) {
    const cluster = near.clusterOf(row).sort((a, b) => a - b);
    assert.equal(cluster.length > 1, !near.isAlone(row));
    if (cluster.length > 1) clusters.set(cluster[0] ?? 0, cluster);
  }
  const sorted = [...clusters.values()].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const listed: number[][] = [];
  near.forEachCluster((cluster) => listed.push([...cluster].sort((a, b) => a - b)));
  assert.deepEqual(
    listed.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0)),
    sorted,
  );
  return sorted;
}

interface Sizes {
  readonly bases: number;
  readonly steps: number;
  readonly words: number;
  /** Whether someone else compares pairs, too. */
  readonly isHelped?: boolean;
}

/** Rows come, change and go, some while pairs are being looked for. Gives how many pairs a helper has told of. */
function assertFollows(seed: number, sizes: Sizes): number {
  const random = randomNumbers(seed);
  const threshold = [0.6, 0.85, 0.9][random(3)] ?? 0.85;
  const vocabulary = Array.from({ length: 200 }, (_, i) => `${WORDS[i % WORDS.length] ?? ''}${i}`);
  const bases = Array.from({ length: sizes.bases }, () =>
    Array.from({ length: sizes.words }, () => vocabulary[random(200)] ?? ''),
  );
  const randomText = () => {
    const words = [...(bases[random(bases.length)] ?? [])];
    for (let changes = random(4); changes > 0; changes--) words[random(words.length)] = vocabulary[random(200)] ?? '';
    return words.join(' ');
  };
  const rows = new Map<number, string>();
  let helper: SlowHelper | undefined;
  const similarityOf = (a: string, b: string) => {
    const similarity = naiveJaccard(a, b);
    return similarity < threshold ? 0 : similarity;
  };
  const near = new NearDuplicates({
    threshold,
    recall: 0.995,
    textOf: (row) => rows.get(row),
    isBulk: random(2) === 0,
    expectedRows: 1 + random(100),
    ...(sizes.isHelped === true && {
      helper: (rowOf) =>
        (helper = new SlowHelper((node) => rows.get(rowOf(node)), similarityOf, 1 + random(sizes.steps / 10))),
    }),
  });
  const help = () => {
    for (let times = random(100); times > 0; times--) {
      near.work(0);
      if (random(5) === 0) helper?.answer(random(10) > 0);
    }
    if (random(100) === 0) helper?.die();
  };
  for (let step = 0; step < sizes.steps; step++) {
    const row = random(Math.ceil(sizes.steps * 0.7));
    if (random(4) === 0) {
      near.remove(row);
      rows.delete(row);
    } else {
      const own = randomText();
      rows.set(row, own);
      near.add(row, own);
    }
    if (random(10) === 0) near.work(0);
    if (helper !== undefined && random(3) === 0) help();
    // To the end, and the upkeep, too.
    if (random(20) === 0) while (near.work(5));
    if (random(Math.ceil(sizes.steps / 4)) === 0) {
      near.settle();
      assert.deepEqual(clustersOf(near, rows), naiveClusters(rows, threshold, 0.995));
    }
  }
  near.settle();
  const clusters = naiveClusters(rows, threshold, 0.995);
  assert.deepEqual(clustersOf(near, rows), clusters);
  const distinct = new Set([...rows.values()]).size;
  assert.equal(near.distinct, distinct);
  const order = (row: number) => row;
  const verdicts = [...rows.keys()].filter((row) => near.verdictOf(row, order) !== undefined).length;
  assert.equal(verdicts, clusters.flat().length - clusters.length);
  // Of rows with the same text one has a verdict only through others.
  assert.equal(near.countOf(distinct), clusters.flat().length - clusters.length - (rows.size - distinct));
  for (const row of rows.keys()) {
    const verdict = near.verdictOf(row, order);
    if (verdict === undefined) continue;
    const expected = naiveJaccard(rows.get(row) ?? '', rows.get(verdict.nearest.row) ?? '');
    assert.equal(verdict.nearest.similarity, expected);
    assert.ok(expected >= threshold);
  }
  const anew = new NearDuplicates({ threshold, recall: 0.995, textOf: (row) => rows.get(row), isBulk: true });
  for (const [row, own] of rows) anew.add(row, own);
  anew.settle();
  for (const row of rows.keys()) assert.deepEqual(neighboursOf(near, row), neighboursOf(anew, row));
  return helper?.told ?? 0;
}

function neighboursOf(near: NearDuplicates, row: number): readonly Neighbour[] {
  return near.neighboursOf(row).sort((a, b) => a.row - b.row);
}

test('clusters are those of the definition after any edits, whatever the order', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => void assertFollows(seed, { bases: 8, steps: 60, words: 12 })),
    { numRuns: 40 },
  );
});

test('large buckets are compared in part, and remain so through edits', () => {
  for (let seed = 0; seed < 3; seed++) assertFollows(seed, { bases: 1, steps: 150, words: 50 });
});

test('with a helper, however slow it is and whatever it can tell, clusters are the same', () => {
  let told = 0;
  const check = (seed: number) => {
    told += assertFollows(seed, { bases: 8, steps: 60, words: 12, isHelped: true });
  };
  fc.assert(fc.property(fc.nat(), check), { numRuns: 40 });
  for (let seed = 0; seed < 3; seed++) told += assertFollows(seed, { bases: 1, steps: 150, words: 50, isHelped: true });
  assert.ok(told > 1000, String(told));
});

/** Rows of which some pairs are given to a helper, before another comes and the helper answers. */
function assertToldLate(texts: readonly string[], last: readonly [row: number, text: string], pairs: number): void {
  const rows = new Map(texts.entries());
  let helper: SlowHelper | undefined;
  const options = { threshold: 0.6, recall: 0.995, textOf: (row: number) => rows.get(row), isBulk: true };
  const near = new NearDuplicates({
    ...options,
    helper: (rowOf) => (helper = new SlowHelper((node) => rows.get(rowOf(node)), naiveJaccard, 1, pairs)),
  });
  for (const [row, own] of rows) near.add(row, own);
  while (helper !== undefined && helper.waiting < pairs) near.work(0);
  rows.set(...last);
  near.add(...last);
  while (helper !== undefined && helper.waiting > 0) helper.answer(true);
  near.settle();
  const anew = new NearDuplicates(options);
  for (const [row, own] of rows) anew.add(row, own);
  anew.settle();
  for (const row of rows.keys()) assert.deepEqual(neighboursOf(near, row), neighboursOf(anew, row));
}

test('a row that has another text by the time that a helper answers is not told by the one that it had', () => {
  const own = 'the wren sings early over the nest, and the heron is late again this year, as it was the year before';
  const longer = own.replace('heron', 'swallow or the swift');
  assert.notEqual(naiveJaccard(own, longer), naiveJaccard(own, own.replace('heron', 'robin')));
  assertToldLate([own, own.replace('heron', 'robin')], [1, longer], 1);
});

test('pairs that a further row parts in a large bucket are none when a helper answers', () => {
  const words = Array.from({ length: 120 }, (_, i) => `word${i}`);
  const text = (row: number) => words.map((item, i) => (i === row ? 'other' : item)).join(' ');
  const texts = Array.from({ length: LARGE_BUCKET + 20 }, (_, row) => text(row));
  for (let last = texts.length; last < words.length; last++) {
    assertToldLate(texts, [texts.length, text(last)], texts.length * REACH);
  }
});

test('many edits in very large buckets end in looking for all pairs anew, with the same result', () => {
  const rows = new Map<number, string>();
  const near = new NearDuplicates({ threshold: 0.7, recall: 0.99, textOf: (row) => rows.get(row) });
  const words = Array.from({ length: 80 }, (_, i) => `word${i}`);
  let wasReset = false;
  for (let row = 0; row < 900; row++) {
    const own = words.map((item, i) => (i === row % 80 ? `other${row}` : item)).join(' ');
    rows.set(row, own);
    near.add(row, own);
    wasReset ||= !near.isDone && near.isAlone(0);
    if (row < 100) near.settle();
  }
  near.settle();
  assert.equal(near.clusterOf(0).length, rows.size);
  assert.ok(wasReset);
});

test('upkeep begins with the first edit, and changes nothing but what later edits cost', () => {
  const rows = new Map<number, string>();
  const textOf = (row: number) => rows.get(row);
  const near = new NearDuplicates({ threshold: 0.85, recall: 0.995, textOf, isBulk: true });
  const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
  const add = (row: number) => {
    const own = words.map((item, i) => (i === row % 60 ? `other${row % 300}` : `${item} ${row % 100}`)).join(' ');
    rows.set(row, own);
    near.add(row, own);
  };
  for (let row = 0; row < 400; row++) add(row);
  near.settle();
  assert.equal(near.hasUpkeep, false);
  const before = clustersOf(near, rows);
  assert.ok(before.length > 0);
  const [changed = ''] = rows.values();
  near.add(0, `${changed} and more`);
  near.add(0, changed);
  near.settle();
  assert.equal(near.hasUpkeep, true);
  assert.ok(near.isDone);
  while (near.work(1)) assert.ok(near.isDone);
  assert.deepEqual(clustersOf(near, rows), before);
  for (let row = 0; row < 400; row += 7) {
    near.remove(row);
    add(row);
  }
  near.settle();
  assert.equal(near.hasUpkeep, false);
  assert.deepEqual(clustersOf(near, rows), before);
});

test('a removed row leaves no trace, and its cluster falls apart where it held it together', () => {
  const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
  const at = (changed: number) => words.map((item, i) => (i < changed ? `other${i}` : item)).join(' ');
  const rows = new Map([1, 2, 3].map((row) => [row, at((row - 1) * 3)]));
  const near = new NearDuplicates({ threshold: 0.85, recall: 0.999, textOf: (row) => rows.get(row) });
  const add = (row: number) => near.add(row, rows.get(row) ?? '');
  const cluster = (row: number) => near.clusterOf(row).sort();
  for (const row of rows.keys()) add(row);
  near.settle();
  assert.deepEqual(cluster(1), [1, 2, 3]);
  assert.equal(near.verdictOf(3, (row) => row)?.nearest.row, 2);
  near.remove(2);
  near.settle();
  assert.deepEqual([cluster(1), cluster(3)], [[1], [3]]);
  add(2);
  near.settle();
  assert.deepEqual(cluster(3), [1, 2, 3]);
});

test('the bands of a threshold find the share of its pairs that is asked for', () => {
  assert.deepEqual(bandsFor(0.85, 0.995), { count: 18, rows: 7 });
  assert.deepEqual(bandsFor(0.8, 0.995), { count: 21, rows: 6 });
  for (const threshold of [0.5, 0.6, 0.7, 0.9, 0.99, 1]) {
    for (const recall of [0.9, 0.995, 0.9999]) assert.ok(bandRecall(threshold, bandsFor(threshold, recall)) >= recall);
  }
});
