import * as vscode from 'vscode';
import { viewTypes, type ViewType } from '../contribution';
import { datasetTabsOf, textTabsOf } from './otherModels';

/**
 * Replaces the visual tabs of a file with a text tab, with row `line` (from 0) in view. Closing asks about unsaved changes, as
 * VS Code does; resolves to false when the author cancels. The visual tabs go first: two models of one file would share an
 * undo stack.
 */
export async function replaceWithText(uri: vscode.Uri, line: number | undefined): Promise<boolean> {
  const tabs = datasetTabsOf(uri);
  const column = tabs.find((tab) => tab.isActive)?.group.viewColumn ?? tabs[0]?.group.viewColumn;
  if (tabs.length > 0 && !(await vscode.window.tabGroups.close(tabs))) return false;
  const options: vscode.TextDocumentShowOptions = {
    preview: false,
    ...(column === undefined ? {} : { viewColumn: column }),
    ...(line === undefined ? {} : { selection: new vscode.Range(line, 0, line, 0) }),
  };
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', options);
  return true;
}

/** Replaces the text tabs of a file with the visual editor; false when the author keeps unsaved text. */
export async function replaceWithDatasetEditor(uri: vscode.Uri): Promise<boolean> {
  const tabs = textTabsOf(uri);
  const column = tabs.find((tab) => tab.isActive)?.group.viewColumn ?? tabs[0]?.group.viewColumn;
  if (tabs.length > 0 && !(await vscode.window.tabGroups.close(tabs))) return false;
  const options = { preview: false, ...(column === undefined ? {} : { viewColumn: column }) };
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeFor(uri), options);
  return true;
}

/** The view type whose selector in package.json matches the file. */
export function viewTypeFor(uri: vscode.Uri): ViewType {
  return /\.itune\.jsonl$/i.test(uri.path) ? viewTypes.standard : viewTypes.option;
}
