/**
 * The peer of the keystroke bench: the least that a custom editor can do with a key. Its page has one text field and tells of each
 * input; the extension tells VS Code of an edit. Runs in the extension host, and stays until the file `ITUNE_BENCH_STOP` is there.
 */
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { TYPING_EDITOR } from './emptyEditorType.js';

const LONGEST = 120_000;

export async function run(): Promise<void> {
  const { ITUNE_BENCH_SMALL, ITUNE_BENCH_STOP } = process.env;
  const edited = new vscode.EventEmitter<vscode.CustomDocumentEditEvent>();
  const provider: vscode.CustomEditorProvider = {
    onDidChangeCustomDocument: edited.event,
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: (document, { webview }) => {
      webview.options = { enableScripts: true, localResourceRoots: [] };
      webview.onDidReceiveMessage(() => {
        edited.fire({ document, undo: () => void webview.postMessage('undone'), redo: () => undefined });
      });
      const nonce = crypto.randomUUID();
      webview.html = `<!DOCTYPE html><html lang="en"><head>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
        <title>Typing</title></head><body><textarea aria-label="Text"></textarea><script nonce="${nonce}">
        const host = acquireVsCodeApi();
        const field = document.querySelector('textarea');
        field.addEventListener('input', () => host.postMessage('edit'));
        window.addEventListener('message', () => { field.value = ''; });
        </script></body></html>`;
    },
    saveCustomDocument: () => Promise.resolve(),
    saveCustomDocumentAs: () => Promise.resolve(),
    revertCustomDocument: () => Promise.resolve(),
    backupCustomDocument: (_document, { destination }) =>
      Promise.resolve({ id: destination.toString(), delete: () => undefined }),
  };
  vscode.window.registerCustomEditorProvider(TYPING_EDITOR, provider);
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(ITUNE_BENCH_SMALL ?? ''), TYPING_EDITOR);
  for (const end = Date.now() + LONGEST; Date.now() < end && !existsSync(ITUNE_BENCH_STOP ?? '');) await delay(100);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}
