import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Dataset } from '../../../src/core/document/dataset';
import type { FindResult } from '../../../src/core/find/find';
import type { FindQuery } from '../../../src/core/find/query';
import { NodeBlockFile } from '../../../src/platform/node/blockFile';
import { createNodePlatform } from '../../../src/platform/node/nodePlatform';
import type { BaseFile, Platform } from '../../../src/platform/platform';
import { DatasetWorker, type Thread } from '../../../src/protocol/datasetWorker';
import { buildWorker } from './builtWorker';

const never = new AbortController().signal;
let folder: string;
let script: string;
let platform: Platform;
const workers: DatasetWorker[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itune-worker-'));
  script = await buildWorker(folder);
  platform = createNodePlatform({ worker: script, preview: '', copier: '' });
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.dispose();
});
after(() => rm(folder, { recursive: true }));

interface Opened {
  readonly base: BaseFile;
  readonly dataset: Dataset;
  readonly worker: DatasetWorker;
  readonly crashes: Error[];
}

async function open(name: string, text: string, startThread = () => platform.startWorker()): Promise<Opened> {
  const path = join(folder, name);
  await writeFile(path, text);
  const base = await platform.files.open(path);
  const dataset = new Dataset(base);
  const crashes: Error[] = [];
  const worker = new DatasetWorker(dataset, {
    startThread,
    isOnDisk: true,
    onCrash: (error) => crashes.push(error),
  });
  workers.push(worker);
  await worker.findLines(0, (chunk) => dataset.appendIndex(chunk), never);
  dataset.finishIndex();
  return { base, dataset, worker, crashes };
}

async function find(
  { worker }: Opened,
  query: Partial<FindQuery>,
  signal = never,
): Promise<{ ids: number[]; result: FindResult }> {
  const ids: number[] = [];
  const whole = { text: '', matchCase: false, wholeWord: false, regex: false, ...query };
  return { result: await worker.find(whole, (found) => ids.push(...found), signal), ids };
}

/** A worker of datasets that may have so much memory (MB). */
function threadOf(maxOldGenerationSizeMb: number): Thread {
  const worker = new Worker(script, { workerData: { role: 'dataset' }, resourceLimits: { maxOldGenerationSizeMb } });
  let failure: Error | undefined;
  worker.on('error', (error) => (failure = error));
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.on('message', listener),
    onExit: (listener) => worker.on('exit', () => listener(failure)),
    terminate: async () => {
      await worker.terminate();
    },
  };
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `{"n":${i},"a":"row ${i}"}\n`).join('');

