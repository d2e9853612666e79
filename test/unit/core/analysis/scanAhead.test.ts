import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AnalysisEngine } from '../../../../src/core/analysis/analysisEngine';
import { ScanAhead } from '../../../../src/core/analysis/scanAhead';
import type { ScannedBlock } from '../../../../src/core/analysis/scannedBlock';
import { CODES, familyOf } from '../../../../src/core/checks/catalogue';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings, type PartialSettings } from '../../../../src/core/config/readSettings';
import { RowsReplica } from '../../../../src/core/document/replica';
import { LineIndex } from '../../../../src/core/text/lineIndex';
import { scanLines } from '../../../../src/core/text/lineScanner';
import { randomNumbers } from '../kernel/mutate';
import { Analysed, bytesOf } from './analysed';
import { assertSame, randomOperation } from './assertSame';
import { FakeScanThread } from './fakeScanThread';
import { randomLines } from './randomDataset';

const codesOfTexts = CODES.filter((code) => ['text', 'privacy'].includes(familyOf(code)));

const SETTINGS: readonly PartialSettings[] = [
  {},
  { trainer: 'openai', maxTokens: 20 },
  { trainer: 'axolotl' },
  { thresholds: { nearDuplicate: 0.7 }, nearDuplicatesBy: 'response' },
  { severity: { 'duplicate/near': 'off' } },
  // No check looks at texts.
  { severity: Object.fromEntries(codesOfTexts.map((code) => [code, 'off'])) },
];

function begin(bytes: Uint8Array, blockLines: number, settings: PartialSettings = {}, pairsAtOnce = 20) {
  const thread = new FakeScanThread(bytes);
  const source = { kind: 'bytes', bytes: new Uint8Array() } as const;
  const ahead = new ScanAhead(thread, source, mergeSettings(settings), { blockLines, pairsAtOnce });
  return { thread, ahead };
}

/** Lines of which most are clean, and of one plan, so that blocks are worth taking in. */
function plainLines(count: number, seed: number): string[] {
  const random = randomNumbers(seed);
  const odd = randomLines(count, seed);
  return odd.map((line, i) =>
    random(8) === 0
      ? line
      : `{"instruction": "Name bird ${random(count)}.", "input": "", "output": "It is wren ${random(3)}, ${i % 7}."}`,
  );
}

/** Lines with long texts, of which many are alike but for a word, and some are the same but for case and spacing. */
function alikeLines(count: number, seed: number, groups = count / 4): string[] {
  const random = randomNumbers(seed);
  const birds = ['wren', 'heron', 'Wren', 'swift', 'swallow <br>', 'kite\u00a0'];
  const odd = randomLines(count, seed);
  return odd.map((line) => {
    if (random(10) === 0) return line;
    const group = random(groups);
    const words = Array.from({ length: 20 }, (_, i) => `word${(group * (i + 7)) % 1009}`);
    if (random(3) === 0) words[random(words.length)] = 'other';
    const output = `${words.join(' ')} and a ${birds[random(birds.length)] ?? ''}.`;
    return JSON.stringify({ instruction: `Name bird ${random(3)} for me.`, input: '', output });
  });
}

test('with a second thread, whatever it does and whatever is edited meanwhile, the analysis is that of each row anew', async () => {
  const check = async (seed: number) => {
    const random = randomNumbers(seed);
    const settings = SETTINGS[random(SETTINGS.length)] ?? {};
    const bytes = bytesOf((random(3) === 0 ? randomLines : plainLines)(600 + random(1500), seed));
    const { thread, ahead } = begin(bytes, 1 + random(300), settings);
    const analysed = new Analysed(bytes, { settings, tiers: [1], ahead });
    for (let step = 0; step < 16; step++) {
      const action = random(8);
      if (action === 0) await analysed.edit(await randomOperation(analysed, random));
      else if (action === 1) await analysed.undo();
      else if (action === 2 && random(6) === 0) thread.die();
      else if (action === 3 && random(6) === 0) thread.work(1, () => ({ number: 'none' }));
      else if (action === 4) thread.work(1, () => null);
      else if (action < 6) thread.work(1 + random(10));
      else analysed.engine.work(0);
    }
    if (random(2) === 0) while (analysed.engine.work(0)) thread.work(random(3));
    await assertSame(analysed.finish());
    assert.ok(thread.isOver, 'the thread is ended when it is of no more use');
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 40 });
});

