import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { AnalysisReport } from '../../../src/core/analysis/workerAnalysis';
import { DatasetChecker } from '../../../src/core/checks/datasetChecker';
import type { Finding } from '../../../src/core/checks/finding';
import { readRow } from '../../../src/core/checks/readRow';
import { CheckConfig } from '../../../src/core/config/checkConfig';
import { mergeSettings } from '../../../src/core/config/readSettings';
import type { Settings } from '../../../src/core/config/settings';
import type { RowRemarks } from '../../../src/core/author/remarks';
import { RuleSweep } from '../../../src/core/author/ruleSweep';
import { Dataset } from '../../../src/core/document/dataset';
import { isRecord } from '../../../src/core/record/shapes';
import { MemoryByteSource } from '../../../src/core/text/byteSource';
import { DatasetWorker } from '../../../src/protocol/datasetWorker';
import { randomLine, randomLines } from '../core/analysis/randomDataset';
import { randomNumbers } from '../core/kernel/mutate';
import { FakeThread, fakeMachine, type FakeFiles } from './fakeThread';

const never = new AbortController().signal;
const settings = mergeSettings();

class FileSource extends MemoryByteSource {
  constructor(
    readonly path: string,
    bytes: Uint8Array,
  ) {
    super(bytes);
  }
}

/** A dataset over a file in memory, with a worker that analyses it. */
class Bench {
  readonly files: FakeFiles = new Map();
  readonly threads: FakeThread[] = [];
  readonly reports: AnalysisReport[] = [];
  readonly failures: string[] = [];
  readonly dataset: Dataset;
  readonly worker: DatasetWorker;
  private rule: (line: string) => RowRemarks | undefined = () => undefined;
  private versions = 0;
  private settings: Settings = settings;
  private sweep: RuleSweep | undefined;
  private told = 0;

  constructor(lines: readonly string[]) {
    this.dataset = new Dataset(this.source(lines.map((line) => `${line}\n`).join('')));
    this.worker = new DatasetWorker(this.dataset, {
      startThread: () => {
        const thread = new FakeThread(fakeMachine(this.files));
        this.threads.push(thread);
        return thread;
      },
      isOnDisk: true,
      onCrash: () => {
        if (this.sweep !== undefined) this.applyRules(this.rule);
      },
      onAnalysed: (report) => this.reports.push(report),
      onAnalysisFailed: (message) => this.failures.push(message),
    });
  }

  async start(with_: Settings = settings): Promise<void> {
    if (!this.dataset.indexed) {
      await this.worker.findLines(0, (chunk) => this.dataset.appendIndex(chunk), never);
      this.dataset.finishIndex();
    }
    this.settings = with_;
    this.worker.analyse({ settings: with_, tiers: [1, 2] });
  }

  /** Has the rows judged by a rule of the author's, as the host does; by another than before. */
  applyRules(rule: Bench['rule']): void {
    this.sweep?.dispose();
    this.rule = rule;
    if (this.told > 0) this.told = this.worker.remark([], true);
    this.sweep = new RuleSweep(this.dataset, {
      check: async (lines) => {
        await new Promise((resolve) => setTimeout(resolve));
        return lines.map(rule);
      },
      tell: (rows) => (this.told = this.worker.remark(rows)),
      onDone: () => undefined,
      onError: (error) => this.failures.push(String(error)),
    });
  }

