import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BackupMismatchError, createBackup, restoreBackup } from '../../../../src/core/document/backup';
import type { Operation } from '../../../../src/core/document/change';
import type { Dataset } from '../../../../src/core/document/dataset';
import { appendBase, isPureAppend, readEdits, reapply } from '../../../../src/core/document/rebase';
import { anchorLines, unsavedEdits } from '../../../../src/core/document/unsavedEdits';
import { MemoryByteSource, TornReadError } from '../../../../src/core/text/byteSource';
import { scanLines } from '../../../../src/core/text/lineScanner';
import { opened, openedOn, replace, save, textOf, texts } from './openDataset';

const ABC = Buffer.from('a\nb\nc\n');
const LABEL = 'Re-apply unsaved changes';

interface Wish {
  readonly kind: 'replace' | 'insert' | 'delete' | 'move';
  readonly place: number;
  readonly to: number;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'delete', 'move'),
  place: fc.nat(100),
  to: fc.nat(100),
});
const size = fc.nat({ max: 12 });
const wishes = fc.array(wish, { maxLength: 8 });

/** A dataset of `size` different rows with some edits; every typed text is different too. */
async function edited(size: number, wishes: readonly Wish[]): Promise<Dataset> {
  const dataset = opened(lines(Array.from({ length: size }, (_, i) => `row ${i}`)));
  for (const [i, one] of wishes.entries()) {
    const at = one.place % Math.max(1, dataset.count);
    const operation = await operationFor(dataset, one, at, `typed ${i}`);
    if (operation !== undefined) dataset.edit('Edit', [operation]);
  }
  return dataset;
}

async function operationFor(dataset: Dataset, one: Wish, at: number, text: string): Promise<Operation | undefined> {
  if (one.kind === 'insert') return { kind: 'insert', at: one.place % (dataset.count + 1), texts: [text] };
  if (dataset.count === 0) return undefined;
  if (one.kind === 'replace') return replace(dataset, at, text);
  const ids = [dataset.idAt(at)];
  return one.kind === 'delete' ? { kind: 'delete', ids } : { kind: 'move', ids, to: one.to % (dataset.count + 1) };
}

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

