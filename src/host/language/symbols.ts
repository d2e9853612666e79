import * as vscode from 'vscode';
import { excerpt } from '../../core/checks/fieldName';
import { summarise } from '../../core/record/summarise';
import { inSlices, stopSignOf } from './slices';
import type { TextDataset } from './textDataset';
import type { TextDatasets } from './textDatasets';

/** With more examples than this the outline has one entry for each hundred: thousands of entries stall it. */
export const MOST_SYMBOLS = 5000;
const GROUP = 100;

/** The outline: what each example asks. */
export class ExampleSymbols implements vscode.DocumentSymbolProvider {
  constructor(private readonly datasets: TextDatasets) {}

  async provideDocumentSymbols(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentSymbol[]> {
    const dataset = this.datasets.get(document);
    if (dataset === undefined) return [];
    const symbols: vscode.DocumentSymbol[] = [];
    await inSlices(
      dataset.rowCount > MOST_SYMBOLS ? groups(dataset, symbols) : examples(dataset, symbols),
      stopSignOf(token),
    );
    return symbols;
  }
}

function* examples({ document, rowCount }: TextDataset, symbols: vscode.DocumentSymbol[]): Generator<void> {
  for (let line = 0; line < rowCount && line < document.lineCount; line++) {
    const { text, range } = document.lineAt(line);
    const { instruction, taskType, kind } = summarise(text, 120);
    if (kind !== 'blank') {
      const name = excerpt(instruction, 80);
      const title = vscode.l10n.t('{0}: {1}', line + 1, name === '' ? vscode.l10n.t('(empty)') : name);
      symbols.push(new vscode.DocumentSymbol(title, taskType ?? '', vscode.SymbolKind.Object, range, range));
    }
    yield;
  }
}

function* groups({ document, rowCount }: TextDataset, symbols: vscode.DocumentSymbol[]): Generator<void> {
  for (let first = 0; first < rowCount; first += GROUP) {
    const last = Math.min(first + GROUP, rowCount, document.lineCount) - 1;
    const start = new vscode.Position(first, 0);
    const range = new vscode.Range(start, document.lineAt(last).range.end);
    const title = vscode.l10n.t('Examples {0} to {1}', first + 1, last + 1);
    const { instruction } = summarise(document.lineAt(first).text, 120);
    const selection = new vscode.Range(start, start);
    symbols.push(new vscode.DocumentSymbol(title, excerpt(instruction, 60), vscode.SymbolKind.Array, range, selection));
    yield;
  }
}
