import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BalanceCondition } from '../../../../src/core/balance/balanceData';
import { exampleOf } from '../../../../src/core/balance/exampleOf';
import { selectRows } from '../../../../src/core/balance/rowSelection';
import { bitOf, traitsOf } from '../../../../src/core/balance/rowTraits';
import type { Operation } from '../../../../src/core/document/change';
import { bytesOf } from '../analysis/analysed';
import { randomLine, randomLines, SAMPLE_LINES } from '../analysis/randomDataset';
import { randomNumbers } from '../kernel/mutate';
import { Counted, guessByLength } from './counted';

test('the figures of a sweep are those of counting each row anew', async () => {
  const counted = new Counted(bytesOf([...SAMPLE_LINES, ...randomLines(2000, 1)])).finish();
  assert.deepEqual(counted.balance.figures(), await counted.recounted());
});

test('figures equal a naive computation', async () => {
  const lines = randomLines(1500, 3);
  const { examples, notExamples, declaredTypes, measures, traits, openings } = new Counted(bytesOf(lines))
    .finish()
    .balance.figures();
  const views = lines.map(exampleOf).filter((view) => view !== undefined);
  const rows = views.map(traitsOf);
  assert.equal(examples, views.length);
  assert.equal(notExamples, lines.length - views.length);
  const types = new Map<string, number>();
  for (const { declaredType } of rows) types.set(declaredType, (types.get(declaredType) ?? 0) + 1);
  assert.equal(declaredTypes.without, types.get(''));
  for (const { name, count } of declaredTypes.entries) assert.equal(count, types.get(name));
  assert.equal(declaredTypes.distinct, types.size - 1);
  const tokens = rows.map(({ totalTokens }) => totalTokens).sort((a, b) => a - b);
  const { totalTokens } = measures;
  assert.equal(
    totalTokens.sum,
    tokens.reduce((sum, count) => sum + count, 0),
  );
  assert.deepEqual([totalTokens.min, totalTokens.max], [tokens[0], tokens.at(-1)]);
  assert.equal(
    totalTokens.bins.reduce((sum, { count }) => sum + count, 0),
    tokens.length,
  );
  for (const [share, value] of [
    [0.05, totalTokens.percentiles.p5],
    [0.5, totalTokens.percentiles.p50],
    [0.99, totalTokens.percentiles.p99],
  ] as const) {
    const exact = tokens[Math.ceil(share * tokens.length) - 1] ?? 0;
    assert.ok(Math.abs(value - exact) <= exact / 31, `${share}: ${value} for ${exact}`);
  }
  for (const bin of totalTokens.bins) {
    assert.equal(bin.count, tokens.filter((count) => count >= bin.from && count < bin.to).length);
  }
  assert.equal(traits.list, rows.filter((row) => (row.traits & bitOf('list')) !== 0).length);
  for (const { word, count } of openings.words) {
    assert.equal(count, rows.filter(({ opening }) => opening.word === word).length, word);
  }
  await Promise.resolve();
});

/** Replaces, inserts, deletes and moves rows here and there. */
async function randomOperation({ dataset }: Counted, random: (below: number) => number): Promise<Operation> {
  const ids = () => Array.from({ length: 1 + random(3) }, () => dataset.idAt(random(dataset.count)));
  const kind = dataset.count < 3 ? 1 : random(4);
  if (kind === 0) {
    const [row] = await dataset.readRows(random(dataset.count), 1);
    if (row !== undefined) return { kind: 'replace', row, text: randomLine(random, []) };
  }
  if (kind === 2) return { kind: 'delete', ids: [...new Set(ids())] };
  if (kind === 3) return { kind: 'move', ids: [...new Set(ids())], to: random(dataset.count + 1) };
  const texts = Array.from({ length: 1 + random(3) }, () => randomLine(random, []));
  return { kind: 'insert', at: random(dataset.count + 1), texts };
}

test('after random edits, undo and redo, at any point of the work, figures are those of a recount', async () => {
  for (let seed = 0; seed < 25; seed++) {
    const random = randomNumbers(seed);
    const counted = new Counted(bytesOf(randomLines(30 + seed * 40, seed)));
    const limit = 5 + seed;
    for (let step = 0; step < 12; step++) {
      if (random(3) > 0) counted.balance.work(0);
      counted.balance.overLimit(step === 6 ? limit + 1 : limit);
      const kind = random(6);
      if (kind === 4) await counted.undo();
      else if (kind === 5) await counted.redo();
      else await counted.edit(await randomOperation(counted, random));
    }
    assert.deepEqual(counted.finish().balance.figures(), await counted.recounted(), `seed ${seed}`);
    assert.equal(counted.balance.overLimit(limit).examples.totalTokens, await counted.recountedOver(limit));
  }
});

test('undo brings every figure back', async () => {
  const counted = new Counted(bytesOf(randomLines(400, 7))).finish();
  const before = counted.balance.figures();
  const random = randomNumbers(7);
  for (let i = 0; i < 20; i++) await counted.edit(await randomOperation(counted, random));
  assert.notDeepEqual(counted.balance.figures(), before);
  for (let i = 0; i < 20; i++) await counted.undo();
  assert.deepEqual(counted.balance.figures(), before);
});

