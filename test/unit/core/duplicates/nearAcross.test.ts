import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bandsFor } from '../../../../src/core/duplicates/bandPlan';
import { NearAcross, type ReadTexts } from '../../../../src/core/duplicates/nearAcross';
import { SHORTEST_TEXT } from '../../../../src/core/duplicates/nearDuplicates';
import type { Neighbour } from '../../../../src/core/duplicates/nearVerdicts';
import { JsNearKernel } from '../../../../src/core/kernel/jsNearKernel';
import { randomNumbers } from '../kernel/mutate';

/** The texts of each dataset. */
type Datasets = readonly (readonly string[])[];

const RECALL = 0.995;

function gramsOf(text: string): ReadonlySet<string> {
  const points = Array.from(text);
  return new Set(points.slice(4).map((_, i) => points.slice(i, i + 5).join('')));
}

function bandsOf(text: string, threshold: number): readonly string[] {
  const kernel = new JsNearKernel();
  const bands = bandsFor(threshold, RECALL);
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  kernel.points.set(points);
  kernel.sketch(points.length, bands);
  return [...kernel.keys.subarray(0, bands.count)].map((key, band) => `${band} ${key}`);
}

/** What the definition says: of all pairs that have a band in common, those that are alike; the most alike, the first of several. */
class Naive {
  private readonly sketches = new Map<string, { grams: ReadonlySet<string>; bands: ReadonlySet<string> }>();

  constructor(
    private readonly datasets: Datasets,
    private readonly threshold: number,
  ) {}

  nearestIn(dataset: number, text: string): Neighbour | undefined {
    let nearest: Neighbour | undefined;
    for (const [row, other] of (this.datasets[dataset] ?? []).entries()) {
      const similarity = this.similarityOf(text, other);
      if (similarity >= this.threshold && similarity > (nearest?.similarity ?? 0)) nearest = { row, similarity };
    }
    return nearest;
  }

  private similarityOf(a: string, b: string): number {
    if (a.length < SHORTEST_TEXT || b.length < SHORTEST_TEXT) return 0;
    const [left, right] = [this.sketchOf(a), this.sketchOf(b)];
    if (![...left.bands].some((band) => right.bands.has(band))) return 0;
    const shared = [...left.grams].filter((gram) => right.grams.has(gram)).length;
    return shared / (left.grams.size + right.grams.size - shared);
  }

  private sketchOf(text: string) {
    let sketch = this.sketches.get(text);
    if (sketch === undefined) {
      sketch = { grams: gramsOf(text), bands: new Set(bandsOf(text, this.threshold)) };
      this.sketches.set(text, sketch);
    }
    return sketch;
  }
}

const runToEnd = (steps: Iterable<unknown>): Promise<boolean> => {
  Array.from(steps);
  return Promise.resolve(true);
};

/** The nearest row of each row in each other dataset. `order` says in which order datasets are numbered and added. */
async function foundIn(datasets: Datasets, threshold: number, order = datasets.map((_, i) => i)) {
  const near = new NearAcross({ threshold, recall: RECALL, datasets: datasets.length });
  for (const [number, dataset] of order.entries()) {
    for (const [row, text] of (datasets[dataset] ?? []).entries()) near.add({ dataset: number, row }, text);
  }
  const read: ReadTexts = (places) =>
    Promise.resolve(places.map(({ dataset, row }) => datasets[order[dataset] ?? 0]?.[row]));
  assert.ok(await near.find(read, runToEnd));
  return datasets.map((rows, dataset) =>
    rows.map((_, row) =>
      datasets.map((__, other) =>
        other === dataset ? undefined : near.nearestIn(order.indexOf(other), { dataset: order.indexOf(dataset), row }),
      ),
    ),
  );
}

function expectedIn(datasets: Datasets, threshold: number) {
  const naive = new Naive(datasets, threshold);
  return datasets.map((rows, dataset) =>
    rows.map((text) => datasets.map((_, other) => (other === dataset ? undefined : naive.nearestIn(other, text)))),
  );
}

const WORDS = ['wren', 'robin', 'heron', 'sings', 'early', '日本語', '😀', 'the', 'a', 'nests', 'over', 'Über'];

