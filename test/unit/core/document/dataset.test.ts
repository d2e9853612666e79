import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Change, RowTextError, StaleRowError } from '../../../../src/core/document/change';
import { Dataset } from '../../../../src/core/document/dataset';
import { MemoryByteSource, TornReadError } from '../../../../src/core/text/byteSource';
import { scanLines } from '../../../../src/core/text/lineScanner';
import { opened, openedOn, replace, rowAt, save, textOf, texts } from './openDataset';

void describe('line ends', () => {
  void test('of a replaced row stay; an inserted row gets those of the majority', async () => {
    const dataset = opened('a\r\nb\nc\r\n');
    assert.equal(dataset.lineEnding, '\r\n');
    dataset.edit('Edit', [await replace(dataset, 1, 'B'), await replace(dataset, 2, 'C')]);
    dataset.edit('Add', [{ kind: 'insert', at: 1, texts: ['new'] }]);
    assert.equal(await textOf(dataset), 'a\r\nnew\r\nB\nC\r\n');
  });

  void test('are LF in an empty file, and a new row ends with one', async () => {
    const dataset = opened('');
    dataset.edit('Add', [{ kind: 'insert', at: 0, texts: ['a', 'b'] }]);
    assert.equal(await textOf(dataset), 'a\nb\n');
    dataset.undo();
    assert.equal(await textOf(dataset), '');
    assert.equal(dataset.isDirty, false);
  });

  void test('a last row without one stays without when it is edited', async () => {
    const dataset = opened('a\nb');
    dataset.edit('Edit', [await replace(dataset, 1, 'B')]);
    assert.equal(await textOf(dataset), 'a\nB');
  });

  void test('a last row can be given one, which undo takes back', async () => {
    const dataset = opened('a\nb');
    dataset.edit('End', [{ kind: 'replace', row: await rowAt(dataset, 1), text: 'b', lineEnd: '\n' }]);
    assert.equal(await textOf(dataset), 'a\nb\n');
    assert.equal(dataset.count, 2);
    await save(dataset);
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb');
    dataset.redo();
    assert.equal(dataset.isDirty, false);
  });

  void test('rows added behind a last row without one leave the file without', async () => {
    const dataset = opened('a\nb');
    dataset.edit('Add', [{ kind: 'insert', at: 2, texts: ['c', 'd'] }]);
    assert.equal(await textOf(dataset), 'a\nb\nc\nd');
    await save(dataset);
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb', 'undo after a save takes the line end back, too');
  });

  void test('a row without one gets one where another row follows', async () => {
    const dataset = opened('a\nb');
    dataset.edit('Move', [{ kind: 'move', ids: [dataset.idAt(1)], to: 0 }]);
    assert.equal(await textOf(dataset), 'b\na\n');
    await save(dataset);
    dataset.edit('Move', [{ kind: 'move', ids: [dataset.idAt(0)], to: 2 }]);
    assert.equal(await textOf(dataset), 'a\nb');
  });

  void test('a last row without one that is emptied stays a row', async () => {
    const dataset = opened('a\nb');
    dataset.edit('Edit', [await replace(dataset, 1, '')]);
    assert.equal(await textOf(dataset), 'a\n\n');
    await save(dataset);
    assert.equal(dataset.count, 2);
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb');
  });

  void test('a byte order mark stays the first bytes of the file and is no part of the first row', async () => {
    const dataset = opened('\ufeffa\nb\n', { bomLength: 3 });
    assert.ok(dataset.hasBom);
    assert.deepEqual(await texts(dataset), ['a', 'b']);
    dataset.edit('Move', [{ kind: 'move', ids: [dataset.idAt(1)], to: 0 }]);
    dataset.edit('Add', [{ kind: 'insert', at: 0, texts: ['new'] }]);
    assert.equal(await textOf(dataset), '\ufeffnew\nb\na\n');
    await save(dataset);
    dataset.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 3 }]);
    assert.equal(await textOf(dataset), '\ufeff');
  });

  void test('blank lines, also at the end, are rows and stay', async () => {
    const dataset = opened('\na\n\n\n');
    assert.equal(dataset.count, 4);
    dataset.edit('Edit', [await replace(dataset, 1, 'A')]);
    assert.equal(await textOf(dataset), '\nA\n\n\n');
  });

  void test('bytes that are no UTF-8 survive an edit of their row', async () => {
    const dataset = opened(Buffer.from([0x22, 0xff, 0xed, 0xa0, 0x80, 0x22, 0x0a]));
    const row = await rowAt(dataset, 0);
    dataset.edit('Edit', [{ kind: 'replace', row, text: `${row.text} ` }]);
    assert.deepEqual([...(await save(dataset))], [0x22, 0xff, 0xed, 0xa0, 0x80, 0x22, 0x20, 0x0a]);
  });
});

