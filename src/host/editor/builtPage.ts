import * as vscode from 'vscode';

/** What the build wrote about a page; `$root` stands for the address of the folder of pages. */
export interface BuiltPage {
  /** CSS of the whole page. */
  readonly style: string;
  /** Chunks that the page's script imports at once. */
  readonly imports: readonly string[];
  /** The script that stands in the document; empty where there is none. */
  readonly first: string;
}

/** Reads `<name>.page.json`. */
export async function readBuiltPage(pageRoot: vscode.Uri, name: string): Promise<BuiltPage> {
  const content = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(pageRoot, `${name}.page.json`));
  return JSON.parse(new TextDecoder().decode(content)) as BuiltPage;
}