/** Datasets of texts that are changed copies of a few, some of them the same in several datasets, some too short. */
function randomDatasets(
  seed: number,
  { count, rows, words }: { count: number; rows: number; words: number },
): Datasets {
  const random = randomNumbers(seed);
  const vocabulary = Array.from({ length: 200 }, (_, i) => `${WORDS[i % WORDS.length] ?? ''}${i}`);
  const bases = Array.from({ length: 6 }, () =>
    Array.from({ length: 2 + random(words) }, () => vocabulary[random(200)] ?? ''),
  );
  return Array.from({ length: count }, () =>
    Array.from({ length: random(rows) }, () => {
      const text = [...(bases[random(bases.length)] ?? [])];
      for (let changes = random(4); changes > 0; changes--) text[random(text.length)] = vocabulary[random(200)] ?? '';
      return text.join(' ');
    }),
  );
}

test('finds in every other dataset the row that comparing all with all finds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(0.6, 0.85, 0.95), async (seed, threshold) => {
      const datasets = randomDatasets(seed, { count: 3, rows: 25, words: 25 });
      assert.deepEqual(await foundIn(datasets, threshold), expectedIn(datasets, threshold));
    }),
    { numRuns: 30 },
  );
});

test('the order of the datasets is irrelevant', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async (seed, order) => {
      const datasets = randomDatasets(seed, { count: 3, rows: 40, words: 25 });
      assert.deepEqual(await foundIn(datasets, 0.7, order), await foundIn(datasets, 0.7));
    }),
    { numRuns: 30 },
  );
});

/** One text with a word of its own in each row: all are alike. */
function variants(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: 80 }, (__, at) => (at === i % 80 ? `${name}${i}` : `word${at}`)).join(' '),
  );
}

test('of many alike texts each is found alike one of the other dataset, in any order', async () => {
  const datasets = [variants(300, 'one'), variants(300, 'other')];
  const found = await foundIn(datasets, 0.7);
  const naive = new Naive(datasets, 0.7);
  for (const [row, text] of (datasets[0] ?? []).entries()) {
    const nearest = found[0]?.[row]?.[1];
    assert.ok(nearest);
    const own = new Naive([[], [datasets[1]?.[nearest.row] ?? '']], 0.7).nearestIn(1, text);
    assert.equal(nearest.similarity, own?.similarity);
    assert.ok(nearest.similarity <= (naive.nearestIn(1, text)?.similarity ?? 0));
  }
  assert.deepEqual(await foundIn(datasets, 0.7, [1, 0]), found);
});

test('a text that stands in one dataset very often costs no more than once', async () => {
  const [text = '', copy = ''] = variants(2, 'x');
  const often = Array.from({ length: 200_000 }, () => text);
  const near = new NearAcross({ threshold: 0.85, recall: RECALL, datasets: 2 });
  for (const [row, own] of often.entries()) near.add({ dataset: 0, row }, own);
  near.add({ dataset: 1, row: 7 }, copy);
  const asked: number[] = [];
  const read: ReadTexts = (places) => {
    asked.push(places.length);
    return Promise.resolve(places.map(({ dataset }) => (dataset === 0 ? text : copy)));
  };
  await near.find(read, runToEnd);
  assert.deepEqual(asked, [2]);
  assert.equal(near.nearestIn(1, { dataset: 0, row: 199_999 })?.row, 7);
  assert.equal(near.nearestIn(0, { dataset: 1, row: 7 })?.row, 0);
});

test('texts are read some at a time, and what cannot be read is like nothing', async () => {
  const datasets = [variants(3000, 'one'), variants(3000, 'other')];
  const near = new NearAcross({ threshold: 0.7, recall: RECALL, datasets: 2 });
  for (const [dataset, texts] of datasets.entries()) {
    for (const [row, text] of texts.entries()) near.add({ dataset, row }, text);
  }
  const asked: number[] = [];
  await near.find((places) => {
    asked.push(places.length);
    return Promise.resolve(places.map(() => undefined));
  }, runToEnd);
  assert.ok(asked.length > 1);
  assert.ok(Math.max(...asked) <= 2 * 4096, asked.join());
  assert.equal(near.nearestIn(1, { dataset: 0, row: 0 }), undefined);
});

test('stops when it is told to', async () => {
  const datasets = [variants(50, 'one'), variants(50, 'other')];
  const near = new NearAcross({ threshold: 0.7, recall: RECALL, datasets: 2 });
  for (const [dataset, texts] of datasets.entries()) {
    for (const [row, text] of texts.entries()) near.add({ dataset, row }, text);
  }
  const isComplete = await near.find(
    () => Promise.reject(new Error('nothing is read')),
    () => Promise.resolve(false),
  );
  assert.equal(isComplete, false);
});