test('a block tells the texts of the lines that take a parser, but not where they are most of it', () => {
  // What is wrong with a row without an answer, and with a broken one, takes no parser to be seen.
  const fitting = (i: number) => {
    if (i % 7 === 2) return `{"instruction": "Name bird ${i}.", "output": "${' '.repeat(i % 3)}"}`;
    return i % 11 === 5
      ? `{"instruction": "Name bird ${i}.", "out`
      : `{"instruction": "Bird ${i}", "output": "Wren ${i}."}`;
  };
  const text = (isOdd: (i: number) => boolean) =>
    Array.from({ length: 1000 }, (_, i) => (isOdd(i) ? `{"instruction": "", "output": "Bird é${i}"}` : fitting(i)));
  const scanned = (lines: string[]) => {
    const bytes = new TextEncoder().encode(lines.join('\r\n'));
    const { thread, ahead } = begin(bytes, 100);
    const blocks: ScannedBlock[] = [];
    thread.onAnswer = (answer) => blocks.push(answer as ScannedBlock);
    const analysed = new Analysed(bytes, { tiers: [1], ahead });
    analysed.engine.work(0);
    thread.work(3);
    return blocks;
  };
  const lines = text((i) => i % 10 === 3);
  for (const [number, { texts, planNumbers }] of scanned(lines).entries()) {
    const expected = lines.slice(900 - number * 100, 1000 - number * 100).entries();
    assert.deepEqual(texts, new Map([...expected].filter(([i]) => planNumbers[i] === 0)));
    assert.ok(texts.size >= 10 && texts.size < 15, String(texts.size));
  }
  for (const { texts } of scanned(text((i) => i % 10 !== 3))) assert.ok(texts.size < 30, String(texts.size));
});

test('with a second thread in tier 2, whatever it does and whatever is edited meanwhile, duplicates and texts are those of each row anew', async () => {
  const check = async (seed: number) => {
    const random = randomNumbers(seed);
    const settings = SETTINGS[random(SETTINGS.length)] ?? {};
    const bytes = bytesOf((random(3) === 0 ? plainLines : alikeLines)(600 + random(900), seed));
    const { thread, ahead } = begin(bytes, 1 + random(200), settings);
    const analysed = new Analysed(bytes, { settings, ahead });
    while (analysed.engine.progress.tier === 1) {
      analysed.engine.work(0);
      thread.work(random(3));
    }
    for (let step = 0; step < 24 && analysed.engine.work(0); step++) {
      const action = random(10);
      if (action === 0) await analysed.edit(await randomOperation(analysed, random));
      else if (action === 1) await analysed.undo();
      else if (action === 2 && random(8) === 0) thread.die();
      else if (action === 3 && random(8) === 0) thread.work(1, () => ({ number: 'none' }));
      else if (action === 4) thread.work(1, () => null);
      else thread.work(1 + random(10));
    }
    if (random(2) === 0) while (analysed.engine.work(0)) thread.work(random(3));
    await assertSame(analysed.finish());
    assert.ok(thread.isOver, 'the thread is ended when it is of no more use');
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 15 });
});

