import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ScanAhead } from '../../../../src/core/analysis/scanAhead';
import { SweptChecker, type SweptFile } from '../../../../src/core/analysis/sweptChecker';
import type { RowRemarks } from '../../../../src/core/author/remarks';
import { DatasetChecker } from '../../../../src/core/checks/datasetChecker';
import { CheckConfig } from '../../../../src/core/config/checkConfig';
import { mergeSettings, type PartialSettings } from '../../../../src/core/config/readSettings';
import { LineIndex } from '../../../../src/core/text/lineIndex';
import { scanLines } from '../../../../src/core/text/lineScanner';
import { randomNumbers } from '../kernel/mutate';
import { bytesOf } from './analysed';
import { FakeScanThread } from './fakeScanThread';
import { randomLines } from './randomDataset';

const SETTINGS: readonly PartialSettings[] = [
  {},
  { trainer: 'openai', maxTokens: 20 },
  { thresholds: { nearDuplicate: 0.7 }, nearDuplicatesBy: 'response' },
  { severity: { 'duplicate/near': 'off', 'pair/empty-response': 'hint' } },
];

/** Odd lines, and among them long ones of which some are alike. */
function lines(random: (below: number) => number, seed: number): string[] {
  return randomLines(100 + random(900), seed).map((line) => {
    if (random(3) > 0) return random(20) === 0 ? ' ' : line;
    const group = random(20);
    const words = Array.from({ length: 20 }, (_, i) => `word${(group * (i + 7)) % 1009}`);
    if (random(3) === 0) words[random(words.length)] = 'other';
    return JSON.stringify({ instruction: `Name bird ${random(3)} for me.`, input: '', output: `${words.join(' ')}.` });
  });
}

function fileOf(bytes: Uint8Array): SweptFile {
  const index = new LineIndex();
  index.append(scanLines(bytes));
  return {
    index,
    range: (line, count) => index.range(line, count),
    read: (into, offset) => into.set(bytes.subarray(offset, offset + into.length)),
  };
}

describe('a file that the engine has swept', () => {
  test('is known as one whose rows were taken in one by one, whatever a second thread does', async () => {
    const check = async (seed: number) => {
      const random = randomNumbers(seed);
      const settings = mergeSettings(SETTINGS[random(SETTINGS.length)] ?? {});
      const config = new CheckConfig(settings);
      const rows = lines(random, seed);
      const bytes = bytesOf(rows);
      const thread = new FakeScanThread(bytes);
      const source = { kind: 'bytes', bytes: new Uint8Array() } as const;
      const ahead =
        random(4) === 0 ? undefined : new ScanAhead(thread, source, settings, { blockLines: 1 + random(200) });
      const mood = random(4);
      const pause = (): Promise<void> => {
        if (mood === 0 && random(4) === 0) thread.die();
        else if (mood === 1 && random(4) === 0) thread.work(1, () => ({ number: 'none' }));
        else if (mood === 2) thread.work(random(3), (answer) => (random(5) === 0 ? null : answer));
        else thread.work(random(5));
        return Promise.resolve();
      };
      const swept = await SweptChecker.sweep(fileOf(bytes), config, { pause, ahead, workMs: 0 });
      assert.ok(ahead === undefined || thread.isOver, 'the thread is ended');

      const naive = new DatasetChecker(config);
      for (const [row, line] of rows.entries()) naive.add(row, line);
      assert.equal(swept.facts.rows, naive.facts.rows);
      assert.equal(swept.examples, rows.filter((line) => line.trim() !== '').length);
      const remark: RowRemarks = { rejections: [{ path: [], pointer: '', message: 'is odd' }], leaks: [] };
      const lineOf = (row: number): string | undefined => rows[row];
      for (const [row, line] of rows.entries()) {
        const remarks = row % 17 === 0 ? remark : undefined;
        assert.equal(swept.lineOf(row), line);
        assert.equal(swept.isKept(row), naive.isKept(row));
        assert.deepEqual(swept.findingsOf(row, line), naive.findingsOf(row, line), line);
        const options = { lineOf, remarks };
        assert.deepEqual(swept.findingsOf(row, line, options), naive.findingsOf(row, line, options), line);
      }
    };
    await fc.assert(fc.asyncProperty(fc.nat(), check), { numRuns: 30 });
  });

  test('that cannot be read any more is told of, and the thread is ended', async () => {
    const bytes = bytesOf(Array.from({ length: 3000 }, (_, i) => `{"instruction": "${i}", "output": "b"}`));
    const thread = new FakeScanThread(bytes);
    const settings = mergeSettings();
    const ahead = new ScanAhead(thread, { kind: 'bytes', bytes: new Uint8Array() }, settings);
    const file: SweptFile = {
      ...fileOf(bytes),
      read: () => {
        throw new Error('torn');
      },
    };
    const pause = () => Promise.resolve();
    await assert.rejects(SweptChecker.sweep(file, new CheckConfig(settings), { pause, ahead }), /torn/);
    assert.ok(thread.isOver);
  });
});
