import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Operation, Row } from '../../../../src/core/document/change';
import { createBackup, restoreBackup } from '../../../../src/core/document/backup';
import { Dataset } from '../../../../src/core/document/dataset';
import { appendBase, isPureAppend } from '../../../../src/core/document/rebase';
import { RowsReplica } from '../../../../src/core/document/replica';
import { ReplicaFeed } from '../../../../src/core/document/replicaFeed';
import { MemoryByteSource } from '../../../../src/core/text/byteSource';
import { LineScanner, scanLines } from '../../../../src/core/text/lineScanner';
import { cutLines, NaiveModel, type NaiveRow, ownEnd, written } from './naiveModel';

/** Rows as bytes, with everything that a file may hold. */
const content = fc.oneof(
  fc
    .constantFrom('', 'a', '{"instruction":"Sum up","output":"Done"}', 'é😀', 'x\r', '\u2028', 'y'.repeat(70_000))
    .map(utf8),
  fc.constantFrom([0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0]).map((bytes) => Buffer.from(bytes)),
  fc.string({ maxLength: 6 }).map((text) => utf8(text.replaceAll('\n', ''))),
);
const file = fc
  .record({
    bom: fc.boolean(),
    ends: fc.constantFrom('\n', '\r\n', 'mixed'),
    lines: fc.array(content, { maxLength: 12 }),
    open: fc.boolean(),
  })
  .map(({ bom, ends, lines, open }) => {
    const parts = lines.flatMap((line, i) => {
      const end = ends === 'mixed' ? (i % 3 === 0 ? '\r\n' : '\n') : ends;
      return [line, utf8(open && i === lines.length - 1 ? '' : end)];
    });
    return { bom: bom ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0), body: Buffer.concat(parts) };
  });

