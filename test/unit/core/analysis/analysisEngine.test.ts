import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PartialSettings } from '../../../../src/core/config/readSettings';
import { emptyExample } from '../../../../src/core/record/emptyExample';
import { ALL_SHAPES } from '../../../../src/core/record/shapes';
import type { Shape } from '../../../../src/core/record/view';
import { randomNumbers } from '../kernel/mutate';
import { Analysed, bytesOf } from './analysed';
import { assertSame, countsIn, countsOf, randomOperation } from './assertSame';
import { randomLines, SAMPLE_LINES } from './randomDataset';

const SETTINGS: readonly PartialSettings[] = [
  {},
  { trainer: 'openai', maxTokens: 20 },
  { trainer: 'llamafactory-alpaca' },
  { trainer: 'llamafactory-sharegpt' },
  { trainer: 'axolotl' },
  { trainer: 'trl-dpo' },
  { thresholds: { conflictingPrompts: 1 }, severity: { 'pair/empty-response': 'hint', 'duplicate/conflict': 'error' } },
];

test('the analysis of every sample row is that of checking each anew', async () => {
  await assertSame(new Analysed(bytesOf(SAMPLE_LINES)).finish());
});

test('a sweep over random rows finds what checking each anew does', async () => {
  for (let seed = 0; seed < 40; seed++) {
    const settings = SETTINGS[seed % SETTINGS.length] ?? {};
    const tiers = seed % 4 === 0 ? ([1, 2] as const) : ([1] as const);
    const bytes = bytesOf(randomLines(seed % 4 === 0 ? 150 : 200 + seed * 30, seed));
    await assertSame(new Analysed(bytes, { settings, tiers }).finish());
  }
});

test('after every edit, undo and redo the analysis is that of the rows as they are', async () => {
  const check = async (seed: number) => {
    const random = randomNumbers(seed);
    const settings = SETTINGS[random(SETTINGS.length)] ?? {};
    const tiers = random(2) === 0 ? ([1, 2] as const) : ([1] as const);
    const analysed = new Analysed(bytesOf(randomLines(random(60), seed)), { settings, tiers });
    if (random(3) > 0) analysed.finish();
    for (let step = 0; step < 12; step++) {
      const action = random(7);
      if (action === 0) await analysed.undo();
      else if (action === 1) await analysed.redo();
      else if (action === 2) analysed.write(random(3) === 0 ? undefined : analysed.ids[random(analysed.dataset.count)]);
      else await analysed.edit(await randomOperation(analysed, random));
      if (random(2) === 0) analysed.engine.work(0);
      if (random(2) === 0) await assertSame(analysed.finish());
    }
    await assertSame(analysed.finish());
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 60 });
});

test('an example that was just begun lacks nothing that is said, until its author has left it', async () => {
  const lacking: Shape[] = [];
  for (const shape of ALL_SHAPES) {
    const analysed = new Analysed(bytesOf([])).finish();
    await analysed.edit({ kind: 'insert', at: 0, texts: [emptyExample(shape)] });
    const [id = -1] = analysed.ids;
    analysed.write(id);
    await assertSame(analysed.finish());
    assert.deepEqual(analysed.found()[0]?.findings, [], shape);
    analysed.write(undefined);
    if (analysed.found()[0]?.findings.length !== 0) lacking.push(shape);
    await assertSame(analysed);
  }
  for (const shape of ['alpaca', 'openai-chat', 'blocks-chat', 'preference'] as const)
    assert.ok(lacking.includes(shape), `${shape}: said when he has left it`);
});

test('what is wrong with what an author has written is said at once', async () => {
  const analysed = new Analysed(bytesOf(['{"instruction": "Name a bird.", "input": "", "output": "Wren."}'])).finish();
  await analysed.edit({
    kind: 'insert',
    at: 1,
    texts: ['{"instruction": "Name a tree.", "input": "<noinput>", "output": ""}'],
  });
  analysed.write(analysed.ids[1]);
  assert.deepEqual(
    analysed.found()[1]?.findings.map(({ code }) => code),
    ['pair/placeholder-input'],
  );
});

test('an edit in the middle of the sweep is worked in', async () => {
  const random = randomNumbers(5);
  const analysed = new Analysed(bytesOf(randomLines(6000, 5)), { tiers: [1] });
  for (let step = 0; step < 20; step++) {
    analysed.engine.work(0);
    await analysed.edit(await randomOperation(analysed, random));
  }
  assert.ok(!analysed.engine.isComplete(), 'the sweep is under way');
  await assertSame(analysed.finish());
});

test('undo gives back every count and badge', async () => {
  const analysed = new Analysed(bytesOf(randomLines(400, 9))).finish();
  const state = () => [countsOf(analysed), analysed.queries.badges(analysed.ids)];
  const before = structuredClone(state());
  const random = randomNumbers(9);
  let edits = 0;
  for (; edits < 20; edits++) await analysed.edit(await randomOperation(analysed, random));
  analysed.finish();
  assert.notDeepEqual(state(), before);
  for (; edits > 0; edits--) await analysed.undo();
  assert.deepEqual(structuredClone((analysed.finish(), state())), before);
});

