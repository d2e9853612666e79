import * as vscode from 'vscode';
import { emptyExample } from '../../core/record/emptyExample';
import { viewTypes } from '../contribution';
import { chooseFormat, isFormat } from '../editor/chooseFormat';
import type { OpenDatasets } from '../editor/openDatasets';

/**
 * Opens a dataset that has never been saved, with one empty example and the keyboard in its form. Saving asks where.
 * @param format a shape, from a link or a key of the author's; anything else asks
 */
export async function newDataset(datasets: OpenDatasets, format: unknown): Promise<void> {
  const shape = isFormat(format) ? format : await chooseFormat();
  if (shape === undefined) return;
  const uri = await nextUntitled(datasets);
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypes.standard, { preview: false });
  const open = datasets.get(uri);
  if (open === undefined) return; // VS Code has said why.
  const id = await open.document.edits.insert(0, emptyExample(shape));
  datasets.viewsOf(uri)[0]?.reveal(id);
}

/**
 * The first of "Untitled-1", "Untitled-2", ... that is neither open nor there. It stands in the folder of the workspace: that is where
 * the dialog of the first save begins.
 */
async function nextUntitled(datasets: OpenDatasets): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
  for (let number = 1; ; number++) {
    const name = `Untitled-${number}.itune.jsonl`;
    const file = folder && vscode.Uri.joinPath(folder, name);
    const uri = vscode.Uri.from({ scheme: 'untitled', path: file?.path ?? name });
    if (datasets.get(uri) === undefined && !(file && (await isThere(file)))) return uri;
  }
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
