import * as vscode from 'vscode';
import { EMPTY_EDITOR } from './emptyEditorType.js';

/**
 * The peer of the open bench: the least that a custom editor can do. Its page is one static text that tells, as ours does, two
 * animation frames after it has loaded, that it has been painted: VS Code keeps a page hidden until then.
 */
export function registerEmptyEditor(): { opened: () => Promise<void>; dispose: () => void } {
  let painted: () => void = () => undefined;
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: (_document, panel) => {
      panel.webview.options = { enableScripts: true, localResourceRoots: [] };
      panel.webview.onDidReceiveMessage(() => painted());
      const nonce = crypto.randomUUID();
      panel.webview.html = `<!DOCTYPE html><html lang="en"><head>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
        <title>Empty</title></head><body><p>Nothing to see</p><script nonce="${nonce}">
        const host = acquireVsCodeApi();
        addEventListener('load', () =>
          requestAnimationFrame(() => requestAnimationFrame(() => host.postMessage('painted'))));
        </script></body></html>`;
    },
  };
  const registration = vscode.window.registerCustomEditorProvider(EMPTY_EDITOR, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
  return {
    opened: () => new Promise((resolve) => (painted = resolve)),
    dispose: () => {
      registration.dispose();
    },
  };
}
