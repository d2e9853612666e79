import * as vscode from 'vscode';
import type { BalancePanels } from '../balance/balancePanels';
import type { EditorHostEvents } from '../../protocol/editor';
import { commands } from '../contribution';
import { isDatasetInput, sameUri } from '../editor/otherModels';
import type { OpenDatasets } from '../editor/openDatasets';
import { replaceWithDatasetEditor } from '../editor/switchEditor';
import { revealRow } from '../language/revealRow';
import type { Log } from '../log';
import { errorMessage } from '../log';
import { newDataset } from './newDataset';

type PageCommand = EditorHostEvents['command']['name'];

/** Commands that only tell the active page what to do. */
const pageCommands: Readonly<Record<string, PageCommand>> = {
  [commands.find]: 'find',
  [commands.findNext]: 'findNext',
  [commands.findPrevious]: 'findPrevious',
  [commands.addExample]: 'add',
  [commands.duplicateExamples]: 'duplicate',
  [commands.deleteExamples]: 'delete',
  [commands.moveExamplesUp]: 'moveUp',
  [commands.moveExamplesDown]: 'moveDown',
  [commands.goToExample]: 'goTo',
  [commands.toggleRaw]: 'toggleRaw',
  [commands.previewExample]: 'togglePreview',
  [commands.nextProblem]: 'nextProblem',
  [commands.previousProblem]: 'previousProblem',
  [commands.quickFix]: 'quickFix',
};

/** Registers every command of package.json. */
export function registerCommands(datasets: OpenDatasets, panels: BalancePanels, log: Log): vscode.Disposable {
  const register = (id: string, run: (argument: unknown) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        log.error(id, error);
        void vscode.window.showErrorMessage(errorMessage(error));
      }
    });
  return vscode.Disposable.from(
    ...Object.entries(pageCommands).map(([id, name]) => register(id, () => datasets.activeView?.command(name))),
    register(commands.undo, () => datasets.activeView?.dataset.undo.undo()),
    register(commands.redo, () => datasets.activeView?.dataset.undo.redo()),
    register(commands.newDataset, (format) => newDataset(datasets, format)),
    register(commands.openAsText, (argument) => openAsText(datasets, argument)),
    register(commands.openInDatasetEditor, (argument) => openInDatasetEditor(datasets, argument)),
    register(commands.openBalance, () => panels.openToSide()),
    register(commands.writeDatasetCard, () => panels.writeCard()),
    register(commands.showLog, () => {
      log.show();
    }),
  );
}

async function openAsText(datasets: OpenDatasets, argument: unknown): Promise<void> {
  const uri = targetOf(argument);
  if (uri === undefined) return;
  const view = datasets.activeView;
  const row = view?.dataset.uri.toString() === uri.toString() ? view.selectedRow : undefined;
  await datasets.openAsText(uri, row);
}

/** The author keeps the place: the row of the cursor is shown. */
async function openInDatasetEditor(datasets: OpenDatasets, argument: unknown): Promise<void> {
  const uri = targetOf(argument);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a .jsonl file first, then run this command.'));
    return;
  }
  const editor = vscode.window.visibleTextEditors.find(({ document }) => sameUri(document.uri, uri));
  const line = editor?.selection.active.line ?? 0;
  await (line === 0 ? replaceWithDatasetEditor(uri) : revealRow(datasets, uri, line));
}

/** The file that a menu names, or the file of the active tab. */
function targetOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || isDatasetInput(input) ? input.uri : undefined;
}