void describe('an edit', () => {
  void test('of a row that changed since it was read is refused', async () => {
    const dataset = opened('a\nb\n');
    const stale = await rowAt(dataset, 0);
    dataset.edit('Edit', [await replace(dataset, 0, 'A')]);
    const again = { kind: 'replace' as const, row: stale, text: 'x' };
    assert.throws(
      () => dataset.edit('Edit', [again]),
      (error) => error instanceof StaleRowError && error.id === 0 && error.currentVersion === 1,
    );
    dataset.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    assert.throws(
      () => dataset.edit('Edit', [again]),
      (error) => error instanceof StaleRowError && error.currentVersion === undefined,
    );
  });

  void test('that cannot be done leaves nothing behind', async () => {
    const dataset = opened('a\nb\nc\n');
    const told: Change[] = [];
    dataset.onChange((change) => told.push(change));
    for (const bad of [
      { kind: 'insert' as const, at: 9, texts: ['x'] },
      { kind: 'insert' as const, at: 0, texts: ['two\nlines'] },
      { kind: 'delete' as const, ids: [0, 77] },
      { kind: 'deleteRange' as const, at: 1, count: 5 },
      { kind: 'move' as const, ids: [0], to: 4 },
    ]) {
      const first = await replace(dataset, 0, 'A');
      const move = { kind: 'move' as const, ids: [dataset.idAt(2)], to: 0 };
      assert.throws(() => dataset.edit('Edit', [first, move, bad]));
    }
    assert.equal(await textOf(dataset), 'a\nb\nc\n');
    assert.deepEqual([dataset.canUndo, dataset.isDirty, dataset.revision, told.length], [false, false, 0, 0]);
    assert.equal(dataset.versionOf(0), 0);
  });

  void test('with a newline in a text is refused by name', () => {
    assert.throws(() => opened('').edit('Add', [{ kind: 'insert', at: 0, texts: ['a\nb'] }]), RowTextError);
  });

  void test('that changes nothing is none', async () => {
    const dataset = opened('a\nb\n');
    const nothing = dataset.edit('Edit', [
      await replace(dataset, 0, 'a'),
      { kind: 'insert', at: 0, texts: [] },
      { kind: 'delete', ids: [] },
      { kind: 'deleteRange', at: 1, count: 0 },
      { kind: 'move', ids: [dataset.idAt(0)], to: 1 },
    ]);
    assert.equal(nothing, undefined);
    assert.equal(dataset.isDirty, false);
  });

  void test('tells what it did', async () => {
    const dataset = opened('a\nb\nc\nd\n');
    const told: Change[] = [];
    const listening = dataset.onChange((change) => told.push(change));
    dataset.edit('Several', [
      await replace(dataset, 1, 'B'),
      { kind: 'insert', at: 0, texts: ['x', 'y'] },
      { kind: 'delete', ids: [dataset.idAt(3), dataset.idAt(0)] },
      { kind: 'move', ids: [dataset.idAt(1)], to: 0 },
    ]);
    dataset.undo();
    listening.dispose();
    dataset.redo();
    const first = 2 ** 32;
    const [edit, undo] = told.map(({ rowSplices, ...change }) => ({ ...change, steps: [...rowSplices()].length }));
    assert.deepEqual(edit, {
      cause: 'edit',
      groupId: edit?.groupId,
      label: 'Several',
      isNewGroup: true,
      revision: 1,
      count: 4,
      splices: [
        { at: 0, removed: 0, inserted: 2 },
        { at: 5, removed: 1, inserted: 0 },
        { at: 2, removed: 1, inserted: 0 },
        { at: 2, removed: 1, inserted: 0 },
        { at: 0, removed: 0, inserted: 1 },
      ],
      touched: [{ id: 1, version: 1 }],
      inserted: [{ id: first, count: 2 }],
      reveal: 1,
      steps: 6,
    });
    assert.deepEqual([undo?.cause, undo?.groupId, undo?.isNewGroup, undo?.revision], ['undo', edit.groupId, false, 2]);
    assert.deepEqual(undo?.touched, [{ id: 1, version: 2 }]);
    assert.equal(told.length, 2);
  });

  void test('of very many rows is told in short', async () => {
    const dataset = opened('x\n'.repeat(5000));
    const rows = await dataset.readRows(0, 3000);
    const change = dataset.edit('Fix', [
      ...rows.map((row) => ({ kind: 'replace' as const, row, text: 'y' })),
      { kind: 'delete', ids: rows.filter(({ index }) => index % 2 === 0).map(({ id }) => id) },
    ]);
    assert.equal(change?.touched, undefined);
    assert.deepEqual(change?.splices, [{ at: 0, removed: 5000, inserted: 3500 }]);
  });
});

