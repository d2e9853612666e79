import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import type { NodeTestApi } from '../../src/extension.node.js';
import {
  lines,
  open,
  openDataset,
  pause,
  rows,
  rowTexts,
  save,
  systemError,
  undo,
  until,
  waitForDirty,
  withFault,
  writeDataset,
} from './datasetFixture.js';

const [zero, one, two] = rows(3);
const content = lines(...rows(3));
const changed = (n: number) => `{"instruction": "Changed ${n}"}`;
const slowly = <A extends unknown[], T>(real: (...values: A) => Promise<T>) => {
  return async (...values: A): Promise<T> => {
    await pause(300);
    return real(...values);
  };
};

/** Holds work until the test opens it. */
class Gate {
  open: () => void = () => undefined;
  private arrive: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));
  readonly reached = new Promise<void>((resolve) => (this.arrive = resolve));

  async pass(): Promise<void> {
    this.arrive();
    await this.opened;
  }
}

describe('saving', () => {
  it('keeps mode and symbolic link, and leaves nothing beside the file', async () => {
    const target = writeDataset(content);
    chmodSync(target.fsPath, 0o640);
    const link = vscode.Uri.joinPath(target, '..', 'link.itune.jsonl');
    symlinkSync(target.fsPath, link.fsPath);
    const opened = await open(link);
    await opened.edit(0, changed(0));
    await save();
    await waitForDirty(opened, false);
    assert.equal(readFileSync(target.fsPath, 'utf8'), lines(changed(0), one ?? '', two ?? ''));
    assert.equal(statSync(target.fsPath).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(dirname(target.fsPath)).sort(), ['link.itune.jsonl', 'set.itune.jsonl']);
  });

  it('keeps every edit when saves overlap', async () => {
    const opened = await openDataset(content);
    await withFault('rename', slowly, async () => {
      await opened.edit(0, changed(0));
      const first = save();
      await pause(50);
      await opened.edit(1, changed(1));
      const second = save();
      await pause(50);
      await opened.edit(2, changed(2));
      await Promise.allSettled([first, second, save()]);
    });
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(changed(0), changed(1), changed(2)));
    assert.equal(opened.dataset.isDirty, false);
  });

  it('stays dirty after a save for what was typed while it ran', async () => {
    const opened = await openDataset(content);
    await opened.edit(0, changed(0));
    const gate = new Gate();
    await withFault(
      'rename',
      (real) => async (from, to) => {
        await gate.pass();
        await real(from, to);
      },
      async () => {
        const saving = save();
        await gate.reached;
        await opened.edit(1, changed(1));
        gate.open();
        await saving;
      },
    );
    assert.equal(opened.text(), lines(changed(0), one ?? '', two ?? ''));
    await waitForDirty(opened, true);
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(changed(0), changed(1), two ?? ''));
  });

  it('is asked for again by an edit after an undo past the last save', async () => {
    const opened = await openDataset(content);
    await opened.edit(0, changed(0));
    await save();
    await waitForDirty(opened, false);
    await undo();
    await waitForDirty(opened, true);
    await opened.edit(0, changed(7));
    await pause(200);
    await waitForDirty(opened, true);
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(changed(7), one ?? '', two ?? ''));
  });

  it('leaves the old file when it is cancelled half-way, and everything to save', async () => {
    const opened = await openDataset(content);
    await opened.edit(0, changed(0));
    const source = new vscode.CancellationTokenSource();
    const gate = new Gate();
    const held: (real: NodeTestApi['fs']['open']) => NodeTestApi['fs']['open'] =
      (real) =>
      async (...values) => {
        const file = await real(...values);
        await gate.pass();
        return file;
      };
    await withFault('open', held, async () => {
      const saving = opened.dataset.save(source.token);
      await gate.reached;
      source.cancel();
      gate.open();
      await assert.rejects(saving, vscode.CancellationError);
    });
    assert.equal(opened.text(), content);
    assert.equal(opened.dataset.isDirty, true);
    assert.deepEqual(readdirSync(dirname(opened.path)), ['set.itune.jsonl']);
    await save();
    assert.equal(opened.text(), lines(changed(0), one ?? '', two ?? ''));
  });

  it('writes in place where the system refuses to replace the file', async () => {
    const opened = await openDataset(content);
    await opened.edit(1, changed(1));
    await withFault(
      'rename',
      () => () => Promise.reject(systemError('EPERM')),
      () => save(),
    );
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(zero ?? '', changed(1), two ?? ''));
    assert.deepEqual(readdirSync(dirname(opened.path)), ['set.itune.jsonl']);
    await undo();
    await save();
    assert.equal(opened.text(), content);
  });

  it('leaves the old file on a full disk, and tells the author', async () => {
    const opened = await openDataset(content);
    await opened.edit(1, changed(1));
    await withFault(
      'open',
      (real) => async (path, flags, mode) => {
        const file = await real(path, flags, mode);
        return flags === 'r' ? file : { ...file, write: () => Promise.reject(systemError('ENOSPC')) };
      },
      () => assert.rejects(opened.dataset.save(), /The disk is full: set\.itune\.jsonl was not saved/),
    );
    assert.equal(opened.text(), content);
    assert.equal(opened.dataset.isDirty, true);
    assert.deepEqual(readdirSync(dirname(opened.path)), ['set.itune.jsonl']);
    await save();
    await waitForDirty(opened, false);
    assert.equal(opened.text(), lines(zero ?? '', changed(1), two ?? ''));
  });

  it('saves as another file, and leaves the first as it is', async () => {
    const opened = await openDataset(content);
    await opened.edit(2, changed(2));
    const target = vscode.Uri.file(join(dirname(opened.path), 'copy.itune.jsonl'));
    await opened.dataset.saveAs(target);
    assert.equal(readFileSync(target.fsPath, 'utf8'), lines(zero ?? '', one ?? '', changed(2)));
    assert.equal(opened.text(), content);
  });

  it('reverts to the file, and goes on from there', async () => {
    const opened = await openDataset(content);
    await opened.edit(0, changed(0));
    await save();
    await opened.edit(1, changed(1));
    await undo();
    await undo();
    await opened.edit(2, changed(2));
    await waitForDirty(opened, true);
    await pause(200); // Let VS Code hear of all the edits first.
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await waitForDirty(opened, false);
    await until('the rows are those of the file', async () =>
      (await rowTexts(opened)).join('\n') === opened.text().trimEnd() ? true : undefined,
    );
    await opened.edit(1, changed(9));
    await save();
    assert.equal(opened.text(), lines(changed(0), changed(9), two ?? ''));
  });

  it('opens a read-only file for reading', async () => {
    // A file without write permission is writable for root, so the system's answer is put in its place.
    await withFault(
      'accessWrite',
      () => () => Promise.reject(systemError('EACCES')),
      async () => {
        const opened = await openDataset(content);
        const readOnly = await until('the editor is read-only', () => opened.dataset.state().readOnly);
        assert.match(readOnly.message, /read-only/);
        assert.equal((await opened.edit(0, changed(0))).kind, 'refused');
        assert.equal(opened.dataset.isDirty, false);
        assert.equal(await opened.dataset.rowText(0), zero);
      },
    );
  });

  it('keeps a file read-only that a setting names, as long as it does', async () => {
    const opened = await openDataset(content);
    const settings = vscode.workspace.getConfiguration('files');
    const glob = `**/${basename(opened.path)}`;
    const set = (name: string, value: Record<string, boolean> | undefined): Thenable<void> =>
      settings.update(name, value, vscode.ConfigurationTarget.Global);
    const canEdit = (): true | undefined => (opened.dataset.state().readOnly === undefined ? true : undefined);
    assert.equal(canEdit(), true);
    try {
      await set('readonlyInclude', { [glob]: true });
      const readOnly = await until('the editor is read-only', () => opened.dataset.state().readOnly);
      assert.match(readOnly.message, /files\.readonlyInclude/);
      assert.equal((await opened.edit(0, changed(0))).kind, 'refused');
      assert.equal(await opened.dataset.rowText(0), zero);
      await set('readonlyExclude', { [glob]: true });
      await until('an exclusion wins', canEdit);
      await set('readonlyExclude', undefined);
      await until('it is read-only again', () => opened.dataset.state().readOnly);
    } finally {
      await set('readonlyExclude', undefined);
      await set('readonlyInclude', undefined);
    }
    await until('it can be edited', canEdit);
    assert.equal((await opened.edit(0, changed(0))).kind, 'applied');
  });

  it('refuses a file in UTF-16 with a way out', async () => {
    const opened = await openDataset(Buffer.from(`\ufeff${content}`, 'utf16le'));
    const { readOnly } = opened.dataset.state();
    assert.match(readOnly?.message ?? '', /UTF-16/);
    assert.deepEqual(
      readOnly?.actions.map(({ id }) => id),
      ['convert'],
    );
    assert.equal(opened.dataset.total, 0);
    assert.equal(opened.dataset.state().index.done, true, 'nothing is waited for');
  });

  it('names a file that is no text, instead of its rows', async () => {
    const opened = await openDataset(gzipSync(content));
    const { readOnly } = opened.dataset.state();
    assert.match(readOnly?.message ?? '', /is compressed \(gzip\)\. Unpack it/);
    assert.equal(opened.dataset.total, 0);
    assert.match(opened.dataset.findings().failed ?? '', /not text/);
  });

  it('keeps unsaved changes of a file that is renamed', async () => {
    const opened = await openDataset(content);
    await opened.edit(1, changed(1));
    const target = vscode.Uri.file(join(dirname(opened.path), 'renamed.itune.jsonl'));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(opened.uri, target);
    await waitForDirty(opened, true);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const { attach } = await import('./datasetFixture.js');
    const renamed = await attach(target);
    assert.ok(!existsSync(opened.path));
    await waitForDirty(renamed, true);
    assert.deepEqual(await rowTexts(renamed), [zero, changed(1), two]);
    assert.equal(renamed.text(), content);
    await save();
    await waitForDirty(renamed, false);
    assert.equal(renamed.text(), lines(zero ?? '', changed(1), two ?? ''));
  });
});
