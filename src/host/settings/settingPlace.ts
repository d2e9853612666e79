import * as vscode from 'vscode';
import type { Settings } from '../../core/config/settings';
import { nodeAt } from '../../core/json/node';
import { parseLine } from '../../core/json/parser';
import type { JsonPath } from '../../core/json/path';
import { RESTRICTED, SECTION } from './restricted';

/** Where a setting was made that holds for a file. */
export interface SettingPlace {
  /** Where paths of the setting start. */
  readonly folder: vscode.Uri;
  /** The file that it stands in; absent for the author's own settings of VS Code, which are no file of the workspace. */
  readonly file?: vscode.Uri;
  /** Of its value in the file. */
  readonly path: JsonPath;
}

/** Where VS Code has a setting of ours for a file; undefined where nobody made it there. */
export function placeInVsCode(uri: vscode.Uri, key: keyof Settings): SettingPlace | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
  const name = `${SECTION}.${key}`;
  const counts = vscode.workspace.isTrusted || !RESTRICTED.includes(key);
  const inspected = vscode.workspace.getConfiguration(SECTION, uri).inspect<unknown>(key);
  const ofFolder = { folder, file: vscode.Uri.joinPath(folder, '.vscode', 'settings.json'), path: [name] };
  if (counts && inspected?.workspaceFolderValue !== undefined) return ofFolder;
  if (counts && inspected?.workspaceValue !== undefined) {
    const { workspaceFile } = vscode.workspace;
    if (workspaceFile === undefined) return ofFolder;
    return workspaceFile.scheme === 'untitled'
      ? { folder, path: [] }
      : { folder, file: workspaceFile, path: ['settings', name] };
  }
  return inspected?.globalValue === undefined ? undefined : { folder, path: [] };
}

/** The range of a setting's value in the file that it stands in; its beginning where it is not found. */
export async function rangeOfSetting(file: vscode.Uri, path: JsonPath): Promise<vscode.Range> {
  const document = await vscode.workspace.openTextDocument(file);
  // Settings may hold comments, which our parser takes as errors but reads over.
  const { root } = parseLine(document.getText());
  const { start, end } = (root === undefined ? undefined : nodeAt(root, path)) ?? { start: 0, end: 0 };
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