void describe('edits applied again', () => {
  void test('over the same lines, changed only where nothing was edited, give the edited document with those changes', async () => {
    await fc.assert(
      fc.asyncProperty(size, wishes, fc.array(fc.nat(20)), async (size, wishes, changed) => {
        const old = await edited(size, wishes);
        const anchors = new Set(
          anchorLines(unsavedEdits(old.runs(), old.model.layout)).flatMap(({ line, count }) =>
            Array.from({ length: count }, (_, i) => line + i),
          ),
        );
        const isChanged = (line: number) => changed.includes(line) && !anchors.has(line);
        const change = (row: string) =>
          row.startsWith('row ') && isChanged(Number(row.slice(4))) ? `other ${row}` : row;
        const fresh = opened(lines(Array.from({ length: size }, (_, i) => change(`row ${i}`))));
        const before = await textOf(fresh);
        const { change: told, unsaved } = await reapply(fresh, await readEdits(old), LABEL);
        assert.deepEqual(unsaved, []);
        assert.deepEqual(await texts(fresh), (await texts(old)).map(change));
        assert.equal(told?.isNewGroup ?? true, true);
        assert.equal(fresh.isDirty, told !== undefined);
        fresh.undo();
        assert.equal(await textOf(fresh), before, 'one undo takes it all back');
      }),
      { numRuns: 300 },
    );
  });

  void test('over any content lose no typed text', async () => {
    await fc.assert(
      fc.asyncProperty(size, wishes, fc.array(fc.nat(20)), async (size, wishes, left) => {
        const old = await edited(size, wishes);
        const typed = (await texts(old)).filter((text) => text.startsWith('typed'));
        // Other rows in another order, some twice: nothing is where it was.
        const fresh = opened(lines(left.map((line) => `row ${line}`)));
        const { unsaved } = await reapply(fresh, await readEdits(old), LABEL);
        const found = [...(await texts(fresh)), ...unsaved.map(({ text }) => text)];
        for (const text of typed) assert.ok(found.includes(text), `${text} is lost`);
      }),
      { numRuns: 300 },
    );
  });

  void test('over a file that holds them already (saved before a crash) change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(size, wishes, async (size, wishes) => {
        const old = await edited(size, wishes);
        const log = await readEdits(old);
        const fresh = opened(await save(old));
        const before = await textOf(fresh);
        const { unsaved } = await reapply(fresh, log, LABEL);
        assert.deepEqual(unsaved, []);
        assert.equal(await textOf(fresh), before);
      }),
      { numRuns: 300 },
    );
  });

  void test('are the same from a backup as from the document', async () => {
    await fc.assert(
      fc.asyncProperty(size, wishes, async (size, wishes) => {
        const old = await edited(size, wishes);
        const backup = await createBackup(old);
        const parts: Uint8Array[] = [];
        for await (const chunk of backup.chunks()) parts.push(chunk);
        const log = await readEdits(old);
        assert.throws(
          () => restoreBackup(Buffer.concat(parts), { ...old.base.fingerprint, mtimeMs: 5 }),
          (error) => {
            assert.ok(error instanceof BackupMismatchError);
            assert.deepEqual(error.edits, log);
            return true;
          },
        );
      }),
    );
  });

  void test('find a row whose line end changed, and keep the new line end', async () => {
    const old = opened('a\nb\nc\n');
    old.edit('Edit', [await replace(old, 1, 'B')]);
    const fresh = opened('a\r\nb\r\nc\r\n');
    const { unsaved } = await reapply(fresh, await readEdits(old), LABEL);
    assert.deepEqual(unsaved, []);
    assert.equal(await textOf(fresh), 'a\r\nB\r\nc\r\n');
  });

  void test('come back when their line is gone, or is there twice', async () => {
    const old = opened('a\nb\nc\nd\n');
    old.edit('Edit', [await replace(old, 1, 'B'), await replace(old, 2, 'C')]);
    const fresh = opened('a\nc\nc\n');
    const { change, unsaved } = await reapply(fresh, await readEdits(old), LABEL);
    assert.equal(change, undefined);
    assert.equal(fresh.isDirty, false);
    assert.deepEqual(unsaved, [
      { kind: 'replace', text: 'B', originalText: 'b', nearIndex: 1, count: 1 },
      { kind: 'replace', text: 'C', originalText: 'c', nearIndex: 2, count: 1 },
    ]);
  });

  void test('keep a duplicate of a row beside it', async () => {
    const old = opened('a\nb\nc\n');
    old.edit('Duplicate', [{ kind: 'insert', at: 2, texts: ['b'] }]);
    const fresh = opened('a\nb\nc\nd\n');
    await reapply(fresh, await readEdits(old), LABEL);
    assert.deepEqual(await texts(fresh), ['a', 'b', 'b', 'c', 'd']);
  });

  void test('still find their places when the file lost its old bytes, from what was remembered', async () => {
    const source = new ChangingSource(ABC);
    const old = openedOn(source, ABC);
    old.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    old.edit('Add', [{ kind: 'insert', at: 2, texts: ['new'] }]);
    await old.rememberAnchors();
    source.isTorn = true;
    const fresh = opened('0\na\nb\nc\n9\n');
    const { unsaved } = await reapply(fresh, await readEdits(old), LABEL);
    assert.deepEqual(unsaved, []);
    assert.deepEqual(await texts(fresh), ['0', 'b', 'c', 'new', '9']);
  });

  void test('come back when nothing was remembered and the file lost its old bytes', async () => {
    const source = new ChangingSource(ABC);
    const old = openedOn(source, ABC);
    old.edit('Edit', [await replace(old, 2, 'C')]);
    old.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    old.edit('Add', [{ kind: 'insert', at: 1, texts: ['new'] }]);
    source.isTorn = true;
    const fresh = opened('0\na\nb\nc\n9\n');
    const { unsaved } = await reapply(fresh, await readEdits(old), LABEL);
    // The replaced row is known from the edit itself, and so is the anchor that it gives to the new row.
    assert.deepEqual(await texts(fresh), ['0', 'a', 'b', 'new', 'C', '9']);
    assert.deepEqual(unsaved, [{ kind: 'delete', text: '', originalText: undefined, nearIndex: 0, count: 1 }]);
  });

  void test('of a million deleted rows are counted, not listed', async () => {
    const old = opened(lines(Array.from({ length: 30_000 }, (_, i) => `row ${i}`)));
    old.edit('Delete', [{ kind: 'deleteRange', at: 10, count: 20_000 }]);
    const fresh = opened('row 1\n');
    const { unsaved } = await reapply(fresh, await readEdits(old), LABEL);
    assert.deepEqual(unsaved, [{ kind: 'delete', text: '', originalText: undefined, nearIndex: 10, count: 20_000 }]);
  });

  void test('of rows with bytes that are no UTF-8 find them', async () => {
    const old = opened(Buffer.from([0x61, 0xff, 0x0a, 0x62, 0x0a]));
    old.edit('Edit', [await replace(old, 0, 'fixed')]);
    const fresh = opened(Buffer.from([0x63, 0x0a, 0x61, 0xff, 0x0a]));
    await reapply(fresh, await readEdits(old), LABEL);
    assert.deepEqual(await texts(fresh), ['c', 'fixed']);
  });
});