test('near clusters, and how alike rows are, are the same with a second thread and without', () => {
  const found = (bytes: Uint8Array, ahead?: ScanAhead, work?: () => void) => {
    const { engine } = new Analysed(bytes, ahead === undefined ? {} : { ahead });
    while (engine.work(0)) work?.();
    const { duplicates } = engine.store;
    const clusters: number[][] = [];
    duplicates.forEachCluster('near', (rows) => clusters.push(rows.map((row) => engine.slots.idOf(row))));
    for (const rows of clusters) rows.sort((a, b) => a - b);
    clusters.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    const similarities = clusters.flat().map((id) => {
      const [verdict] = duplicates.verdictsOf(engine.slots.slotOf(id), (row) => engine.slots.idOf(row));
      return verdict?.nearest?.similarity;
    });
    return { clusters, similarities };
  };
  for (const seed of [1, 2, 3]) {
    const bytes = bytesOf(alikeLines(2500, seed));
    const { thread, ahead } = begin(bytes, 150);
    thread.comparesAtOnce = true;
    let [folded, compared] = [0, 0];
    thread.onAnswer = (answer) => {
      const { states, similarities } = answer as { states?: Uint8Array; similarities?: Float64Array };
      folded += states?.length ?? 0;
      compared += similarities?.filter((similarity) => similarity >= 0).length ?? 0;
    };
    const both = found(bytes, ahead, () => thread.work(3));
    assert.ok(folded > 1000, String(folded));
    assert.ok(compared > 500, String(compared));
    assert.ok(both.clusters.length > 50, String(both.clusters.length));
    assert.ok(both.similarities.some((similarity) => similarity !== undefined && similarity < 1));
    assert.deepEqual(both, found(bytes));
  }
});

test('what is edited while a second thread compares pairs is told by the texts as they are then', async () => {
  let compared = 0;
  const check = async (seed: number) => {
    const random = randomNumbers(seed);
    const settings = { thresholds: { nearDuplicate: [0.7, 0.85][random(2)] ?? 0.85 } };
    // In few groups there are more with a band in common than are compared all with all.
    const bytes = bytesOf(alikeLines(400, seed, [4, 60][random(2)]));
    const { thread, ahead } = begin(bytes, 100, settings, 1 + random(20));
    const analysed = new Analysed(bytes, { settings, ahead });
    while (analysed.engine.progress.tier === 1 || analysed.engine.progress.rows < 400) {
      analysed.engine.work(0);
      thread.work(3);
    }
    thread.onAnswer = (answer) =>
      (compared += (answer as { similarities?: Float64Array } | null)?.similarities?.length ?? 0);
    for (let step = 0; step < 12 && analysed.engine.work(0); step++) {
      const action = random(8);
      if (action < 2) await analysed.edit(await randomOperation(analysed, random));
      else if (action === 2) await analysed.undo();
      else if (action === 3) thread.work(1, () => null);
      else if (action === 4 && random(6) === 0) thread.die();
      else if (action === 5 && random(6) === 0) thread.work(1, () => ({ number: 'none' }));
      else thread.work(1 + random(30));
    }
    if (random(2) === 0) while (analysed.engine.work(0)) thread.work(random(3));
    await assertSame(analysed.finish());
    assert.ok(thread.isOver, 'the thread is ended when it is of no more use');
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 15 });
  // How many depends on the clock: the engine goes on where the thread is slow.
  assert.ok(compared > 0);
});

test('rows that go after they were scanned, and before that is taken in, are not there', async () => {
  const copy = '{"instruction": "Name a bird.", "output": "A wren."}';
  const bytes = bytesOf([copy, ...plainLines(1500, 5), copy, copy, copy]);
  const { thread, ahead } = begin(bytes, 200);
  const analysed = new Analysed(bytes, { tiers: [1], ahead });
  analysed.engine.work(0);
  thread.work(100);
  await analysed.edit({ kind: 'delete', ids: [1502, 1503].map((index) => analysed.dataset.idAt(index)) });
  const [row] = await analysed.dataset.readRows(1501, 1);
  assert.ok(row);
  await analysed.edit({ kind: 'replace', row, text: '{"instruction": "Name a tree.", "output": "An elm."}' });
  await assertSame(analysed.finish());
});

test('rows that go or change after they were folded, and before that is taken in, are not what they were', async () => {
  const lines = alikeLines(1500, 5);
  const copy = lines.find((line) => line.includes('and a wren'));
  assert.ok(copy !== undefined);
  const bytes = bytesOf([copy, ...lines, copy.toUpperCase(), copy, copy]);
  const { thread, ahead } = begin(bytes, 200);
  const analysed = new Analysed(bytes, { ahead });
  while (analysed.engine.progress.tier === 1) analysed.engine.work(0);
  while (thread.waiting === 0) analysed.engine.work(0);
  thread.work(100);
  const ids = [1502, 1503].map((index) => analysed.dataset.idAt(index));
  await analysed.edit({ kind: 'delete', ids });
  const [row] = await analysed.dataset.readRows(1490, 1);
  assert.ok(row);
  await analysed.edit({ kind: 'replace', row, text: copy.replace('wren', 'crow') });
  await assertSame(analysed.finish());
});

