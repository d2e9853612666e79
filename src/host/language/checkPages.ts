import * as vscode from 'vscode';
import { type Code, CODES } from '../../core/checks/catalogue';

/**
 * Pages about checks have addresses of their own. The code of a problem can be no command: hovers and the view of a problem in the
 * editor follow no such links. Nor a file: that would open the page about all checks, at its top.
 */
export const CHECK_SCHEME = 'itune-check';

/** Where the page about a check is: part of the extension, so that it is there without a network. */
export function checkPage(code: Code): vscode.Uri {
  return vscode.Uri.from({ scheme: CHECK_SCHEME, path: `/${code}.md` });
}

/** Gives the pages about checks: parts of `docs/checks.md`, which is generated from the catalogue. */
export class CheckPages implements vscode.TextDocumentContentProvider {
  constructor(private readonly extension: vscode.Uri) {}

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string | undefined> {
    const code = CODES.find((known) => path === `/${known}.md`);
    if (code === undefined) return undefined;
    const page = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extension, 'docs', 'checks.md'));
    return partAbout(code, new TextDecoder().decode(page));
  }
}

function partAbout(code: Code, page: string): string | undefined {
  const heading = `\n### ${code}\n`;
  const start = page.indexOf(heading);
  if (start < 0) return undefined;
  const [text = ''] = page.slice(start + heading.length).split(/\n##+ /, 1);
  return `# ${code}\n\n${text.trim()}\n`;
}
