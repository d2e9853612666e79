import type * as vscode from 'vscode';
import type { RevealOptions } from '../editor/editorView';
import type { OpenDatasets } from '../editor/openDatasets';
import { replaceWithDatasetEditor } from '../editor/switchEditor';

/**
 * Shows a row in the visual editor, in the tab that is there or in the place of the text. `line` is from 0. Nothing happens where
 * the author keeps unsaved text.
 */
export async function revealRow(
  datasets: OpenDatasets,
  uri: vscode.Uri,
  line: number,
  options: RevealOptions = {},
): Promise<void> {
  if (!(await replaceWithDatasetEditor(uri))) return;
  const views = datasets.viewsOf(uri);
  const view = views.find(({ panel }) => panel.active) ?? views[0];
  if (view === undefined) return;
  // The line may lie behind those that are indexed so far.
  const { dataset } = view.dataset.content;
  if (line >= dataset.count) await view.dataset.index();
  if (line < view.dataset.content.dataset.count) view.reveal(view.dataset.content.dataset.idAt(line), options);
}
