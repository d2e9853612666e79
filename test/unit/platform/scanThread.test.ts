import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { AnalysisEngine } from '../../../src/core/analysis/analysisEngine';
import { ScanAhead } from '../../../src/core/analysis/scanAhead';
import type { Tier } from '../../../src/core/checks/registry';
import { CheckConfig } from '../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../src/core/config/readSettings';
import { RowsReplica } from '../../../src/core/document/replica';
import { LineIndex } from '../../../src/core/text/lineIndex';
import { scanLines } from '../../../src/core/text/lineScanner';
import { createEngineMachine, openBlocks } from '../../../src/platform/node/engineMachine';
import { createNodePlatform } from '../../../src/platform/node/nodePlatform';
import { SCAN, startThread } from '../../../src/platform/node/workerThread';
import type { WorkerThread } from '../../../src/platform/platform';
import { buildWorker } from './builtWorker';

/** A second thread of the analysis that is one, on a real file. */
let folder: string;
let script: string;
const threads: WorkerThread[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itune-scan-'));
  script = await buildWorker(folder);
});
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.terminate();
});
after(() => rm(folder, { recursive: true }));

const ROWS = 30_000;
const TEXT = Array.from({ length: ROWS }, (_, i) =>
  i % 50 === 0
    ? '{"instruction": "Name a bird.", "output": ""}\n'
    : `{"instruction": "Name ${i}.", "output": "Bird ${i}."}\n`,
).join('');
const EXPECTED = { 'pair/empty-response': ROWS / 50, 'duplicate/exact': ROWS / 50 - 1 };

/** Long texts, of which some are alike but for a word, some the same, and some the same but for case. */
const texts = Array.from({ length: 12_000 }, (_, i) => {
  const group = i % 8 === 0 ? (i * 7) % 12_000 : i;
  const words = Array.from({ length: 20 }, (_, n) => `word${(group * (n + 7)) % 10_007}`);
  if (i % 8 === 0) words[10] = `other${i}`;
  const output = words.join(' ');
  return `${JSON.stringify({ instruction: 'Go on.', output: i % 100 === 0 ? output.toUpperCase() : output })}\n`;
}).join('');

async function open(name: string, text = TEXT, tiers: readonly Tier[] = [1]) {
  const path = join(folder, name);
  await writeFile(path, text);
  const platform = createNodePlatform({ worker: script, preview: '', copier: '' });
  const base = await platform.files.open(path);
  const source = { kind: 'file', path, fingerprint: base.fingerprint } as const;
  await base.close();
  const bytes = new TextEncoder().encode(text);
  const index = new LineIndex();
  index.append(scanLines(bytes));
  const rows = new RowsReplica();
  rows.growBase(index.count);
  const file = openBlocks(source);
  const thread = startThread(script, SCAN);
  threads.push(thread);
  const settings = mergeSettings();
  let answers = 0;
  thread.onMessage((message) => (answers += message === null ? 0 : 1));
  const ahead = new ScanAhead(thread, source, settings, { blockLines: 512 });
  const lines = {
    range: (line: number, count: number) => index.range(line, count),
    read: (target: Uint8Array, offset: number) => file.readBlock(target, offset),
  };
  const engine = new AnalysisEngine(rows, lines, new CheckConfig(settings), {
    expectedRows: index.count,
    tiers,
    ahead,
  });
  return { path, engine, thread, ahead, file, answers: () => answers };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

/** The engine has its first facts, and the thread has answered. */
async function underWay({ engine, answers }: Awaited<ReturnType<typeof open>>): Promise<void> {
  engine.work(0);
  while (answers() === 0) await turn();
}

function counts(engine: AnalysisEngine): Record<string, number> {
  const found = engine.store.verdicts.totals().map(({ code, count }) => [code, count] as const);
  return { ...Object.fromEntries(found), 'duplicate/exact': engine.store.duplicates.counts().exact };
}

test('a thread scans, and what is found is the same', async () => {
  const opened = await open('helped.jsonl');
  await underWay(opened);
  while (opened.engine.work(0)) await turn();
  assert.ok(opened.answers() > 0);
  assert.deepEqual(counts(opened.engine), EXPECTED);
  opened.file.release();
});

test('a thread that dies is not waited for, and what is found is the same', async () => {
  const opened = await open('died.jsonl');
  await underWay(opened);
  const { worker } = opened.thread as unknown as { readonly worker: { terminate(): Promise<number> } };
  await worker.terminate();
  while (opened.engine.work(5));
  assert.deepEqual(counts(opened.engine), EXPECTED);
  opened.file.release();
});

async function untilTier2({ engine }: Awaited<ReturnType<typeof open>>): Promise<void> {
  while (engine.progress.tier === 1) {
    engine.work(0);
    await turn();
  }
}

/** The thread begins at the end. The sweep rests for its answers, or it would be there before the thread is warm. */
async function untilLastIsFolded({ engine, answers }: Awaited<ReturnType<typeof open>>): Promise<void> {
  const last = engine.slots.slotOf(engine.rows.count - 1);
  while (!engine.store.isSeenByTier2(last)) {
    const known = answers();
    engine.work(0);
    for (let i = 0; i < 200 && answers() === known; i++) await turn();
  }
}

test('a thread folds for tier 2, and duplicates are those that are found without', async () => {
  const alone = await open('alone.jsonl', texts, [1, 2]);
  await alone.ahead.stop();
  while (alone.engine.work(50));
  const expected = alone.engine.store.duplicates.counts();
  assert.ok(expected.near > 400, JSON.stringify(expected));
  const helped = await open('folded.jsonl', texts, [1, 2]);
  await untilTier2(helped);
  await untilLastIsFolded(helped);
  assert.ok(!helped.engine.isComplete());
  while (helped.engine.work(0)) await turn();
  assert.deepEqual(helped.engine.store.duplicates.counts(), expected);
  const died = await open('diedFolding.jsonl', texts, [1, 2]);
  await untilTier2(died);
  died.engine.work(0);
  await turn();
  const { worker } = died.thread as unknown as { readonly worker: { terminate(): Promise<number> } };
  await worker.terminate();
  while (died.engine.work(5));
  assert.deepEqual(died.engine.store.duplicates.counts(), expected);
  for (const { file } of [alone, helped, died]) file.release();
});

test('a file that is cut off stops the analysis, as without a thread', async () => {
  const opened = await open('cut.jsonl');
  await underWay(opened);
  await truncate(opened.path, 1000);
  await assert.rejects(
    async () => {
      while (opened.engine.work(0)) await turn();
    },
    { name: 'TornReadError' },
  );
  assert.ok(!opened.engine.isComplete());
  opened.file.release();
});

test('the file is let go of when the thread was stopped', async () => {
  const opened = await open('stopped.jsonl');
  await underWay(opened);
  const start = performance.now();
  await opened.ahead.stop();
  assert.ok(performance.now() - start < 5000);
  while (opened.engine.work(5));
  assert.deepEqual(counts(opened.engine), EXPECTED);
  opened.file.release();
});

test('a small file starts no thread', () => {
  assert.equal(createEngineMachine(script).startScanThread(5_000_000), undefined);
});
