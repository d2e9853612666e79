import * as vscode from 'vscode';

/** Saves what a page has drawn where the author says, beside the dataset by default. */
export async function saveAs(
  beside: vscode.Uri | undefined,
  name: string,
  content: string,
  encoding: 'text' | 'base64',
): Promise<void> {
  // The name is the page's: no folders in it.
  const safeName = name.replace(/[^\w.-]+/g, '-');
  const target = await vscode.window.showSaveDialog(
    beside === undefined || beside.scheme === 'untitled'
      ? {}
      : { defaultUri: vscode.Uri.joinPath(beside, '..', safeName) },
  );
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(
    target,
    encoding === 'text' ? new TextEncoder().encode(content) : decode(content),
  );
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
