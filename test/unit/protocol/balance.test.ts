import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { BalanceData } from '../../../src/core/balance/balanceData';
import type { BalanceProgress } from '../../../src/core/balance/workerBalance';
import { mergeSettings } from '../../../src/core/config/readSettings';
import { Dataset } from '../../../src/core/document/dataset';
import { MemoryByteSource } from '../../../src/core/text/byteSource';
import { DatasetWorker } from '../../../src/protocol/datasetWorker';
import { FakeThread, fakeMachine } from './fakeThread';

const never = new AbortController().signal;
const workers: DatasetWorker[] = [];

afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.dispose();
});

const LINES = [
  '{"instruction": "Write a Python function that adds two numbers.", "output": "def add(a, b):\\n    return a + b", "category": "coding"}',
  '{"instruction": "What is the capital of France?", "output": "Paris.", "category": "open_qa"}',
  '{"instruction": "What is the capital of France?", "output": "Paris.", "category": "open_qa"}',
  '{"instruction": "Quelle est la capitale de la France et de son empire ?", "output": "La capitale de la France est Paris.", "category": ""}',
  'not json',
];

async function openWorker(lines: readonly string[]): Promise<{
  readonly dataset: Dataset;
  readonly worker: DatasetWorker;
  /** Waits until the balance has no more work for the rows as they are. */
  readonly finished: () => Promise<BalanceData>;
}> {
  const reports: BalanceProgress[] = [];
  let wake = (): void => undefined;
  const dataset = new Dataset(
    new MemoryByteSource(new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))),
  );
  const worker = new DatasetWorker(dataset, {
    startThread: () => new FakeThread(fakeMachine(new Map())),
    isOnDisk: false,
    onCrash: (error) => assert.fail(error),
    onBalanced: (report) => {
      reports.push(report);
      wake();
    },
  });
  workers.push(worker);
  await worker.findLines(0, (chunk) => dataset.appendIndex(chunk), never);
  dataset.finishIndex();
  worker.analyse({ settings: mergeSettings(), tiers: [1, 2] });
  return {
    dataset,
    worker,
    finished: async () => {
      for (;;) {
        const { value } = await worker.ask('balance', { contextLimit: 0 }, never);
        const { basis, types } = value.guessedTypes;
        if (!value.isWorking && (basis.rows > 0 || types.length === 0)) return value;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

test('a worker counts, guesses, filters, samples and explains, and follows edits', async () => {
  const { dataset, worker, finished } = await openWorker(LINES);
  const data = await finished();
  assert.deepEqual([data.examples, data.notExamples], [4, 1]);
  assert.deepEqual(data.declaredTypes.entries, [
    { name: 'open_qa', count: 2 },
    { name: 'coding', count: 1 },
  ]);
  assert.deepEqual(data.languages.entries[0], { name: 'en', count: 3 });
  assert.equal(data.guessedTypes.types.find(({ type }) => type === 'coding')?.count, 1);
  const rows = await worker.ask('balanceRows', { filter: [{ by: 'declaredType', name: 'open_qa' }] }, never);
  assert.deepEqual([...rows.value], [1, 2]);
  const french = await worker.ask('balanceRows', { filter: [{ by: 'language', name: 'fr' }] }, never);
  assert.deepEqual([...french.value], [3]);
  const sample = (seed: number) => worker.ask('balanceSample', { filter: [], count: 2, seed }, never);
  assert.deepEqual((await sample(1)).value, (await sample(1)).value);
  assert.equal((await sample(1)).value.length, 2);
  const { value: why } = await worker.ask('explainGuess', { id: 0 }, never);
  assert.equal(why?.type, 'coding');
  assert.ok(why.reasons.length > 0);
  assert.equal((await worker.ask('explainGuess', { id: 4 }, never)).value, undefined);
  assert.equal((await worker.ask('coverage', null, never)).value.types.length, 2);
  dataset.edit('delete', [{ kind: 'delete', ids: [1] }]);
  const { revision, value: after } = await worker.ask('balance', { contextLimit: 0 }, never);
  assert.equal(revision, 1);
  assert.deepEqual(
    after.declaredTypes.entries.map(({ count }) => count),
    [1, 1],
  );
});

test('clusters and findings of the analysis are in the figures and can be filtered by', async () => {
  const { worker, finished } = await openWorker(LINES);
  await worker.ask('problems', { limit: 1 }, never);
  await finished();
  for (;;) {
    const { value } = await worker.ask('balance', { contextLimit: 0 }, never);
    const [exact] = value.clusters;
    if (exact?.isComplete === true) {
      assert.deepEqual(exact.sizes, [{ from: 2, to: 3, clusters: 1, rows: 2 }]);
      assert.ok(value.problems.some(({ code, count }) => code === 'duplicate/exact' && count === 1));
      break;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const cluster = await worker.ask(
    'balanceRows',
    { filter: [{ by: 'cluster', kind: 'exact', from: 2, to: 3 }] },
    never,
  );
  assert.deepEqual([...cluster.value], [1, 2]);
  const broken = await worker.ask('balanceRows', { filter: [{ by: 'problem', code: 'duplicate/exact' }] }, never);
  assert.deepEqual([...broken.value], [2]);
});
