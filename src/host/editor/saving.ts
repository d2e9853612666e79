import * as vscode from 'vscode';
import { CancelledError, ChangedOnDiskError } from '../../platform/fileErrors';
import type { DatasetDocument } from './datasetDocument';
import { sameUri } from './otherModels';
import { describeInPlace, describeSaveFailure } from './saveWords';
import type { Turns } from './turns';

export interface SavingHost {
  /** Looks whether the file changed on disk, and takes the change in. Runs inside the turn of the save. */
  takeInDisk(): Promise<void>;
  /** Mends what the author wants mended before a save. Does not throw: what cannot be mended is saved as it is. */
  fixBeforeSave(): Promise<void>;
  /** Every other reader of the file lets go of it (Windows refuses to replace an open file). */
  releaseReaders(): Promise<void>;
}

/**
 * Saves one dataset. Saves, reverts and changes from outside happen one at a time (`turns`); a save that VS Code cancels ends
 * before the next one begins.
 */
export class Saving {
  constructor(
    private readonly document: DatasetDocument,
    private readonly turns: Turns,
    private readonly host: SavingHost,
  ) {}

  /** Throws `CancellationError` when VS Code cancelled it, or an error whose message is for the author. */
  save(token: vscode.CancellationToken): Promise<void> {
    return this.run(token, async (signal) => {
      await this.host.takeInDisk();
      await this.host.fixBeforeSave();
      if (this.document.isDirty || (await this.document.content.base.check()) === 'gone') await this.write(signal);
      this.document.undo.saved();
    });
  }

  /** Writes the document to its place although nothing is unsaved: the file was deleted. */
  async writeAgain(): Promise<void> {
    await this.run(undefined, (signal) => this.write(signal));
  }

  saveAs(target: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
    if (sameUri(target, this.document.uri)) return this.save(token);
    return this.run(token, async (signal) => {
      await this.host.fixBeforeSave();
      const { content, access } = this.document;
      await this.document.index();
      signal.throwIfAborted();
      const snapshot = content.dataset.snapshot();
      const written = await access.write({ target, snapshot, base: content.base, signal });
      await written.base.close();
      // The tab shows the new file now. Where another view keeps this document open, its edits are still unsaved.
      this.document.undo.saved();
    });
  }

  private async write(signal: AbortSignal): Promise<void> {
    const { document } = this;
    await document.index();
    signal.throwIfAborted();
    const { content } = document;
    const snapshot = content.dataset.snapshot();
    const written = await document.access.write({
      target: document.uri,
      snapshot,
      base: content.base,
      signal,
      beforeReplace: () => content.dataset.prepareRebase(snapshot, signal),
      releaseReaders: () => this.host.releaseReaders(),
    });
    content.dataset.commitSave(snapshot, written.base);
    content.rebased(written.base);
    document.announceState();
    if (written.inPlace !== undefined) this.tellInPlace(describeInPlace(written.inPlace));
  }

  private run(
    token: vscode.CancellationToken | undefined,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    return this.turns.take(async () => {
      if (token?.isCancellationRequested === true) throw new vscode.CancellationError();
      const aborter = new AbortController();
      const listener = token?.onCancellationRequested(() => aborter.abort(new CancelledError()));
      try {
        await this.document.settle();
        await work(aborter.signal);
      } catch (error) {
        throw this.asShown(error, aborter.signal);
      } finally {
        listener?.dispose();
      }
    });
  }

  /** VS Code shows the message of what a save throws. */
  private asShown(error: unknown, signal: AbortSignal): Error {
    if (signal.aborted || error instanceof CancelledError || error instanceof vscode.CancellationError)
      return new vscode.CancellationError();
    this.document.log.error(`save of ${this.document.uri.toString(true)}`, error);
    if (error instanceof ChangedOnDiskError) this.document.checkDisk();
    return new Error(describeSaveFailure(error, this.document.fileName), { cause: error });
  }

  private tellInPlace(reason: string): void {
    this.document.log.info(`saved in place: ${reason}`);
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('{0} was written in place, because {1}.', this.document.fileName, reason),
      10_000,
    );
  }
}
