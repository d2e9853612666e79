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
  const uri = nextUntitled(datasets);
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypes.standard, { preview: false });
  const open = datasets.get(uri);
  if (open === undefined) return; // VS Code has said why.
  const id = await open.document.edits.insert(0, emptyExample(shape));
  datasets.viewsOf(uri)[0]?.reveal(id);
}

/** The first of "Untitled-1", "Untitled-2", ... that is not open. */
function nextUntitled(datasets: OpenDatasets): vscode.Uri {
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.from({ scheme: 'untitled', path: `Untitled-${number}.itune.jsonl` });
    if (datasets.get(uri) === undefined) return uri;
  }
}