describe('a worker in a thread', () => {
  test('finds lines and rows, also of edited and saved files', async () => {
    const opened = await open('a.jsonl', lines(30_000));
    const { dataset, base } = opened;
    assert.equal(dataset.count, 30_000);
    assert.deepEqual((await find(opened, { text: 'ROW 29999' })).ids, [29_999]);
    dataset.edit('type', [{ kind: 'insert', at: 0, texts: ['{"a":"row 29999"}'] }]);
    const typed = dataset.idAt(0);
    assert.deepEqual((await find(opened, { text: 'row 29999' })).ids, [typed, 29_999]);
    const snapshot = dataset.snapshot();
    const outcome = await platform.files.save({
      target: base.path,
      snapshot,
      base,
      journalDir: folder,
      beforeReplace: () => dataset.prepareRebase(snapshot),
      releaseReaders: () => opened.worker.release(),
    });
    dataset.commitSave(snapshot, outcome.base);
    assert.deepEqual((await find(opened, { text: 'row 29999' })).ids, [typed, 29_999]);
    await dataset.dispose();
  });

  test('a pattern of the author runs over all rows', async () => {
    const opened = await open('b.jsonl', lines(20_000));
    const { ids } = await find(opened, { text: '^row 1(00)+$', regex: true });
    assert.deepEqual(ids, [100, 10_000]);
    assert.equal((await find(opened, { text: '1999', regex: true, wholeWord: true })).ids.length, 1);
  });

  test('a pattern that never ends is stopped and named, and the next one works', async () => {
    const opened = await open('c.jsonl', `{"a":"fine"}\n{"a":"${'a'.repeat(60)}!"}\n`);
    const { result } = await find(opened, { text: '^(a+)+$', regex: true });
    assert.equal(result.kind, 'too-slow');
    assert.deepEqual((await find(opened, { text: '^fine$', regex: true })).ids, [0]);
    assert.deepEqual(opened.crashes, []);
  });

  test('a pattern that never ends is stopped when it is no longer wanted', async () => {
    const opened = await open('d.jsonl', `{"a":"${'a'.repeat(60)}!"}\n`);
    const aborter = new AbortController();
    const searching = find(opened, { text: '^(a+)+$', regex: true }, aborter.signal);
    setTimeout(() => aborter.abort(new Error('enough')), 200);
    await assert.rejects(searching, /enough/);
    assert.deepEqual((await find(opened, { text: 'a!$', regex: true })).ids, [0]);
  });

  test('a worker without enough memory dies alone: the next one goes on, and nothing is missing or found twice', async () => {
    let starts = 0;
    const opened = await open('e.jsonl', lines(30_000), () => (starts++ === 0 ? threadOf(6) : platform.startWorker()));
    assert.equal(opened.dataset.count, 30_000);
    assert.deepEqual((await find(opened, { text: 'row 2999' })).ids, [2999, ...range(29_990, 30_000)]);
    assert.match(String(opened.crashes), /reaching memory limit/);
    assert.equal(starts, 2);
  });

  test('a script that cannot run is told as a crash, once and again', async () => {
    const noScript = join(folder, 'broken.js');
    await writeFile(noScript, 'throw new Error("no")');
    const broken = createNodePlatform({ worker: noScript, preview: '', copier: '' });
    const base = await platform.files.open(join(folder, 'a.jsonl'));
    const crashes: string[] = [];
    const worker = new DatasetWorker(new Dataset(base), {
      startThread: () => broken.startWorker(),
      isOnDisk: true,
      onCrash: (error, willRestart) => crashes.push(`${error.message} ${willRestart}`),
    });
    await assert.rejects(
      worker.findLines(0, () => undefined, never),
      { name: 'WorkerDiedError' },
    );
    assert.deepEqual(crashes, ['no true', 'no false']);
    await base.close();
  });
});

describe('a file that is read in blocks', () => {
  const read = (file: NodeBlockFile, offset: number, length: number): string => {
    const bytes = new Uint8Array(length);
    file.readBlock(bytes, offset);
    return Buffer.from(bytes).toString();
  };

  async function openBlocks(text: string): Promise<{ path: string; file: NodeBlockFile }> {
    const path = join(folder, `blocks-${text.length}.txt`);
    await writeFile(path, text);
    const base = await platform.files.open(path);
    const file = new NodeBlockFile(path, base.fingerprint);
    await base.close();
    return { path, file };
  }

  test('reads ranges, lets go, and takes up again', async () => {
    const { file } = await openBlocks('0123456789');
    assert.equal(read(file, 2, 3), '234');
    file.release();
    assert.equal(read(file, 7, 3), '789');
    assert.throws(() => read(file, 8, 3), RangeError);
    file.release();
  });

  test('throws away what it reads of a file that changed', async () => {
    const text = 'x'.repeat(200_000);
    for (const change of [
      (path: string) => appendFile(path, 'y'),
      (path: string) => truncate(path, 10),
      (path: string) => writeFile(path, 'y'.repeat(200_000)),
    ]) {
      const { path, file } = await openBlocks(text);
      await change(path);
      await utimes(path, new Date(), new Date(Date.now() + 5000));
      assert.throws(() => read(file, 0, 5), { name: 'TornReadError' });
      file.release();
      assert.throws(() => read(file, 0, 5), { name: 'TornReadError' });
    }
  });

  test('a small file that was only touched is the same', async () => {
    const { path, file } = await openBlocks('small');
    await utimes(path, new Date(), new Date(0));
    assert.equal(read(file, 0, 5), 'small');
    file.release();
    assert.equal(read(file, 0, 5), 'small');
    file.release();
  });

  test('a file that was replaced can be read while it is open, and not after', async () => {
    const { path, file } = await openBlocks('old bytes');
    await writeFile(`${path}.new`, 'new bytes');
    await utimes(`${path}.new`, new Date(), new Date(Date.now() + 5000));
    await rename(`${path}.new`, path);
    assert.ok((await stat(path)).size > 0);
    assert.equal(read(file, 0, 3), 'old');
    file.release();
    assert.throws(() => read(file, 0, 3), { name: 'TornReadError' });
  });
});