void describe('a file that grew', () => {
  void test('gives its new rows to a dirty document, whose undo goes on', async () => {
    const dataset = opened('a\nb\n');
    dataset.edit('Edit', [await replace(dataset, 1, 'B')]);
    const kept = dataset.idAt(1);
    await grow(dataset, 'a\nb\nc\nd\n');
    assert.deepEqual(await texts(dataset), ['a', 'B', 'c', 'd']);
    assert.equal(dataset.idAt(1), kept);
    assert.ok(dataset.isDirty);
    dataset.undo();
    assert.equal(dataset.isDirty, false);
    assert.equal(await textOf(dataset), 'a\nb\nc\nd\n');
    dataset.redo();
    assert.equal(await textOf(dataset), 'a\nB\nc\nd\n');
    await save(dataset);
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb\nc\nd\n');
  });

  void test('may first end the line that had no end', async () => {
    for (const end of ['\n', '\r\n']) {
      const dataset = opened('a\nb');
      dataset.edit('Edit', [await replace(dataset, 0, 'A')]);
      await grow(dataset, `a\nb${end}c`);
      assert.equal(await textOf(dataset), `A\nb${end}c`);
      dataset.edit('Edit', [await replace(dataset, 1, 'B')]);
      dataset.undo();
      await save(dataset);
      assert.equal(await textOf(dataset), `A\nb${end}c`);
    }
  });

  void test('keeps an edited last row and its undo when that row gets its line end', async () => {
    const dataset = opened('a\nb');
    dataset.edit('Edit', [await replace(dataset, 1, 'B')]);
    await grow(dataset, 'a\nb\nc\n');
    assert.equal(await textOf(dataset), 'a\nB\nc\n');
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb\nc\n');
    await save(dataset);
    dataset.redo();
    await save(dataset);
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb\nc\n');
  });

  void test('is none when the last line went on, when a line before changed, or when it shrank', async () => {
    assert.equal(await isPureAppend(opened('a\nb'), new MemoryByteSource(Buffer.from('a\nbc\n'))), false);
    assert.equal(await isPureAppend(opened('a\nb'), new MemoryByteSource(Buffer.from('a\nb\rc\n'))), false);
    assert.equal(await isPureAppend(opened('a\nb\n'), new MemoryByteSource(Buffer.from('A\nb\nc\n'))), false);
    assert.equal(await isPureAppend(opened('a\nb\n'), new MemoryByteSource(Buffer.from('a\n'))), false);
    assert.equal(await isPureAppend(opened('a\nb\n'), new MemoryByteSource(Buffer.from('a\nb\n'), 7)), true);
  });

  void test('makes a save that began before it stale', async () => {
    const dataset = opened('a\n');
    const snapshot = dataset.snapshot();
    await grow(dataset, 'a\nb\n');
    assert.throws(() => dataset.commitSave(snapshot, new MemoryByteSource(Buffer.from('a\n'))), {
      name: 'StaleSnapshotError',
    });
  });

  void test('is refused when the lines do not add up to it', () => {
    const dataset = opened('a\n');
    const grown = new MemoryByteSource(Buffer.from('a\nb\nc\n'));
    assert.throws(() => appendBase(dataset, grown, scanLines(Buffer.from('b\n'))), RangeError);
  });
});

async function grow(dataset: Dataset, content: string): Promise<void> {
  const grown = new MemoryByteSource(Buffer.from(content));
  assert.ok(await isPureAppend(dataset, grown));
  appendBase(dataset, grown, scanLines(Buffer.from(content).subarray(dataset.base.size)));
}

/** A file that can lose its old bytes. */
class ChangingSource extends MemoryByteSource {
  isTorn = false;

  override read(offset: number, length: number): Promise<Uint8Array> {
    return this.isTorn ? Promise.reject(new TornReadError()) : super.read(offset, length);
  }
}
