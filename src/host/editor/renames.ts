import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { errorMessage, type Log } from '../log';
import { collectBackup } from './backups';
import type { OpenDataset } from './openDataset';
import type { OpenDatasets } from './openDatasets';
import { datasetTabsOf } from './otherModels';

/** A rename that has not opened the dataset anew within this time (ms) did not happen. */
const PATIENCE = 10_000;

/**
 * Carries unsaved changes along when VS Code renames a file. VS Code opens the new name as another document and means to hand it
 * a backup of the old one, but as of 1.139 it does not, and keeps the old document as a dirty ghost. So the edits are taken
 * before the rename, the old document is declared clean, and the new one begins with the edits.
 */
export class Renames extends Disposable {
  /** Backups by the new URI. */
  private readonly carried = new Map<string, Uint8Array>();

  constructor(
    private readonly datasets: OpenDatasets,
    private readonly log: Log,
  ) {
    super();
    this.register(
      vscode.workspace.onWillRenameFiles((event) => {
        for (const { oldUri, newUri } of event.files)
          for (const dataset of this.datasets.list()) {
            const target = renamed(dataset.document.uri, oldUri, newUri);
            if (target !== undefined && dataset.document.isDirty) event.waitUntil(this.carry(dataset, target));
          }
      }),
    );
  }

  /** The edits that a file brings along from its old name, once. */
  take(uri: vscode.Uri): Uint8Array | undefined {
    const key = uri.toString();
    const bytes = this.carried.get(key);
    this.carried.delete(key);
    return bytes;
  }

  private async carry(dataset: OpenDataset, target: vscode.Uri): Promise<void> {
    const { document } = dataset;
    try {
      await document.settle();
      this.carried.set(target.toString(), await collectBackup(document));
      await dataset.whileMoving(() => declareClean(document.uri), PATIENCE);
    } catch (error) {
      this.log.error(`carrying the changes of ${document.uri.toString(true)}`, error);
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          'The unsaved changes of {0} stay under its old name: {1}',
          document.fileName,
          errorMessage(error),
        ),
      );
    }
  }
}

/** What becomes of `uri` when `from` (itself, or a folder above it) is renamed to `to`. */
function renamed(uri: vscode.Uri, from: vscode.Uri, to: vscode.Uri): vscode.Uri | undefined {
  if (uri.toString() === from.toString()) return to;
  const inside = `${from.path.replace(/\/$/, '')}/`;
  if (uri.scheme !== from.scheme || uri.authority !== from.authority || !uri.path.startsWith(inside)) return undefined;
  return vscode.Uri.joinPath(to, uri.path.slice(inside.length));
}

/** VS Code has one way to call a document clean without saving it: a revert of the active editor. */
async function declareClean(uri: vscode.Uri): Promise<void> {
  const tab = datasetTabsOf(uri)[0];
  if (!(tab?.input instanceof vscode.TabInputCustom)) return;
  await vscode.commands.executeCommand('vscode.openWith', uri, tab.input.viewType, {
    viewColumn: tab.group.viewColumn,
    preview: false,
  });
  await vscode.commands.executeCommand('workbench.action.files.revert');
}
