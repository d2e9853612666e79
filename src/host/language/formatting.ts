import * as vscode from 'vscode';
import { formatLine } from './formatLine';
import { LONGEST_LINE } from './liveChecks';
import { inSlices, stopSignOf } from './slices';
import type { TextDatasets } from './textDatasets';

/** Normalises the spacing of lines, only when asked to. */
export class LineFormatting
  implements vscode.DocumentFormattingEditProvider, vscode.DocumentRangeFormattingEditProvider
{
  constructor(private readonly datasets: TextDatasets) {}

  provideDocumentFormattingEdits(
    document: vscode.TextDocument,
    _options: vscode.FormattingOptions,
    token: vscode.CancellationToken,
  ): Promise<vscode.TextEdit[]> {
    return this.format(document, 0, document.lineCount - 1, token);
  }

  provideDocumentRangeFormattingEdits(
    document: vscode.TextDocument,
    { start, end }: vscode.Range,
    _options: vscode.FormattingOptions,
    token: vscode.CancellationToken,
  ): Promise<vscode.TextEdit[]> {
    // A selection that ends before the first character of a line does not mean that line.
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    return this.format(document, start.line, last, token);
  }

  private async format(
    document: vscode.TextDocument,
    first: number,
    last: number,
    token: vscode.CancellationToken,
  ): Promise<vscode.TextEdit[]> {
    if (this.datasets.get(document) === undefined) return [];
    const { version } = document;
    const edits: vscode.TextEdit[] = [];
    const finished = await inSlices(formatLines(document, first, last, edits), stopSignOf(token));
    return finished && document.version === version ? edits : [];
  }
}

function* formatLines(
  document: vscode.TextDocument,
  first: number,
  last: number,
  edits: vscode.TextEdit[],
): Generator<void> {
  for (let line = first; line <= last && line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    if (text.length > LONGEST_LINE) continue;
    for (const { start, end, text: spacing } of formatLine(text)) {
      edits.push(new vscode.TextEdit(new vscode.Range(line, start, line, end), spacing));
    }
    yield;
  }
}