const typed = fc.oneof(
  fc.constantFrom('', 'z', '{"a":"b"}', 'ä\u{1f600}', 'tail\r', '\udcff broken', 'w'.repeat(66_000)),
  fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replaceAll('\n', '')),
);
/** A place in a list of any length; END is its last. */
const END = -1;
const place = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 1_000_000 }) },
  { weight: 1, arbitrary: fc.constant(END) },
);
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('replace' as const), place, text: typed }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      place,
      texts: fc.array(typed, { maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), places: fc.array(place, { maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteRange' as const), place, count: fc.nat({ max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('move' as const), places: fc.array(place, { maxLength: 4 }), place }),
  },
);
type Wish = typeof operation extends fc.Arbitrary<infer T> ? T : never;
const edit = fc.record({
  kind: fc.constant('edit' as const),
  wishes: fc.array(operation, { minLength: 1, maxLength: 3 }),
  burst: fc.option(fc.constantFrom('type a', 'type b'), { nil: undefined }),
});
const step = fc.oneof(
  { weight: 6, arbitrary: edit },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), byId: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('redo' as const), byId: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('find' as const), lines: fc.nat({ max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('save' as const),
      before: fc.array(edit, { maxLength: 2 }),
      after: fc.array(edit, { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('append' as const), lines: fc.array(content, { maxLength: 3 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

void test('random edits, undo, redo, saves with edits in between, reloads, backups, lines from outside: as the naive model', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.array(step, { maxLength: 30 }), async ({ bom, body }, steps) => {
      const pair = new Pair(bom, body);
      for (const one of steps) {
        await pair.do(one);
        await pair.check();
      }
      pair.findLines(Infinity);
      while (pair.naive.canUndo) await pair.do({ kind: 'undo', byId: true });
      await pair.check();
      const { opened } = pair;
      const bytes = await written(pair.dataset.snapshot());
      if (opened !== undefined) assert.ok(opened.equals(bytes), 'undoing everything gives the file as opened');
    }),
    { numRuns: Number(process.env.ITUNE_RUNS ?? 400) },
  );
});

/** The real document and the naive one, side by side. */
class Pair {
  dataset!: Dataset;
  naive!: NaiveModel;
  /** The bytes on disk, and those that were there when the file was opened. */
  disk!: Buffer;
  opened: Buffer | undefined;
  private replica = new RowsReplica();
  private feed: ReplicaFeed | undefined;
  private lines!: Buffer[];
  private found = 0;
  private readonly seen = new Map<number, { version: number; text: string }>();

  constructor(bom: Buffer, body: Buffer) {
    this.open(bom, body);
  }

  private open(bom: Buffer, body: Buffer): void {
    this.disk = Buffer.concat([bom, body]);
    this.opened = this.disk;
    this.lines = cutLines(body);
    this.found = 0;
    this.dataset = new Dataset(new MemoryByteSource(this.disk), {
      bomLength: bom.length,
      journalMemory: 200_000,
      openJournalFile: () => Promise.resolve(new MemoryJournalFile()),
    });
    this.startReplica();
    this.naive = new NaiveModel(bom, [], '\n');
    this.seen.clear();
    if (this.lines.length === 0) this.findLines(0);
  }

  private startReplica(): void {
    this.feed?.dispose();
    const replica = (this.replica = new RowsReplica());
    this.feed = new ReplicaFeed(
      this.dataset,
      (message, transfer) => {
        replica.apply(structuredClone(message, { transfer: [...(transfer as ArrayBuffer[])] }));
      },
      assert.ifError,
    );
  }

  /** Lets the index find some more lines, in one or two chunks. */
  findLines(count: number): void {
    if (this.dataset.indexed) return;
    const some = this.lines.slice(this.found, this.found + count);
    const scanner = new LineScanner();
    for (const line of some) scanner.feed(line);
    const end = this.found + some.length === this.lines.length;
    if (end) scanner.finish();
    this.dataset.appendIndex(scanner.take());
    this.naive.grow(some.map((line, i) => ({ id: this.found + i, line })));
    this.found += some.length;
    if (end) this.dataset.finishIndex();
    this.naive.defaultEnd = this.dataset.lineEnding;
  }

  async do(one: Step): Promise<void> {
    switch (one.kind) {
      case 'edit':
        return this.edit(one.wishes, one.burst);
      case 'undo': {
        const stale = this.naive.redoId;
        if (stale !== undefined) assert.equal(this.dataset.undo(stale), undefined, 'an undone group is undone no more');
        const change = this.dataset.undo(one.byId ? (this.naive.undoId ?? -1) : undefined);
        assert.equal(change !== undefined, this.naive.canUndo);
        if (change !== undefined) this.naive.undo();
        return;
      }
      case 'redo': {
        const change = this.dataset.redo(one.byId ? (this.naive.redoId ?? -1) : undefined);
        assert.equal(change !== undefined, this.naive.canRedo);
        if (change !== undefined) this.naive.redo();
        return;
      }
      case 'jump':
        this.jump(one.place);
        return;
      case 'close':
        this.dataset.closeGroup();
        this.naive.close();
        return;
      case 'find':
        this.findLines(one.lines);
        return;
      case 'save':
        return this.save(one.before, one.after);
      case 'restore':
        return this.restore();
      case 'append':
        return this.append(one.lines);
      case 'reload':
        this.open(this.naive.prefix, this.disk.subarray(this.naive.prefix.length));
        return;
    }
  }

  /** Undoes or redoes several groups at once, by the id of the farthest. */
  private jump(place: number): void {
    const ids = this.naive.ids;
    const target = pick(place, ids.length);
    const id = ids[target];
    if (id === undefined) return;
    const back = target < this.naive.done;
    const change = back ? this.dataset.undo(id) : this.dataset.redo(id);
    assert.equal(change?.groupId, id);
    if (back) while (this.naive.done > target) this.naive.undo();
    else while (this.naive.done <= target) this.naive.redo();
  }

  private async edit(wishes: readonly Wish[], burst: string | undefined): Promise<void> {
    const rows = await this.dataset.readRows(0, Infinity);
    const { operations, expected } = plan(wishes, rows, this.naive.rows, this.dataset);
    const change = this.dataset.edit(burst ?? 'Edit', operations, { extend: burst !== undefined });
    if (change === undefined) {
      assert.deepEqual(expected, this.naive.rows);
      return;
    }
    const ids = change.inserted.flatMap(({ id, count }) => Array.from({ length: count }, (_, i) => id + i));
    const named = expected.map((row) => (row.id < 0 ? { ...row, id: ids[-1 - row.id] ?? NaN } : row));
    assert.equal(change.isNewGroup, !(burst !== undefined && this.naive.undoId === change.groupId));
    this.naive.edit(named, change.groupId, burst);
  }

  private async save(before: readonly Wishes[], after: readonly Wishes[]): Promise<void> {
    this.findLines(Infinity);
    const snapshot = this.dataset.snapshot();
    this.naive.close();
    const expected = this.naive.bytes();
    const state = this.naive.state;
    for (const { wishes, burst } of before) await this.edit(wishes, burst);
    await this.dataset.prepareRebase(snapshot);
    for (const { wishes, burst } of after) await this.edit(wishes, burst);
    const bytes = await written(snapshot);
    assert.ok(bytes.equals(expected), 'the snapshot is what the document was');
    assert.equal(snapshot.totalBytes, bytes.length);
    this.disk = bytes;
    this.dataset.commitSave(snapshot, new MemoryByteSource(bytes));
    this.naive.markSaved(state);
    this.checkIndex();
  }

  /** Closes the document and opens it from its backup. */
  private async restore(): Promise<void> {
    const backup = await createBackup(this.dataset);
    const parts: Uint8Array[] = [];
    for await (const chunk of backup.chunks()) parts.push(chunk);
    const bytes = Buffer.concat(parts);
    assert.equal(bytes.length, backup.totalBytes);
    const { prefix } = this.naive;
    const base = new MemoryByteSource(this.disk);
    this.dataset = new Dataset(base, {
      bomLength: prefix.length,
      backup: restoreBackup(bytes, base.fingerprint),
    });
    this.startReplica();
    this.dataset.appendIndex(scanLines(this.disk.subarray(prefix.length)));
    assert.equal(this.dataset.count, 0, 'rows of a backup wait for the whole index');
    this.dataset.finishIndex();
    assert.ok(this.dataset.isDirty);
    const lines = [...this.naive.rows.map((row) => row.line), ...this.lines.slice(this.found)];
    const rows = lines.map((line, index) => ({ id: this.dataset.idAt(index), line }));
    this.naive = new NaiveModel(prefix, rows, this.dataset.lineEnding);
    this.naive.markSaved(undefined);
    this.found = this.lines.length;
    this.opened = undefined;
    this.seen.clear();
  }

  /** Lines come behind the file from outside. */
  private async append(contents: readonly Buffer[]): Promise<void> {
    if (!this.dataset.indexed || this.dataset.index.unterminated) return;
    const lines = contents.map((content) => Buffer.concat([content, utf8('\n')]));
    const grown = Buffer.concat([this.disk, ...lines]);
    const base = new MemoryByteSource(grown);
    assert.ok(await isPureAppend(this.dataset, base));
    const before = this.dataset.count;
    appendBase(this.dataset, base, scanLines(Buffer.concat(lines)));
    this.naive.grow(lines.map((line, i) => ({ id: this.dataset.idAt(before + i), line })));
    this.disk = grown;
    this.opened = undefined;
  }

  /** The index that a save made up is the one that a scan finds. */
  private checkIndex(): void {
    const { index } = this.dataset;
    const { lengths, unterminated } = scanLines(this.disk.subarray(this.naive.prefix.length));
    assert.deepEqual(
      Array.from({ length: index.count }, (_, line) => index.length(line)),
      [...lengths],
    );
    assert.equal(index.unterminated, unterminated);
  }

  async check(): Promise<void> {
    const { dataset, naive } = this;
    assert.equal(dataset.count, naive.rows.length);
    const rows = await dataset.readRows(0, Infinity);
    rows.forEach((row, index) => {
      const expected = naive.rows[index];
      assert.equal(row.id, expected?.id);
      assert.equal(row.index, index);
      const line = expected?.line ?? Buffer.alloc(0);
      assert.equal(row.lineEnd, ownEnd(line));
      assert.equal(row.byteLength, line.length);
      assert.equal(dataset.indexOf(row.id), index);
      assert.equal(dataset.idAt(index), row.id);
      const seen = this.seen.get(row.id);
      if (seen !== undefined) {
        assert.ok(row.version >= seen.version, 'versions never go back');
        if (row.text !== seen.text) assert.ok(row.version > seen.version, 'another text has another version');
      }
      this.seen.set(row.id, row);
    });
    await this.checkReplica();
    assert.equal(dataset.canUndo, naive.canUndo);
    assert.equal(dataset.canRedo, naive.canRedo);
    assert.equal(dataset.isDirty, naive.isDirty);
    if (!dataset.indexed) return;
    naive.close();
    const bytes = await written(dataset.snapshot());
    assert.ok(bytes.equals(naive.bytes()), 'what would be saved');
    assert.equal(cutLines(bytes.subarray(naive.prefix.length)).length, naive.rows.length, 'every row is one line');
  }

  /** The replica has the same rows, and may know more lines of the file. */
  private async checkReplica(): Promise<void> {
    const { replica, dataset } = this;
    await this.feed?.settle();
    replica.growBase(dataset.index.count);
    assert.equal(replica.count, dataset.count);
    assert.equal(replica.revision, dataset.revision);
    let index = 0;
    for (const rows of replica.read()) {
      const expected = this.naive.rows.slice(index, (index += rows.kind === 'base' ? rows.count : 1));
      for (const [i, { id, line }] of expected.entries()) {
        assert.equal(rows.id + i, id);
        if (rows.kind === 'typed') assert.ok(line.equals(rows.line));
        else {
          const { offset, length } = dataset.index.range(rows.line + i);
          assert.ok(line.equals(this.disk.subarray(offset, offset + length)));
        }
      }
    }
  }
}

type Wishes = Extract<Step, { kind: 'edit' }>;

/** Operations for wishes, and the rows that should come of them; new rows have the ids -1, -2, ... */
function plan(
  wishes: readonly Wish[],
  read: readonly Row[],
  start: readonly NaiveRow[],
  dataset: Dataset,
): { operations: Operation[]; expected: NaiveRow[] } {
  const operations: Operation[] = [];
  let rows = [...start];
  let fresh = 0;
  const replaced = new Set<number>();
  for (const wish of wishes) {
    switch (wish.kind) {
      case 'replace': {
        const at = pick(wish.place, rows.length);
        const row = read.find(({ id }) => id === rows[at]?.id);
        const old = rows[at];
        // A row that was replaced in this very edit has a version that no reader has seen.
        if (row === undefined || old === undefined || replaced.has(row.id)) break;
        replaced.add(row.id);
        operations.push({ kind: 'replace', row, text: wish.text });
        if (wish.text !== row.text) rows[at] = { id: old.id, line: line(wish.text, ownEnd(old.line)) };
        break;
      }
      case 'insert': {
        const at = pick(wish.place, rows.length + 1);
        const last = rows.at(-1);
        const open = dataset.indexed && at === rows.length && last !== undefined && ownEnd(last.line) === '';
        const added = wish.texts.map((text, i) => ({
          id: -1 - fresh++,
          line: line(text, open && i === wish.texts.length - 1 ? '' : dataset.lineEnding),
        }));
        operations.push({ kind: 'insert', at, texts: wish.texts });
        rows.splice(at, 0, ...added);
        break;
      }
      case 'delete': {
        const ids = known(wish.places, rows);
        operations.push({ kind: 'delete', ids });
        rows = rows.filter(({ id }) => !ids.includes(id));
        break;
      }
      case 'deleteRange': {
        const at = pick(wish.place, rows.length + 1);
        const count = Math.min(wish.count, rows.length - at);
        operations.push({ kind: 'deleteRange', at, count });
        rows.splice(at, count);
        break;
      }
      case 'move': {
        const ids = known(wish.places, rows);
        const to = pick(wish.place, rows.length + 1);
        operations.push({ kind: 'move', ids, to });
        const moved = rows.filter(({ id }) => ids.includes(id));
        const stays = (row: NaiveRow) => !ids.includes(row.id);
        rows = [...rows.slice(0, to).filter(stays), ...moved, ...rows.slice(to).filter(stays)];
        break;
      }
    }
  }
  return { operations, expected: rows };
}

/** Ids that an operation may name: rows of this very edit have none yet. */
function known(places: readonly number[], rows: readonly NaiveRow[]): number[] {
  return places.flatMap((at) => rows[pick(at, rows.length)]?.id ?? []).filter((id) => id >= 0);
}

function pick(place: number, count: number): number {
  return place === END ? Math.max(0, count - 1) : place % Math.max(1, count);
}

function line(text: string, end: string): Buffer {
  const bytes = Array.from(text, (char) =>
    /^[\udc80-\udcff]$/u.test(char) ? Buffer.from([char.charCodeAt(0) - 0xdc00]) : utf8(char),
  );
  return Buffer.concat([...bytes, utf8(end)]);
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

class MemoryJournalFile {
  private bytes = Buffer.alloc(0);
  append(bytes: Uint8Array): Promise<number> {
    const offset = this.bytes.length;
    this.bytes = Buffer.concat([this.bytes, bytes]);
    return Promise.resolve(offset);
  }
  read(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.subarray(offset, offset + length));
  }
  remove(): Promise<void> {
    return Promise.resolve();
  }
}
