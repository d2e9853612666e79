import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  lines,
  openDataset,
  redo,
  rows,
  save,
  tabsOf,
  testApi,
  undo,
  until,
  waitForDirty,
  writeDataset,
  type Opened,
} from './datasetFixture.js';
import { skip } from './skip.js';

/** What the test needs of the git extension that comes with VS Code. */
interface GitExtension {
  getAPI(version: 1): {
    openRepository(root: vscode.Uri): Promise<unknown>;
    toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
  };
}

const content = lines(...rows(3));
const changed = (n: number) => `{"instruction": "Changed ${n}"}`;

/** Edits, saves and undoes; our edit is undone, and no text model turns dirty. */
async function editSaveUndo(opened: Opened): Promise<void> {
  await opened.edit(1, changed(1));
  await save();
  await waitForDirty(opened, false);
  await until('VS Code has read its text model of the file again', () => {
    const model = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === opened.uri.toString());
    return model === undefined || model.isClosed || model.getText().includes(changed(1)) || undefined;
  });
  await undo();
  assert.equal(await opened.dataset.rowText(1), rows(3)[1], 'the edit is undone');
  assert.deepEqual(dirtyTexts(), [], 'no text model is dirty');
  await waitForDirty(opened, true);
  await redo();
  assert.equal(await opened.dataset.rowText(1), changed(1));
  await undo();
  await save();
  await waitForDirty(opened, false);
  assert.equal(opened.text(), content);
}

function dirtyTexts(): string[] {
  return vscode.workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && vscode.workspace.getWorkspaceFolder(uri) !== undefined)
    .map(({ uri }) => uri.toString());
}

async function focus(opened: Opened): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', opened.uri, 'itune.datasetEditor', {
    viewColumn: opened.tab()?.group.viewColumn,
  });
}

describe('one live model per file', () => {
  it('cannot be edited while a text tab shows the file, and can again afterwards', async () => {
    const opened = await openDataset(content);
    await vscode.commands.executeCommand('vscode.openWith', opened.uri, 'default', vscode.ViewColumn.Two);
    await until('the editor is read-only', () => opened.dataset.state().readOnly);
    assert.equal((await opened.edit(0, changed(0))).kind, 'refused');
    const { readOnly } = opened.dataset.state();
    assert.match(readOnly?.message ?? '', /open as text/);
    await opened.dataset.call('bannerAction', { banner: 'readOnly', action: readOnly?.actions[0]?.id ?? '' });
    await until('it can be edited', () => (opened.dataset.state().readOnly === undefined ? true : undefined));
    await focus(opened);
    await editSaveUndo(opened);
  });

  it('undoes its own edits beside a diff', async () => {
    const scheme = 'itune-test';
    const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: () => content,
    });
    try {
      const opened = await openDataset(content);
      await vscode.commands.executeCommand('vscode.diff', opened.uri.with({ scheme }), opened.uri, 'a diff', {
        viewColumn: vscode.ViewColumn.Two,
      });
      await until('VS Code holds the text', () =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === opened.uri.toString()),
      );
      await focus(opened);
      await editSaveUndo(opened);
    } finally {
      provider.dispose();
    }
  });

  it('undoes its own edits beside a diff of git', async function () {
    if (spawnSync('git', ['--version']).status !== 0) return skip(this, 'git is not installed');
    const opened = await openDataset(content);
    const folder = join(opened.uri.fsPath, '..');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Author', '-c', 'user.email=author@example.org', ...args], { cwd: folder });
    // It stays with the folder: git's extension goes on asking, and breaks where the repository goes while it does.
    git('init', '--quiet');
    git('add', opened.uri.fsPath);
    git('commit', '--quiet', '--message', 'A dataset');
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const api = (await extension?.activate())?.getAPI(1);
    assert.ok(api, 'VS Code comes with its git extension');
    await api.openRepository(vscode.Uri.file(folder));
    const committed = api.toGitUri(opened.uri, 'HEAD');
    await vscode.commands.executeCommand('vscode.diff', committed, opened.uri, 'a diff of git', {
      viewColumn: vscode.ViewColumn.Two,
    });
    await until('VS Code holds the text of both', () =>
      [committed, opened.uri].every((uri) =>
        vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()),
      )
        ? true
        : undefined,
    );
    await focus(opened);
    await editSaveUndo(opened);
  });

  it('undoes its own edits beside a text model that nobody sees', async () => {
    const opened = await openDataset(content);
    await vscode.workspace.openTextDocument(opened.uri);
    await editSaveUndo(opened);
  });

  it('shows diffs as text', async () => {
    const left = writeDataset(content);
    const right = writeDataset(content);
    await vscode.commands.executeCommand('vscode.diff', left, right, 'text');
    await until('the diff is open', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff ? true : undefined,
    );
    assert.deepEqual([...tabsOf(left), ...tabsOf(right)], []);
  });

  it('changes to text and back, one tab each time', async () => {
    const opened = await openDataset(content);
    await vscode.commands.executeCommand('itune.openAsText');
    const api = await testApi();
    await until('the visual editor is gone', () => (api.dataset(opened.uri) === undefined ? true : undefined));
    const active = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await until('the text is there', () => (active() instanceof vscode.TabInputText ? true : undefined));
    await vscode.commands.executeCommand('itune.openInDatasetEditor', opened.uri);
    await until('the visual editor is back', () => (active() instanceof vscode.TabInputCustom ? true : undefined));
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1);
  });
});
