import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { Dataset } from '../../../src/core/document/dataset';
import type { FindQuery } from '../../../src/core/find/query';
import { MemoryByteSource } from '../../../src/core/text/byteSource';
import { LineScanner, scanLines } from '../../../src/core/text/lineScanner';
import { DatasetWorker, WorkerDiedError } from '../../../src/protocol/datasetWorker';
import { FakeThread, fakeMachine, type FakeFiles } from './fakeThread';

const never = new AbortController().signal;

function query(text: string, more: Partial<FindQuery> = {}): FindQuery {
  return { text, matchCase: false, wholeWord: false, regex: false, ...more };
}

class FileSource extends MemoryByteSource {
  constructor(
    readonly path: string,
    bytes: Uint8Array,
  ) {
    super(bytes);
  }
}

/** A dataset over a file in memory, with its worker. */
class Bench {
  readonly files: FakeFiles = new Map();
  readonly threads: FakeThread[] = [];
  readonly crashes: string[] = [];
  readonly dataset: Dataset;
  readonly worker: DatasetWorker;
  private versions = 0;

  constructor(text: string, options: { isOnDisk?: boolean; onPause?: () => void } = {}) {
    this.dataset = new Dataset(this.source(text));
    this.worker = new DatasetWorker(this.dataset, {
      startThread: () => {
        const thread = new FakeThread(fakeMachine(this.files, options.onPause));
        this.threads.push(thread);
        return thread;
      },
      isOnDisk: options.isOnDisk ?? true,
      onCrash: (error, willRestart) => this.crashes.push(`${error.message} ${willRestart}`),
    });
  }

  source(text: string): FileSource {
    const bytes = new TextEncoder().encode(text);
    const path = `/file-${this.versions++}`;
    this.files.set(path, bytes);
    return new FileSource(path, bytes);
  }

  /** Indexes as the host does: the first bytes itself, the rest by the worker. */
  async index(head = 0): Promise<void> {
    const scanner = new LineScanner();
    scanner.feed(await this.dataset.base.read(0, Math.min(head, this.dataset.base.size)));
    const first = scanner.take();
    if (first.lengths.length > 0) this.dataset.appendIndex(first);
    await this.worker.findLines(first.bytes, (chunk) => this.dataset.appendIndex(chunk), never);
    this.dataset.finishIndex();
  }

  async find(wanted: FindQuery, signal = never): Promise<number[]> {
    const found: number[] = [];
    const result = await this.worker.find(wanted, (ids) => found.push(...ids), signal);
    assert.equal(result.kind, 'done');
    return found;
  }

  /** The ids of the rows whose text holds `text`, by reading the document itself. */
  async expected(text: string): Promise<number[]> {
    const rows = await this.dataset.readRows(0, this.dataset.count);
    return rows.filter((row) => row.text.toLowerCase().includes(text)).map((row) => row.id);
  }

  async save(): Promise<void> {
    const snapshot = this.dataset.snapshot();
    await this.dataset.prepareRebase(snapshot);
    let text = '';
    for (const row of await this.dataset.readRows(0, this.dataset.count)) text += row.text + row.lineEnd;
    this.dataset.commitSave(snapshot, this.source(text));
  }
}

const benches: Bench[] = [];
function bench(...args: ConstructorParameters<typeof Bench>): Bench {
  const made = new Bench(...args);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.worker.dispose();
});

const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, i) => `row ${i} ${i % 7 === 0 ? 'fish' : 'meat'}\n`).join('');

