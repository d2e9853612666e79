import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { attach, lines, rows, rowTexts, save, undo, until, waitForDirty } from './datasetFixture.js';

/** A file system in memory, as virtual workspaces have. */
class MemoryFiles implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly files = new Map<string, { bytes: Uint8Array; mtime: number }>();

  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { bytes, mtime } = this.get(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.get(uri).bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    this.files.set(uri.path, { bytes, mtime: Date.now() });
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(): void {
    // There is one folder.
  }

  delete(uri: vscode.Uri): void {
    this.files.delete(uri.path);
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  private get(uri: vscode.Uri): { bytes: Uint8Array; mtime: number } {
    const file = this.files.get(uri.path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }
}

async function openVirtual(isReadonly: boolean) {
  const scheme = isReadonly ? 'itune-read' : 'itune-memory';
  const files = new MemoryFiles();
  const registration = vscode.workspace.registerFileSystemProvider(scheme, files, { isReadonly });
  const uri = vscode.Uri.from({ scheme, path: '/set.itune.jsonl' });
  files.writeFile(uri, new TextEncoder().encode(lines(...rows(1000))));
  await vscode.commands.executeCommand('vscode.open', uri);
  const opened = await attach(uri);
  return { files, uri, opened, registration };
}

describe('a virtual workspace', () => {
  it('is read and written as a whole', async () => {
    const { files, uri, opened, registration } = await openVirtual(false);
    try {
      await opened.dataset.indexed();
      assert.equal(opened.dataset.total, 1000);
      await opened.edit(999, '{"last": 1}');
      await save();
      await waitForDirty(opened, false);
      const saved = new TextDecoder().decode(files.readFile(uri));
      assert.equal(saved, lines(...rows(999), '{"last": 1}'));
      await undo();
      assert.equal((await rowTexts(opened))[999], rows(1000)[999]);
      await save();
      assert.equal(new TextDecoder().decode(files.readFile(uri)), lines(...rows(1000)));
    } finally {
      registration.dispose();
    }
  });

  it('that cannot be written is for reading', async () => {
    const { opened, registration } = await openVirtual(true);
    try {
      const readOnly = await until('the editor is read-only', () => opened.dataset.state().readOnly);
      assert.match(readOnly.message, /cannot be written/);
      assert.equal((await opened.edit(0, '{}')).kind, 'refused');
    } finally {
      registration.dispose();
    }
  });
});