void describe('a burst of typing', () => {
  void test('is one group, however many edits, until it is closed', async () => {
    const dataset = opened('a\nb\n');
    const type = async (text: string, index = 0) =>
      dataset.edit(`Edit example ${index + 1}`, [await replace(dataset, index, text)], { extend: true });
    const first = await type('a1');
    const second = await type('a12');
    assert.deepEqual([first?.isNewGroup, second?.isNewGroup], [true, false]);
    assert.equal(first?.groupId, second?.groupId);
    dataset.closeGroup();
    assert.equal((await type('a123'))?.isNewGroup, true);
    assert.equal((await type('b1', 1))?.isNewGroup, true, 'another label, another group');
    dataset.undo();
    dataset.undo();
    assert.deepEqual(await texts(dataset), ['a12', 'b']);
    dataset.undo();
    assert.deepEqual(await texts(dataset), ['a', 'b']);
    assert.equal(dataset.isDirty, false);
    dataset.redo();
    assert.deepEqual(await texts(dataset), ['a12', 'b']);
  });

  void test('does not join an edit that stands alone, nor a group that was undone and redone, nor one that was saved', async () => {
    const dataset = opened('a\n');
    const edit = async (text: string, extend: boolean) =>
      (await Promise.resolve(dataset.edit('Edit', [await replace(dataset, 0, text)], { extend })))?.isNewGroup;
    assert.equal(await edit('b', false), true);
    assert.equal(await edit('c', true), true);
    dataset.undo();
    dataset.redo();
    assert.equal(await edit('d', true), true);
    await save(dataset);
    assert.equal(await edit('e', true), true);
    dataset.undo();
    assert.equal(dataset.isDirty, false);
  });
});

