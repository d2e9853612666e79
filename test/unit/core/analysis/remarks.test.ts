import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RowRemarks } from '../../../../src/core/author/remarks';
import type { CopyElsewhere } from '../../../../src/core/checks/duplicate';
import { readRow } from '../../../../src/core/checks/readRow';
import type { PartialSettings } from '../../../../src/core/config/readSettings';
import { isRecord } from '../../../../src/core/record/shapes';
import { randomNumbers } from '../kernel/mutate';
import { Analysed, bytesOf } from './analysed';
import { assertSame, randomOperation } from './assertSame';
import { randomLines } from './randomDataset';

/** Speaks of many rows, in several ways: of a long line, of one with a wren, of one with a bird, and of one that it does not get through with. */
function rule(line: string): RowRemarks | undefined {
  const { value } = readRow(line);
  if (!isRecord(value)) return undefined;
  const [key = ''] = Object.keys(value);
  const rejection = { path: [key], pointer: '#/x' };
  const rejections = [
    ...(line.length > 70 ? [{ ...rejection, message: 'is too long' }] : []),
    ...(line.includes('led') ? [{ ...rejection, message: 'is late', failed: true as const }] : []),
  ];
  const leak = { path: [key], from: 0, to: 3, words: 13, file: 'bench.jsonl', text: line.slice(0, 9) };
  const leaks = line.includes('wren') ? [leak] : [];
  const copies = line.includes('bird') ? [COPY] : undefined;
  if (rejections.length + leaks.length === 0 && copies === undefined) return undefined;
  return { rejections, leaks, ...(copies && { copies }) };
}

const COPY: CopyElsewhere = {
  match: { kind: 'near', row: 2, similarity: 0.9 },
  split: 'train',
  other: { name: 'b.jsonl', location: 'file:///b.jsonl', split: 'train' },
};

const SETTINGS: readonly PartialSettings[] = [
  {},
  { severity: { 'schema/custom': 'hint' } },
  { severity: { 'leak/benchmark': 'off' } },
  { severity: { 'schema/custom': 'off', 'leak/benchmark': 'information' } },
  { severity: { 'duplicate/across-files': 'off' } },
  { severity: { 'duplicate/across-files': 'error' } },
];

const codes = (analysed: Analysed, id: number): string[] =>
  analysed.queries.findingsOf([id]).flatMap(({ findings }) => findings.map(({ code }) => code));

test("what the author's rules say is found with everything else, in order, counted and filtered", async () => {
  for (const [seed, settings] of SETTINGS.entries()) {
    const analysed = new Analysed(bytesOf(randomLines(900, seed)), { settings, rule });
    await analysed.finish().ruled();
    await assertSame(analysed);
    const says = analysed.queries.counts().some(({ code }) => code === 'schema/custom' || code === 'leak/benchmark');
    assert.ok(says);
  }
});

test('after every edit, undo and redo they are those of the rows as they are', async () => {
  const check = async (seed: number) => {
    const random = randomNumbers(seed);
    const settings = SETTINGS[random(SETTINGS.length)] ?? {};
    const analysed = new Analysed(bytesOf(randomLines(random(600), seed)), { settings, rule });
    if (random(2) === 0) await analysed.finish().ruled();
    for (let step = 0; step < 10; step++) {
      const action = random(5);
      if (action === 0) await analysed.undo();
      else if (action === 1) await analysed.redo();
      else await analysed.edit(await randomOperation(analysed, random));
      if (random(3) === 0) await assertSame(await analysed.finish().ruled());
    }
    await assertSame(await analysed.finish().ruled());
  };
  await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 40 });
});

test('an edit takes the remarks of its row at once, and undo brings them back once the rule was asked', async () => {
  const fine = '{"instruction":"Sum it up.","output":"Short."}';
  const long = `{"instruction":"Sum up.","output":"${'x'.repeat(80)}"}`;
  const settings: PartialSettings = { severity: { 'duplicate/exact': 'off', 'duplicate/conflict': 'off' } };
  const analysed = new Analysed(bytesOf([fine, long, fine]), { rule, settings });
  await analysed.finish().ruled();
  const id = analysed.dataset.idAt(1);
  assert.deepEqual(codes(analysed, id), ['schema/custom']);
  const [row] = await analysed.dataset.readRows(1, 1);
  assert.ok(row);
  await analysed.edit({ kind: 'replace', row, text: fine.replace('Short', 'Brief') });
  assert.deepEqual(codes(analysed, id), []);
  assert.deepEqual([...analysed.queries.rowsWith({ codes: ['schema/custom'] })], []);
  await analysed.undo();
  await analysed.finish().ruled();
  assert.deepEqual([...analysed.queries.rowsWith({ codes: ['schema/custom'] })], [id]);
  await analysed.edit({ kind: 'insert', at: 0, texts: [fine] }, { kind: 'move', ids: [id], to: 0 });
  assert.deepEqual(codes(analysed, id), ['schema/custom'], 'a row that was only moved keeps them');
});

test('many rows that go at once and come back have the remarks that they had', async () => {
  const analysed = new Analysed(bytesOf(randomLines(3000, 3)), { rule });
  await analysed.finish().ruled();
  await analysed.edit({ kind: 'deleteRange', at: 10, count: 2900 });
  await assertSame(await analysed.finish().ruled());
  await analysed.undo();
  await assertSame(await analysed.finish().ruled());
});
