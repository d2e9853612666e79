import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import type { AnalysisReport } from '../../../src/core/analysis/workerAnalysis';
import { mergeSettings } from '../../../src/core/config/readSettings';
import { Dataset } from '../../../src/core/document/dataset';
import { createNodePlatform } from '../../../src/platform/node/nodePlatform';
import type { Platform } from '../../../src/platform/platform';
import { DatasetWorker, type Thread } from '../../../src/protocol/datasetWorker';
import { randomNumbers } from '../core/kernel/mutate';
import { buildWorker } from './builtWorker';

/** What can go wrong under an analysis: its thread dies, its file is cut off or replaced. In real threads, on real files. */
const never = new AbortController().signal;
/** So many that an analysis is never done before the test goes on. */
const ROWS = 20_000;
/** Every row with a number that this divides is a copy of row 0. */
const COPIES = 100;
const EXPECTED = ROWS / COPIES - 1;

let folder: string;
let platform: Platform;
const workers: DatasetWorker[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itune-faults-'));
  platform = createNodePlatform({ worker: await buildWorker(folder), preview: '', copier: '' });
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.dispose();
});
after(() => rm(folder, { recursive: true }));

const WORDS = 'wren heron robin sings nests early river over stone bright water never under often small'.split(' ');
const random = randomNumbers(1);
const words = (): string => Array.from({ length: 20 }, () => WORDS[random(WORDS.length)]).join(' ');
const COPY = '{"instruction": "Name a bird.", "output": "A wren."}';
const text = (rows: number): string =>
  Array.from({ length: rows }, (_, i) =>
    i % COPIES === 0 ? COPY : `{"instruction": "${words()}", "output": "${words()} ${i}"}`,
  )
    .map((line) => `${line}\n`)
    .join('');

class Analysis {
  readonly threads: Thread[] = [];
  readonly crashes: boolean[] = [];
  readonly failures: string[] = [];
  readonly reports: AnalysisReport[] = [];

  private constructor(
    readonly path: string,
    readonly dataset: Dataset,
    readonly worker: DatasetWorker,
  ) {}

  static async open(name: string): Promise<Analysis> {
    const path = join(folder, name);
    await writeFile(path, text(ROWS));
    const dataset = new Dataset(await platform.files.open(path));
    let made: Analysis | undefined = undefined as Analysis | undefined;
    const worker = new DatasetWorker(dataset, {
      startThread: () => {
        const thread = platform.startWorker();
        made?.threads.push(thread);
        return thread;
      },
      isOnDisk: true,
      onCrash: (_, willRestart) => made?.crashes.push(willRestart),
      onAnalysed: (report) => made?.reports.push(report),
      onAnalysisFailed: (message) => made?.failures.push(message),
    });
    workers.push(worker);
    made = new Analysis(path, dataset, worker);
    await worker.findLines(0, (chunk) => dataset.appendIndex(chunk), never);
    dataset.finishIndex();
    worker.analyse({ settings: mergeSettings(), tiers: [1, 2] });
    return made;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
  }

  /** The analysis is under way. */
  async underWay(): Promise<void> {
    const before = this.reports.length;
    await this.until(() => this.reports.length > before);
    assert.equal(this.reports.at(-1)?.progress.isDone, false);
  }

  async done(): Promise<void> {
    await this.until(() => this.reports.at(-1)?.progress.isDone === true);
  }

  get copies(): number | undefined {
    return this.reports.at(-1)?.counts.find(({ code }) => code === 'duplicate/exact')?.count;
  }

  /** Ends the thread as if it had died by itself. */
  async kill(): Promise<void> {
    const { worker } = this.threads.at(-1) as unknown as { readonly worker: { terminate(): Promise<number> } };
    await worker.terminate();
  }
}

test('a thread that is killed is started once more, and what it finds then is right', async () => {
  const analysis = await Analysis.open('killed.jsonl');
  await analysis.underWay();
  analysis.dataset.edit('insert', [{ kind: 'insert', at: 5, texts: [COPY] }]);
  await analysis.kill();
  analysis.reports.length = 0;
  await analysis.done();
  assert.deepEqual(analysis.crashes, [true]);
  assert.equal(analysis.threads.length, 2);
  assert.equal(analysis.copies, EXPECTED + 1);
});

test('a thread that is killed again is given up: questions say so, and editing goes on', async () => {
  const analysis = await Analysis.open('killed-twice.jsonl');
  await analysis.underWay();
  await analysis.kill();
  await analysis.until(() => analysis.threads.length === 2);
  const asked = analysis.worker.ask('badges', { ids: [0] }, never);
  await Promise.all([assert.rejects(asked, { name: 'WorkerDiedError' }), analysis.kill()]);
  assert.deepEqual(analysis.crashes, [true, false]);
  const { dataset } = analysis;
  dataset.edit('insert', [{ kind: 'insert', at: 0, texts: ['{"instruction": "kept"}'] }]);
  const rows = await dataset.readRows(0, 2);
  assert.deepEqual(
    rows.map((row) => row.text),
    ['{"instruction": "kept"}', COPY],
  );
  await assert.rejects(analysis.worker.ask('badges', { ids: [0] }, never), { name: 'WorkerDiedError' });
});

test('a file that is cut off under the analysis stops it: it says so, and answers nothing from what is not there', async () => {
  const analysis = await Analysis.open('cut.jsonl');
  await analysis.underWay();
  await truncate(analysis.path, 1000);
  await analysis.until(() => analysis.failures.length > 0);
  await assert.rejects(analysis.worker.ask('findings', { ids: [ROWS - COPIES] }, never), { name: 'TornReadError' });
  await assert.rejects(analysis.worker.ask('findings', { ids: [0] }, never), { name: 'TornReadError' });
  assert.equal(analysis.reports.at(-1)?.progress.isDone, false);
  assert.deepEqual(analysis.crashes, []);
});

test('a file that is written anew in place under the analysis stops it', async () => {
  const analysis = await Analysis.open('rewritten.jsonl');
  await analysis.underWay();
  await writeFile(analysis.path, text(ROWS).replaceAll('wren', 'crow'));
  await analysis.until(() => analysis.failures.length > 0);
  await assert.rejects(analysis.worker.ask('findings', { ids: [0] }, never), { name: 'TornReadError' });
});

test('a file that another takes the place of is analysed to its end as it was', async () => {
  const analysis = await Analysis.open('replaced.jsonl');
  await analysis.underWay();
  const other = join(folder, 'other.jsonl');
  await writeFile(other, text(10));
  await rename(other, analysis.path);
  await analysis.done();
  assert.equal(analysis.copies, EXPECTED);
  assert.deepEqual(analysis.failures, []);
});