test('what the second thread has scanned is not read again, and it is ended when the two meet', () => {
  const bytes = bytesOf(
    Array.from({ length: 20_000 }, (_, i) => `{"instruction": "Name ${i}.", "output": "It is ${i}."}`),
  );
  const chunk = scanLines(bytes);
  const index = new LineIndex();
  index.append(chunk);
  const rows = new RowsReplica();
  rows.growBase(index.count);
  let read = 0;
  const source = {
    range: (line: number, count: number) => index.range(line, count),
    read: (target: Uint8Array, offset: number) => {
      read += target.length;
      target.set(bytes.subarray(offset, offset + target.length));
    },
  };
  const { thread, ahead } = begin(bytes, 500);
  const engine = new AnalysisEngine(rows, source, new CheckConfig(mergeSettings()), {
    expectedRows: index.count,
    tiers: [1],
    ahead,
  });
  engine.work(0);
  for (; thread.waiting > 0; engine.work(0)) thread.work(100);
  while (engine.work(10));
  assert.ok(thread.isOver);
  assert.ok(engine.isComplete());
  assert.equal(engine.store.count, index.count);
  // A block of the kernel is a megabyte: the sweep had read one before the first answer came.
  assert.ok(read <= 2 ** 20, String(read));
});

test('rows that are scanned ahead count in the progress', () => {
  const bytes = bytesOf(plainLines(4000, 3));
  const { thread, ahead } = begin(bytes, 100);
  const { engine } = new Analysed(bytes, { tiers: [1], ahead });
  let before = 0;
  while (engine.work(0)) {
    thread.work(2);
    const { rows, total } = engine.progress;
    assert.ok(rows >= before && rows <= total);
    before = rows;
  }
  assert.equal(engine.progress.rows, 4000);
});

test('rows that are folded ahead count in the progress of tier 2', () => {
  const { thread, ahead } = begin(bytesOf(alikeLines(4000, 3)), 100);
  const { engine } = new Analysed(bytesOf(alikeLines(4000, 3)), { ahead });
  let before = 0;
  while (engine.work(0)) {
    thread.work(2);
    const { tier, rows, total } = engine.progress;
    if (tier === 1) continue;
    assert.ok(rows >= before && rows <= total);
    before = rows;
  }
  assert.equal(engine.progress.rows, 4000);
});

test('plans that came up in a block that could not be scanned are known in the next', async () => {
  const long = `{"instruction": "${'a'.repeat(2 ** 20)}", "output": "b"}`;
  const other = (i: number) => `{"question": "Which bird is ${i}?", "answer": "It is wren ${i}."}`;
  const lines = [...plainLines(1500, 6), ...Array.from({ length: 400 }, (_, i) => other(i))];
  // The thread begins at the end: the first block that it reads has the plan, and cannot be scanned.
  lines[1890] = long;
  const bytes = bytesOf(lines);
  const { thread, ahead } = begin(bytes, 64);
  const analysed = new Analysed(bytes, { tiers: [1], ahead });
  while (analysed.engine.work(0)) thread.work(4);
  assert.ok(ahead.plans.length > 1);
  await assertSame(analysed);
});

test('lines that are too long for the kernel are left to the sweep', async () => {
  const long = `{"instruction": "${'a'.repeat(2 ** 20)}", "output": "b"}`;
  const lines = plainLines(1500, 4);
  lines[1400] = lines[700] = long;
  const bytes = bytesOf(lines);
  const { thread, ahead } = begin(bytes, 64);
  const analysed = new Analysed(bytes, { tiers: [1], ahead });
  while (analysed.engine.work(0)) thread.work(4);
  await assertSame(analysed);
});