void describe('reading', () => {
  void test('cuts a line that is too long, between characters', async () => {
    const long = 'é'.repeat(50);
    const dataset = opened(`${long}\nb\n`);
    for (const [maxRowBytes, length] of [
      [10, 5],
      [11, 5],
    ] as const) {
      const [row, next] = await dataset.readRows(0, 2, { maxRowBytes });
      assert.deepEqual([row?.text, row?.complete, row?.byteLength], ['é'.repeat(length), false, 101]);
      assert.equal(next?.text, 'b');
      if (row) assert.throws(() => dataset.edit('Edit', [{ kind: 'replace', row, text: 'x' }]), RangeError);
    }
    assert.equal(dataset.byteLength(0), 101);
    assert.equal(dataset.byteLength(9), undefined);
  });

  void test('takes neighbouring rows in one read, and rows far apart in several', async () => {
    const reads: number[] = [];
    const bytes = Buffer.from(`${'x'.repeat(999)}\n`.repeat(1000));
    const source = new MemoryByteSource(bytes);
    const read = source.read.bind(source);
    source.read = (offset, length) => (reads.push(length), read(offset, length));
    const dataset = openedOn(source, bytes);
    await dataset.readRows(10, 50);
    dataset.edit('Move', [{ kind: 'move', ids: [dataset.idAt(900)], to: 20 }]);
    await dataset.readRows(10, 50);
    assert.deepEqual(reads, [50_000, 49_000, 1000]);
  });

  void test('goes on in the new file when a save closed the old one meanwhile', async () => {
    const dataset = opened('a\nb\nc\n');
    const old = dataset.base;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const read = old.read.bind(old);
    old.read = async (offset, length) => {
      await held;
      return read(offset, length);
    };
    dataset.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    const reading = dataset.readRows(0, 2);
    const snapshot = dataset.snapshot();
    const preparing = dataset.prepareRebase(snapshot);
    release();
    await preparing;
    old.read = () => Promise.reject(new Error('closed'));
    dataset.commitSave(snapshot, new MemoryByteSource(Buffer.from('b\nc\n')));
    assert.deepEqual(
      (await reading).map(({ text }) => text),
      ['b', 'c'],
    );
    assert.deepEqual(await texts(dataset), ['b', 'c']);
  });

  void test('passes on that the file changed, and that it was called off', async () => {
    const dataset = opened('a\n');
    dataset.base.read = () => Promise.reject(new TornReadError());
    await assert.rejects(dataset.readRows(0, 1), TornReadError);
    const aborter = new AbortController();
    aborter.abort(new Error('enough'));
    await assert.rejects(opened('a\n').readRows(0, 1, { signal: aborter.signal }), /enough/);
  });

  void test('of a row that is not there gives none', async () => {
    const dataset = opened('a\n');
    assert.equal(await dataset.readRow(5), undefined);
    assert.equal((await dataset.readRow(0))?.text, 'a');
    assert.deepEqual(await dataset.readRows(1, 5), []);
  });
});

void describe('while lines are still being found', () => {
  void test('edits work on those that are there, and the rest comes behind', async () => {
    const bytes = Buffer.from('a\nb\nc\nd');
    const dataset = new Dataset(new MemoryByteSource(bytes));
    dataset.appendIndex(scanLines(bytes.subarray(0, 4)));
    dataset.edit('Add', [{ kind: 'insert', at: 2, texts: ['new'] }]);
    dataset.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    assert.throws(() => dataset.snapshot(), { name: 'IndexIncompleteError' });
    assert.throws(() => dataset.finishIndex(), RangeError);
    dataset.appendIndex(scanLines(bytes.subarray(4)));
    dataset.finishIndex();
    assert.equal(await textOf(dataset), 'b\nnew\nc\nd');
    dataset.undo();
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb\nc\nd');
    assert.throws(() => dataset.appendIndex(scanLines(bytes)), RangeError);
  });
});

void test('a row of two megabytes is edited, saved and undone like any other', async () => {
  const long = 'x'.repeat(2_000_000);
  const dataset = opened(`a\n${long}\nb\n`);
  dataset.edit('Edit', [await replace(dataset, 1, `${long}y`)]);
  assert.equal((await save(dataset)).length, 2_000_006);
  dataset.undo();
  assert.equal(await textOf(dataset), `a\n${long}\nb\n`);
});

void test('disposing closes the file and the journal', async () => {
  const dataset = opened('a\n');
  await dataset.dispose();
  await assert.rejects(dataset.readRows(0, 1), /closed/);
});
