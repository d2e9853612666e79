import * as vscode from 'vscode';
import { commands } from '../contribution';
import type { EditorView } from './editorView';
import type { OpenDatasets } from './openDatasets';

/** Says in the status bar which example is shown, while a dataset has the focus. */
export function registerStatus(datasets: OpenDatasets): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('itune.position', vscode.StatusBarAlignment.Right, 100);
  item.name = vscode.l10n.t('Dataset Position');
  item.command = commands.goToExample;
  item.tooltip = vscode.l10n.t('Go to Example...');
  let rows: vscode.Disposable | undefined;
  const follow = datasets.onDidChangeActiveView((view) => {
    rows?.dispose();
    rows = view?.dataset.onDidChangeState(() => showPosition(item, view));
    showPosition(item, view);
  });
  return vscode.Disposable.from(item, follow, { dispose: () => void rows?.dispose() });
}

function showPosition(item: vscode.StatusBarItem, view: EditorView | undefined): void {
  if (view === undefined) {
    item.hide();
    return;
  }
  const { count } = view.dataset.content.dataset;
  const total = count.toLocaleString(vscode.env.language);
  const row = view.selectedRow === undefined ? -1 : view.dataset.rows.locate(view.selectedRow);
  item.text =
    row < 0
      ? count === 1
        ? vscode.l10n.t('1 example')
        : vscode.l10n.t('{0} examples', total)
      : vscode.l10n.t('Example {0} of {1}', (row + 1).toLocaleString(vscode.env.language), total);
  item.show();
}