test('a larger dataset is estimated from a seeded sample first, then counted whole', async () => {
  const bytes = bytesOf(randomLines(900, 5));
  const counted = new Counted(bytes, { sampleSize: 300 });
  while (counted.balance.figures().basis.rows < 300) counted.balance.work(0);
  const { basis, guessedTypes } = counted.balance.figures();
  assert.deepEqual(basis, { rows: 300, total: 900 });
  assert.equal(guessedTypes.basis.total, 900);
  counted.finish();
  const done = counted.balance.figures();
  assert.equal(done.basis.rows, 900);
  assert.ok(done.guessedTypes.basis.rows <= 300);
  const again = new Counted(bytes, { sampleSize: 300 }).finish();
  assert.deepEqual(again.balance.figures(), done);
  counted.balance.guessAll();
  assert.deepEqual(counted.finish().balance.figures(), await counted.recounted());
});

test('edits reach the sample, and guesses of all rows that are under way', async () => {
  for (let seed = 0; seed < 10; seed++) {
    const random = randomNumbers(seed);
    const counted = new Counted(bytesOf(randomLines(500, seed)), { sampleSize: 100 });
    if (seed % 2 === 0) counted.balance.guessAll();
    for (let step = 0; step < 20; step++) {
      counted.balance.work(0);
      await counted.edit(await randomOperation(counted, random));
    }
    counted.balance.guessAll();
    assert.deepEqual(counted.finish().balance.figures(), await counted.recounted());
  }
});

test('a filter finds the rows that a naive test finds, in the order of the document', async () => {
  const counted = new Counted(bytesOf(randomLines(600, 11)));
  const random = randomNumbers(11);
  for (let i = 0; i < 15; i++) await counted.edit(await randomOperation(counted, random));
  counted.finish();
  const { balance, dataset } = counted;
  const rows = (await dataset.readRows(0, dataset.count)).flatMap(({ id, text }) => {
    const view = exampleOf(text);
    return view === undefined ? [] : [{ id, traits: traitsOf(view), guess: guessByLength(view) }];
  });
  const [opening] = balance.figures().openings.words;
  const word = opening?.word ?? '';
  const cases: [BalanceCondition[], (row: (typeof rows)[number]) => boolean][] = [
    [[], () => true],
    [[{ by: 'declaredType', name: 'open_qa' }], ({ traits }) => traits.declaredType === 'open_qa'],
    [[{ by: 'declaredType', name: '' }], ({ traits }) => traits.declaredType === ''],
    [[{ by: 'declaredType', name: 'nowhere' }], () => false],
    [[{ by: 'guessedType', type: 'abstained' }], ({ guess }) => guess.type === undefined],
    [[{ by: 'language', name: 'fr' }], ({ guess }) => guess.language === 'fr'],
    [[{ by: 'opening', word }], ({ traits }) => traits.opening.word === word],
    [[{ by: 'opening', word, next: '' }], ({ traits: { opening: of } }) => of.word === word && of.next === ''],
    [[{ by: 'trait', trait: 'system', has: true }], ({ traits }) => (traits.traits & bitOf('system')) !== 0],
    [[{ by: 'trait', trait: 'input', has: false }], ({ traits }) => (traits.traits & bitOf('input')) === 0],
    [[{ by: 'measure', measure: 'turns', from: 2, to: 3 }], ({ traits }) => traits.turns === 2],
    [[{ by: 'measure', measure: 'turns', from: 0 }], () => true],
    [[{ by: 'measure', measure: 'turns', from: -1, to: 2 }], ({ traits }) => traits.turns < 2],
    [[{ by: 'measure', measure: 'turns', from: 3, to: 2 }], () => false],
    [
      [
        { by: 'measure', measure: 'totalTokens', from: 3 },
        { by: 'trait', trait: 'input', has: true },
      ],
      ({ traits }) => traits.totalTokens >= 3 && (traits.traits & bitOf('input')) !== 0,
    ],
    [[{ by: 'problem', code: 'pair/empty-response' }], ({ id }) => id % 2 === 0],
  ];
  const even = new Set(rows.filter(({ id }) => id % 2 === 0).map(({ id }) => id));
  for (const [filter, test] of cases) {
    const found = selectRows(balance.columns, filter, balance.order.ranges(), () => even);
    assert.deepEqual(
      [...found],
      rows.filter(test).map(({ id }) => id),
      JSON.stringify(filter),
    );
  }
});

test('no rows, one row, only broken rows, and 70,000 task types make sense', () => {
  const figures = (lines: readonly string[]) => new Counted(bytesOf(lines)).finish().balance.figures();
  assert.deepEqual(figures([]).measures.turns, figures(['{']).measures.turns);
  assert.deepEqual([figures([]).examples, figures(['{', '', '[]']).notExamples], [0, 3]);
  assert.equal(figures(['{"instruction": "Name a bird.", "output": "Wren"}']).openings.words[0]?.word, 'name');
  const many = Array.from({ length: 70_000 }, (_, i) => `{"instruction":"a","response":"b","category":"type ${i}"}`);
  const { declaredTypes } = figures(many);
  assert.equal(declaredTypes.entries.length, 200);
  assert.equal(declaredTypes.unlisted, 69_800);
});
