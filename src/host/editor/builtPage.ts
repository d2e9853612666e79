import * as vscode from 'vscode';
import type { BuiltPage } from '../../protocol/pageAddresses';

/** Reads `<name>.page.json`. */
export async function readBuiltPage(pageRoot: vscode.Uri, name: string): Promise<BuiltPage> {
  const content = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(pageRoot, `${name}.page.json`));
  return JSON.parse(new TextDecoder().decode(content)) as BuiltPage;
}