  /** Waits for a report that says that everything is done, for the rows as they are. */
  async done(): Promise<AnalysisReport> {
    for (;;) {
      const last = this.reports.at(-1);
      const isDone = last?.progress.isDone === true && last.progress.revision === this.dataset.revision;
      if (isDone && this.sweep?.isDone !== false && last.remarks >= this.told) return last;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async found(): Promise<readonly (readonly Finding[])[]> {
    const ids = Array.from({ length: this.dataset.count }, (_, i) => this.dataset.idAt(i));
    const { revision, value } = await this.worker.ask('findings', { ids }, never);
    assert.equal(revision, this.dataset.revision);
    assert.deepEqual(
      value.map(({ id }) => id),
      ids,
    );
    return value.map(({ findings }) => findings.map(withoutRelated));
  }

  /** What checking every row anew finds. */
  async naive(): Promise<readonly (readonly Finding[])[]> {
    const rows = await this.dataset.readRows(0, this.dataset.count);
    const checker = new DatasetChecker(new CheckConfig(this.settings));
    rows.forEach(({ text }, i) => checker.add(i, text));
    return rows.map(({ text }, i) =>
      checker.findingsOf(i, text, { lineOf: (row) => rows[row]?.text, remarks: this.rule(text) }).map(withoutRelated),
    );
  }

  async save(): Promise<void> {
    const snapshot = this.dataset.snapshot();
    await this.dataset.prepareRebase(snapshot);
    let text = '';
    for (const row of await this.dataset.readRows(0, this.dataset.count)) text += row.text + row.lineEnd;
    this.dataset.commitSave(snapshot, this.source(text));
  }

  private source(text: string): FileSource {
    const bytes = new TextEncoder().encode(text);
    const path = `/file-${this.versions++}`;
    this.files.set(path, bytes);
    return new FileSource(path, bytes);
  }
}

/** Rows are named by position in one and by id in the other. */
function withoutRelated({ related: _related, ...finding }: Finding): Finding {
  return finding;
}

const benches: Bench[] = [];
function bench(lines: readonly string[]): Bench {
  const made = new Bench(lines);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.worker.dispose();
});

async function edit(made: Bench, seed: number): Promise<void> {
  const { dataset } = made;
  const random = randomNumbers(seed);
  const [row] = await dataset.readRows(random(dataset.count), 1);
  if (row === undefined) return;
  dataset.edit('edit', [
    { kind: 'replace', row, text: randomLine(random, []) },
    { kind: 'insert', at: random(dataset.count), texts: [randomLine(random, [row.text]), row.text] },
    { kind: 'delete', ids: [dataset.idAt(random(dataset.count))] },
  ]);
}

describe('the analysis in a worker', () => {
  test('never tells what an example lacks that its author has just begun, until he has left it', async () => {
    const made = bench(['{"instruction": "Name a bird.", "output": "Wren."}']);
    await made.start();
    await made.done();
    const begin = (): number => {
      made.dataset.edit('add', [{ kind: 'insert', at: 0, texts: ['{"instruction": "", "output": ""}'] }]);
      const id = made.dataset.idAt(0);
      made.worker.setUnfinished(id);
      return id;
    };
    const told = made.reports.length;
    const id = begin();
    await made.done();
    assert.deepEqual(new Set(made.reports.slice(told).flatMap(({ counts }) => counts)), new Set());
    // A worker that takes its place hears of it, too.
    made.threads[0]?.crash();
    made.reports.length = 0;
    await made.done();
    assert.deepEqual((await made.found())[0], []);
    made.worker.setUnfinished(undefined);
    const { value } = await made.worker.ask('badges', { ids: [id] }, never);
    assert.equal(value[0]?.count, 2);
  });

  test('reports when it is done, with the counts of all findings', async () => {
    const made = bench(randomLines(500, 1));
    await made.start();
    const { progress, counts } = await made.done();
    assert.deepEqual(progress, { revision: 0, tier: 2, rows: 500, total: 500, isDone: true });
    const expected = (await made.naive()).flat();
    assert.equal(
      counts.reduce((sum, { count }) => sum + count, 0),
      expected.length,
    );
    assert.ok(expected.length > 100);
  });

  test('reports once that all is found, and not again for the upkeep that follows an edit', async () => {
    const long = (i: number) =>
      JSON.stringify({ instruction: `Name ${i} birds`, input: '', output: `wren ${i} heron ${i * 7} `.repeat(5) });
    // So many that listing them for edits takes several slices.
    const made = bench(Array.from({ length: 20_000 }, (_, i) => long(i)));
    await made.start();
    await made.done();
    const [row] = await made.dataset.readRows(3, 1);
    assert.ok(row);
    made.dataset.edit('edit', [{ kind: 'replace', row, text: long(30_000) }]);
    await made.done();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = made.reports.filter(({ progress }) => progress.revision === made.dataset.revision);
    assert.equal(after.filter(({ progress }) => progress.isDone).length, 1);
  });

  test('answers are right after every edit, undo and save, done or not', async () => {
    const made = bench(randomLines(120, 2));
    await made.start();
    for (let step = 0; step < 12; step++) {
      if (step % 4 === 3) await made.save();
      else if (step % 5 === 4) made.dataset.undo();
      else await edit(made, step);
      if (step % 2 === 0) await made.done();
      // What depends on all rows is right when the analysis is done; before that it is as far as it goes.
      else await made.found();
      await made.done();
      assert.deepEqual(await made.found(), await made.naive());
    }
    assert.equal(made.threads.length, 1);
  });

  test('goes on behind a save without going over the rows again', async () => {
    const made = bench(randomLines(300, 3));
    await made.start();
    await edit(made, 3);
    await made.done();
    const reports = made.reports.length;
    await made.save();
    await made.found();
    const later = made.reports.slice(reports);
    assert.ok(
      later.every(({ progress }) => progress.isDone),
      'it was done all the time',
    );
    assert.deepEqual(await made.found(), await made.naive());
  });

  test('starts anew with other settings', async () => {
    const made = bench(randomLines(100, 4));
    await made.start();
    await made.done();
    made.reports.length = 0;
    await made.start(mergeSettings({ trainer: 'openai', severity: { 'duplicate/exact': 'off' } }));
    await made.done();
    const found = await made.found();
    assert.deepEqual(found, await made.naive());
    assert.ok(found.flat().some(({ code }) => code === 'trainer/dropped'));
    assert.ok(found.flat().every(({ code }) => code !== 'duplicate/exact'));
  });

  test('a worker that dies is started again, and analyses what there is then', async () => {
    const made = bench(randomLines(200, 5));
    await made.start();
    await edit(made, 5);
    await made.save();
    await edit(made, 6);
    made.threads[0]?.crash();
    made.reports.length = 0;
    await made.done();
    assert.equal(made.threads.length, 2);
    assert.deepEqual(await made.found(), await made.naive());
    // Rows from before the save can come back.
    made.dataset.undo();
    made.dataset.undo();
    await made.done();
    assert.deepEqual(await made.found(), await made.naive());
  });

  test("the author's rules have their say through edits, saves, other settings, other rules and a death of the worker", async () => {
    const rejects = (word: string) => (line: string) =>
      line.includes(word) && isRecord(readRow(line).value)
        ? { rejections: [{ path: [], pointer: '#', message: word }], leaks: [] }
        : undefined;
    const made = bench(randomLines(500, 8));
    const assertRight = async (): Promise<void> => {
      const { counts } = await made.done();
      const expected = await made.naive();
      const found = await made.found();
      for (const [i, row] of found.entries()) assert.deepEqual(row, expected[i], `row ${i}`);
      const remarks = expected.flat().filter(({ code }) => code === 'schema/custom').length;
      assert.equal(counts.find(({ code }) => code === 'schema/custom')?.count ?? 0, remarks);
      assert.ok(remarks > 5);
    };
    await made.start();
    made.applyRules(rejects('wren'));
    await assertRight();
    for (let seed = 0; seed < 6; seed++) {
      await edit(made, seed);
      if (seed % 2 === 0) await assertRight();
    }
    await made.save();
    made.dataset.undo();
    await assertRight();
    made.reports.length = 0;
    await made.start(mergeSettings({ severity: { 'schema/custom': 'hint' } }));
    await assertRight();
    made.applyRules(rejects('bird'));
    await edit(made, 9);
    await assertRight();
    made.threads[0]?.crash();
    made.reports.length = 0;
    await assertRight();
    assert.equal(made.threads.length, 2);
    assert.deepEqual(made.failures, []);
  });

  test('the first rows are judged while the lines behind them are still being found', async () => {
    const wide = `{"instruction": "Say a.", "output": "${'a'.repeat(2 ** 20)}"}`;
    const lines = [...randomLines(50, 7), ...Array.from({ length: 20 }, (_, i) => wide.replace('Say a', `Say ${i}`))];
    const made = bench(lines);
    const indexing = made.worker.findLines(0, (chunk) => made.dataset.appendIndex(chunk), never);
    made.worker.analyse({ settings, tiers: [1, 2] });
    const early = await made.worker.ask('badges', { ids: Array.from({ length: 50 }, (_, i) => i) }, never);
    assert.ok(made.dataset.count < lines.length, 'the lines were not all there');
    const [first] = made.reports;
    assert.ok(first !== undefined && !first.progress.isDone);
    assert.ok(early.value.some(({ count }) => count > 0));
    await indexing;
    made.dataset.finishIndex();
    await made.done();
    assert.deepEqual(await made.found(), await made.naive());
  });

  test('a question can be cancelled while the lines are being found', async () => {
    const made = bench(randomLines(50, 6));
    const aborter = new AbortController();
    made.worker.analyse({ settings, tiers: [1] });
    const asked = made.worker.ask('badges', { ids: [0] }, aborter.signal);
    aborter.abort(new Error('never mind'));
    await assert.rejects(asked, /never mind/);
  });

  test('asks about clusters, problems, filters and the file', async () => {
    const line = '{"instruction": "Name a bird.", "output": "Wren."}';
    const made = bench(['{"instruction": "Name a fish.", "output": ""}', line, line, '{broken', line]);
    await made.start();
    await made.done();
    const ask = made.worker;
    const kept = await ask.ask('cluster', { id: 4, kind: 'exact' }, never);
    assert.deepEqual(kept.value, [1, 2, 4]);
    const repeated = await ask.ask('rowsWith', { codes: ['duplicate/exact'] }, never);
    assert.deepEqual([...repeated.value], [2, 4]);
    const problems = await ask.ask('problems', { limit: 2 }, never);
    assert.deepEqual(
      problems.value.map(({ id }) => id),
      [0, 3],
    );
    const badges = await ask.ask('badges', { ids: [1, 2, 3] }, never);
    assert.deepEqual(
      badges.value.map(({ worst }) => worst),
      [undefined, 'warning', 'error'],
    );
    const file = await ask.ask('fileFindings', { bytes: 300, hasBom: true }, never);
    assert.deepEqual(
      file.value.map(({ code }) => code),
      ['json/encoding'],
    );
  });
});