describe('the worker of a dataset', () => {
  test('finds the lines behind those that the host knows', async () => {
    for (const head of [0, 5, 100, 100_000]) {
      const made = bench(rowsOf(9000));
      await made.index(head);
      assert.equal(made.dataset.count, 9000);
      assert.equal((await made.dataset.readRow(8999))?.text, 'row 8999 meat');
    }
  });

  test('a file without lines, and one without a last line end', async () => {
    const empty = bench('');
    await empty.index();
    assert.deepEqual(await empty.find(query('x')), []);
    const open = bench('one fish\ntwo fish');
    await open.index();
    assert.deepEqual(await open.find(query('FISH')), [0, 1]);
  });

  test('finds rows as the author sees them: edited, new, moved, deleted, saved, undone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.constantFrom('replace', 'insert', 'delete', 'move', 'undo', 'save', 'find'), fc.nat(), fc.nat()),
          {
            maxLength: 14,
          },
        ),
        async (steps) => {
          const made = bench(rowsOf(20));
          const { dataset } = made;
          await made.index(64);
          for (const [step, a, b] of steps) {
            const { count } = dataset;
            const at = count === 0 ? 0 : a % count;
            const row = count === 0 ? undefined : (await dataset.readRows(at, 1))[0];
            const text = `typed ${b % 2 === 0 ? 'fish' : 'meat'}`;
            if (step === 'undo') dataset.undo();
            else if (step === 'save') await made.save();
            else if (step === 'find') assert.deepEqual(await made.find(query('fish')), await made.expected('fish'));
            else if (step === 'insert') dataset.edit('insert', [{ kind: 'insert', at, texts: [text, 'more'] }]);
            else if (row !== undefined && step === 'replace') dataset.edit('replace', [{ kind: 'replace', row, text }]);
            else if (row !== undefined && step === 'delete')
              dataset.edit('delete', [{ kind: 'delete', ids: [row.id] }]);
            else if (row !== undefined) dataset.edit('move', [{ kind: 'move', ids: [row.id], to: b % (count + 1) }]);
          }
          assert.deepEqual(await made.find(query('fish')), await made.expected('fish'));
          await made.worker.dispose();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('searches what was edited before the worker was started, and a virtual file', async () => {
    const made = bench('a fish\nb\n', { isOnDisk: false });
    made.dataset.appendIndex(scanLines(new TextEncoder().encode('a fish\nb\n')));
    made.dataset.finishIndex();
    made.dataset.edit('insert', [{ kind: 'insert', at: 0, texts: ['new fish'] }]);
    assert.equal(made.threads.length, 0, 'no thread before it is needed');
    assert.deepEqual(await made.find(query('fish')), await made.expected('fish'));
  });

  test('a search goes on over a save, and tells of no row twice', async () => {
    let pauses = 0;
    let saving: Promise<void> | undefined;
    const made: Bench = bench(rowsOf(60_000), {
      onPause: () => {
        if (++pauses === 2) saving = made.save();
      },
    });
    await made.index();
    pauses = 0;
    const found = await made.find(query('fish'));
    await saving;
    assert.ok(saving !== undefined, 'the save came in the middle');
    assert.deepEqual(found, await made.expected('fish'));
  });

  test('stops a search that is no longer wanted, soon', async () => {
    const made = bench(rowsOf(200_000));
    await made.index();
    const aborter = new AbortController();
    const searching = made.worker.find(query('row'), () => aborter.abort(new Error('enough')), aborter.signal);
    await assert.rejects(searching, /enough/);
    const started = performance.now();
    await made.find(query('zzz'));
    assert.ok(performance.now() - started < 5000);
  });

  test('is started again when it dies, goes on with the lines, and dies for good the second time', async () => {
    const made = bench(rowsOf(60_000));
    let chunks = 0;
    await made.worker.findLines(
      0,
      (chunk) => {
        made.dataset.appendIndex(chunk);
        if (++chunks === 2) made.threads[0]?.crash();
      },
      never,
    );
    made.dataset.finishIndex();
    assert.equal(made.dataset.count, 60_000);
    assert.deepEqual(await made.find(query('row 59999')), [59_999]);
    assert.deepEqual(made.crashes, ['crash true']);
    const searching = assert.rejects(made.find(query('fish')), WorkerDiedError);
    await new Promise((resolve) => setImmediate(resolve));
    made.threads[1]?.crash();
    await searching;
    assert.deepEqual(made.crashes, ['crash true', 'crash false']);
    await assert.rejects(made.find(query('fish')), WorkerDiedError);
  });

  test('a file that is another one is told as torn', async () => {
    const made = bench('one\n');
    made.files.set('/file-0', new TextEncoder().encode('another\n'));
    await assert.rejects(made.index(), { name: 'TornReadError' });
    await assert.rejects(made.find(query('one')), { name: 'TornReadError' });
  });

  test('a query that is no pattern says why', async () => {
    const made = bench('one\n');
    await made.index();
    const result = await made.worker.find(query('(', { regex: true }), () => undefined, never);
    assert.deepEqual(result, { kind: 'invalid', message: 'Unterminated group' });
    assert.deepEqual(await made.find(query('^O.e$', { regex: true })), [0]);
  });
});
