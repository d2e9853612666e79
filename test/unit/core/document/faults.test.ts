import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BackupMismatchError, createBackup, restoreBackup } from '../../../../src/core/document/backup';
import { BackupCorruptError, BackupVersionError } from '../../../../src/core/document/backupFormat';
import type { Change } from '../../../../src/core/document/change';
import type { Dataset } from '../../../../src/core/document/dataset';
import { MemoryByteSource, TornReadError } from '../../../../src/core/text/byteSource';
import { fingerprintOf, sameFingerprint } from '../../../../src/core/text/fingerprint';
import { written } from './naiveModel';
import { opened, replace, save, textOf, texts } from './openDataset';

/** Faults that the best-known model editor has; those of them that a model can have. */
void describe('a fault seen elsewhere is not here:', () => {
  void test('the inverse of a group with several edits applied in forward order', async () => {
    const dataset = opened('a\nb\nc\nd\n');
    dataset.edit('Several', [
      { kind: 'deleteRange', at: 0, count: 1 },
      await replace(dataset, 1, 'B'),
      { kind: 'insert', at: 0, texts: ['x', 'y'] },
      { kind: 'deleteRange', at: 1, count: 2 },
    ]);
    assert.equal((await save(dataset)).toString(), 'x\nc\nd\n');
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb\nc\nd\n');
    dataset.redo();
    assert.equal(await textOf(dataset), 'x\nc\nd\n');
  });

  void test('two overlapping saves that lose the next edit', async () => {
    const dataset = opened('a\nb\n');
    dataset.edit('Edit', [await replace(dataset, 0, 'A')]);
    const first = dataset.snapshot();
    dataset.edit('Edit', [await replace(dataset, 1, 'B')]);
    const bytes = await written(first);
    await dataset.prepareRebase(first);
    dataset.commitSave(first, new MemoryByteSource(bytes));
    assert.equal(bytes.toString(), 'A\nb\n');
    assert.ok(dataset.isDirty, 'the edit made meanwhile is not saved');
    assert.equal((await save(dataset)).toString(), 'A\nB\n');
    assert.equal(dataset.isDirty, false);
  });

  void test('a save that another one overtook, and that commits nevertheless', async () => {
    const dataset = opened('a\n');
    dataset.edit('Edit', [await replace(dataset, 0, 'A')]);
    const overtaken = dataset.snapshot();
    const overtakenBytes = await written(overtaken);
    await save(dataset);
    await assert.rejects(dataset.prepareRebase(overtaken), { name: 'StaleSnapshotError' });
    assert.throws(() => dataset.commitSave(overtaken, new MemoryByteSource(overtakenBytes)), {
      name: 'StaleSnapshotError',
    });
    assert.equal(await textOf(dataset), 'A\n');
  });

  void test('save, undo, redo that leave it unsaved though the bytes are those on disk', async () => {
    const dataset = opened('a\n');
    dataset.edit('Edit', [await replace(dataset, 0, 'b')]);
    await save(dataset);
    assert.equal(dataset.isDirty, false);
    dataset.undo();
    assert.equal(dataset.isDirty, true);
    dataset.redo();
    assert.equal(dataset.isDirty, false);
    dataset.undo();
    dataset.edit('Edit', [await replace(dataset, 0, 'b')]);
    assert.equal(dataset.isDirty, true, 'another way to the same bytes is another state');
  });

  void test('a change that is taken for our own write because it is young', () => {
    const ours = fingerprintOf(Buffer.from('a\n'), 1000);
    assert.ok(!sameFingerprint(ours, fingerprintOf(Buffer.from('b\n'), 1000)), 'other bytes in the same millisecond');
    assert.ok(!sameFingerprint(ours, fingerprintOf(Buffer.from('a\n'), 1001)), 'the same bytes written again');
  });

  void test('a cancelled save that counts as saved', async () => {
    const dataset = opened('a\nb\nc\n');
    dataset.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    const snapshot = dataset.snapshot();
    const aborter = new AbortController();
    aborter.abort(new Error('cancelled'));
    await assert.rejects(dataset.prepareRebase(snapshot, aborter.signal), /cancelled/);
    assert.ok(dataset.isDirty);
    assert.equal((await save(dataset)).toString(), 'b\nc\n');
    dataset.undo();
    assert.equal(await textOf(dataset), 'a\nb\nc\n');
  });

  void test('an unreadable backup that opens as "no edits"', async () => {
    const bytes = await backupOf(await dirty());
    const { fingerprint } = opened('a\nb\nc\n').base;
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at);
      assert.throws(
        () => restoreBackup(damaged, fingerprint),
        (error) => error instanceof BackupCorruptError || error instanceof BackupVersionError,
        `byte ${at}`,
      );
      assert.throws(() => restoreBackup(bytes.subarray(0, at), fingerprint), BackupCorruptError, `${at} bytes`);
    }
    assert.throws(() => restoreBackup(Buffer.concat([bytes, Buffer.from('x')]), fingerprint), BackupCorruptError);
    assert.throws(() => restoreBackup(Buffer.from('{}\n'), fingerprint), BackupCorruptError);
    assert.throws(() => restoreBackup(Buffer.from('null\n'), fingerprint), BackupCorruptError);
    const newer = Buffer.from(bytes.toString('latin1').replace('"version":1', '"version":9'), 'latin1');
    assert.throws(() => restoreBackup(newer, fingerprint), BackupVersionError);
  });

  void test('a backup replayed onto a file that changed', async () => {
    const bytes = await backupOf(await dirty());
    const other = fingerprintOf(Buffer.from('a\nb\nX\n'), 0);
    assert.throws(
      () => restoreBackup(bytes, other),
      (error) => {
        assert.ok(error instanceof BackupMismatchError);
        assert.deepEqual(error.edits.edits[0], { kind: 'replace', original: 'a', text: 'A', index: 0 });
        return true;
      },
    );
  });

  void test('a backup that holds the file', async () => {
    const line = `${'secret'.repeat(100)}\n`;
    const dataset = opened(line.repeat(1000));
    dataset.edit('Edit', [await replace(dataset, 500, 'new')]);
    const bytes = await backupOf(dataset);
    assert.ok(bytes.length < 2 * line.length + 1000, `${bytes.length} bytes`);
  });

  void test('a backup that fails when the file has changed', async () => {
    const dataset = opened('a\nb\nc\n');
    dataset.edit('Delete', [{ kind: 'deleteRange', at: 0, count: 1 }]);
    dataset.edit('Add', [{ kind: 'insert', at: 0, texts: ['new'] }]);
    const { base } = dataset;
    base.read = () => Promise.reject(new TornReadError());
    const bytes = await backupOf(dataset);
    const fresh = opened('a\nb\nc\n', { backup: restoreBackup(bytes, base.fingerprint) });
    assert.deepEqual(await texts(fresh), ['new', 'b', 'c']);
  });

  void test('a restored document that is clean, or can be undone to what it never was', async () => {
    const bytes = await backupOf(await dirty());
    const backup = restoreBackup(bytes, opened('a\nb\nc\n').base.fingerprint);
    const restored = opened('a\nb\nc\n', { backup });
    assert.deepEqual(await texts(restored), ['A', 'new', 'b']);
    assert.deepEqual([restored.isDirty, restored.canUndo, restored.canRedo], [true, false, false]);
    restored.edit('Edit', [await replace(restored, 2, 'B')]);
    restored.undo();
    assert.ok(restored.isDirty);
    assert.equal((await save(restored)).toString(), 'A\nnew\nb\n');
    assert.equal(restored.isDirty, false);
  });

  void test('an undo closure called twice, or long after its group was dropped, that undoes something else', async () => {
    const dataset = opened('a\n');
    const first = dataset.edit('One', [await replace(dataset, 0, 'b')]);
    assert.equal(dataset.undo(first?.groupId)?.label, 'One');
    assert.equal(dataset.undo(first?.groupId), undefined);
    dataset.edit('Two', [await replace(dataset, 0, 'c')]);
    assert.equal(dataset.undo(first?.groupId), undefined, 'dropped by the new edit');
    assert.equal(dataset.redo(first?.groupId), undefined);
    assert.deepEqual(await texts(dataset), ['c']);
    const other = opened('x\n');
    other.edit('Other', [await replace(other, 0, 'y')]);
    assert.equal(other.undo(first?.groupId), undefined, 'ids of groups are unique in the process');
  });

  void test('an undo that the window counted though it failed, and that is skipped for ever', async () => {
    const dataset = opened('a\n');
    const one = dataset.edit('One', [await replace(dataset, 0, 'b')]);
    dataset.edit('Two', [await replace(dataset, 0, 'c')]);
    // VS Code believes that Two is undone; the next Ctrl+Z asks for One.
    const change = dataset.undo(one?.groupId);
    assert.equal(change?.groupId, one?.groupId);
    assert.deepEqual(await texts(dataset), ['a']);
    assert.ok(dataset.canRedo);
  });

  void test('the whole edit log told again on undo', async () => {
    const dataset = opened('x\n'.repeat(100));
    for (let i = 0; i < 50; i++) dataset.edit('Edit', [await replace(dataset, i, 'y')]);
    const told: Change[] = [];
    dataset.onChange((change) => told.push(change));
    dataset.undo();
    assert.deepEqual(told[0]?.touched, [{ id: 49, version: 51 }]);
    assert.deepEqual(told[0].splices, []);
  });
});

async function dirty(): Promise<Dataset> {
  const dataset = opened('a\nb\nc\n');
  dataset.edit('Edit', [await replace(dataset, 0, 'A')]);
  dataset.edit('Delete', [{ kind: 'deleteRange', at: 2, count: 1 }]);
  dataset.edit('Add', [{ kind: 'insert', at: 1, texts: ['new'] }]);
  return dataset;
}

async function backupOf(dataset: Dataset): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of (await createBackup(dataset)).chunks()) parts.push(chunk);
  return Buffer.concat(parts);
}