test('rows that share a shape are judged anew when the shape of the file changes', async () => {
  const alpaca = Array.from({ length: 30 }, (_, i) => `{"instruction":"Name bird ${i}.","output":"Wren ${i}."}`);
  const answers = Array.from({ length: 29 }, (_, i) => `{"question":"Which bird ${i}?","answer":"Wren ${i}."}`);
  const analysed = new Analysed(bytesOf([...alpaca, ...answers])).finish();
  const mixed = () => [...analysed.queries.rowsWith({ codes: ['schema/mixed-shape'] })];
  assert.deepEqual(
    mixed(),
    answers.map((_, i) => alpaca.length + i),
  );
  const ids = [analysed.dataset.idAt(0), analysed.dataset.idAt(1)];
  await analysed.edit({ kind: 'delete', ids });
  analysed.finish();
  assert.deepEqual(
    mixed(),
    alpaca.slice(2).map((_, i) => i + 2),
  );
  await assertSame(analysed);
});

test('the worst problems come first, as many as asked for', () => {
  const analysed = new Analysed(bytesOf(randomLines(600, 11))).finish();
  const all = analysed.queries.problems(1_000_000).flatMap(({ findings }) => findings);
  assert.deepEqual(countsIn(all), countsOf(analysed));
  const some = analysed.queries.problems(40).flatMap(({ findings }) => findings);
  assert.equal(some.length, 40);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  assert.equal(some.filter(({ severity }) => severity === 'error').length, Math.min(40, errors));
});

test('exact duplicates are those of a map of the parsed rows, whatever keys, spaces and escapes', () => {
  const random = randomNumbers(21);
  const rows = Array.from({ length: 5000 }, (_, i) => ({
    instruction: `Say ${random(2000)} “twice”.`,
    output: `It is ${random(2)}, ü.`,
    id: i,
  }));
  const spell = (row: object) => {
    if (random(4) === 0) return JSON.stringify(Object.fromEntries(Object.entries(row).reverse()));
    const json = JSON.stringify(row);
    if (random(3) === 0) return json.replaceAll(':', ' : ');
    return random(2) === 0
      ? json
      : json.replace(/[^\0-\x7e]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`.slice(0, 6));
  };
  const lines = rows.map((row) => spell(row));
  const first = new Map<string, number>();
  const expected = lines.flatMap((line, i) => {
    const { instruction, output } = JSON.parse(line) as { instruction: string; output: string };
    const key = JSON.stringify([instruction, output]);
    if (first.has(key)) return [i];
    first.set(key, i);
    return [];
  });
  const analysed = new Analysed(bytesOf(lines), { tiers: [1] }).finish();
  assert.deepEqual([...analysed.queries.rowsWith({ codes: ['duplicate/exact'] })], expected);
});

test('a line that is too long is told of and not read, and what stands around it is checked', async () => {
  const long = `{"instruction": "${'a'.repeat(17 * 2 ** 20)}`;
  const broken = '{"instruction": "A?" "output": "B."}';
  const analysed = new Analysed(bytesOf([broken, long, broken])).finish();
  const codes = () => analysed.found().map(({ findings }) => findings.map(({ code }) => code));
  assert.deepEqual(codes(), [['json/syntax'], ['json/long-line'], ['json/syntax']]);
  assert.deepEqual([...analysed.queries.rowsWith({ codes: ['json/long-line'] })], [analysed.dataset.idAt(1)]);
  await analysed.edit({ kind: 'delete', ids: [analysed.dataset.idAt(1)] });
  analysed.finish();
  assert.deepEqual(codes(), [['json/syntax'], ['json/syntax']]);
});

test('a first look judges the rows in sight by both tiers, and what follows judges them no second time', async () => {
  const row = (i: number) =>
    i % 5 === 0
      ? `{"instruction": "Name river ${i}.", "input": "<noinput>", "output": "It is the CafÃ© ${i}, as Mary of ${i} says."}`
      : `{"instruction": "Name lake ${i}.", "input": "", "output": "Lake ${i} is one, and ${i * 7} another."}`;
  const analysed = new Analysed(bytesOf(Array.from({ length: 6000 }, (_, i) => row(i))));
  analysed.engine.lookAtHead();
  const inSight = analysed.ids.slice(0, 50);
  const expected = inSight.map((id) => ({ id, count: id % 5 === 0 ? 2 : 0 }));
  const badges = () => analysed.queries.badges(inSight).map(({ id, count }) => ({ id, count }));
  assert.deepEqual(badges(), expected);
  assert.ok(analysed.engine.progress.rows < 1000);
  const [edited] = await analysed.dataset.readRows(5, 1);
  assert.ok(edited);
  await analysed.edit({ kind: 'replace', row: edited, text: row(1_000_000) });
  await assertSame(analysed.finish());
});
