import * as vscode from 'vscode';
import { isCode } from '../../core/checks/catalogue';
import { nodeAt } from '../../core/json/node';
import { parseLine } from '../../core/json/parser';
import type { JsonPath } from '../../core/json/path';
import { commands, internalCommands } from '../contribution';
import type { RevealOptions } from '../editor/editorView';
import type { OpenDatasets } from '../editor/openDatasets';
import { errorMessage, type Log } from '../log';
import { SECTION } from '../settings/restricted';
import { checkWorkspace, type WorkspaceCheckHost } from './checkWorkspace';
import { revealRow } from './revealRow';

/** Commands of the text editor and of the links in problems. Links come from files' texts: their arguments are checked. */
export function registerLanguageCommands(
  datasets: OpenDatasets,
  host: WorkspaceCheckHost,
  log: Log,
): vscode.Disposable {
  const register = (id: string, run: (...args: readonly unknown[]) => Promise<unknown>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
      try {
        return await run(...args);
      } catch (error) {
        log.error(id, error);
        void vscode.window.showErrorMessage(errorMessage(error));
        return undefined;
      }
    });
  const reveal = async (uri: unknown, line: unknown, options?: RevealOptions): Promise<void> => {
    const place = placeOf(uri, line);
    if (place !== undefined) await revealRow(datasets, place.uri, place.line, options);
  };
  return vscode.Disposable.from(
    register(commands.editExample, (uri, line) => reveal(uri, line)),
    // Only links of problems lead here.
    register(internalCommands.revealRow, (uri, line) => reveal(uri, line, { problems: true })),
    register(internalCommands.goToField, goToField),
    register(internalCommands.disableCheck, disableCheck),
    register(commands.checkAll, () => checkWorkspace(host)),
  );
}

/** The row that a link or a menu names; else that of the cursor. */
function placeOf(uri: unknown, line: unknown): { readonly uri: vscode.Uri; readonly line: number } | undefined {
  const target = uriOf(uri);
  if (target !== undefined && typeof line === 'number' && Number.isInteger(line) && line >= 0) {
    return { uri: target, line };
  }
  const editor = vscode.window.activeTextEditor;
  return editor === undefined ? undefined : { uri: editor.document.uri, line: editor.selection.active.line };
}

function uriOf(value: unknown): vscode.Uri | undefined {
  if (value instanceof vscode.Uri) return value;
  return typeof value === 'string' ? vscode.Uri.parse(value, true) : undefined;
}

/** Selects the text of a field, or puts the cursor where it is missing. */
async function goToField(target: unknown, line: unknown, path: unknown): Promise<void> {
  const uri = uriOf(target);
  if (uri === undefined || typeof line !== 'number' || !isPath(path)) return;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document === undefined || line >= document.lineCount) return;
  const editor = await vscode.window.showTextDocument(document, {
    selection: fieldRange(document.lineAt(line), path),
    preserveFocus: false,
  });
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function fieldRange({ text, range }: vscode.TextLine, path: JsonPath): vscode.Range {
  const { root } = parseLine(text);
  const node = root === undefined ? undefined : nodeAt(root, path);
  const { line } = range.start;
  if (node?.kind === 'string') return new vscode.Range(line, node.start + 1, line, node.end - 1);
  if (node !== undefined) return new vscode.Range(line, node.start, line, node.end);
  const end = root?.kind === 'object' ? root.end - 1 : text.length;
  return new vscode.Range(line, end, line, end);
}

function isPath(value: unknown): value is JsonPath {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}

/** Turns a check off where the author keeps such settings: for the folder, else for everything. */
async function disableCheck(code: unknown, target: unknown): Promise<void> {
  const uri = uriOf(target);
  if (typeof code !== 'string' || !isCode(code) || uri === undefined) return;
  const section = vscode.workspace.getConfiguration(SECTION, uri);
  const known = section.inspect<Readonly<Record<string, unknown>>>('severity');
  const isInFolder = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const scope = isInFolder ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Global;
  const set = isInFolder ? known?.workspaceFolderValue : known?.globalValue;
  await section.update('severity', { ...set, [code]: 'off' }, scope);
}
