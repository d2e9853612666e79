import * as vscode from 'vscode';
import { appendBase, isPureAppend, readEdits, reapply, type UnsavedRow } from '../../core/document/rebase';
import type { LineChunk } from '../../core/text/lineIndex';
import type { BaseFile } from '../../platform/platform';
import type { Content } from './content';
import type { DatasetDocument } from './datasetDocument';

export interface DiskChangesHost {
  /** Reads a file as the document's next content. */
  read(base: BaseFile): Promise<Content>;
  /** The lines of a file from an offset on. */
  linesFrom(base: BaseFile, from: number): Promise<LineChunk>;
  /** Edits that no longer fit are kept for the author. */
  keepUnsaved(rows: readonly UnsavedRow[]): Promise<void>;
  /** Writes the document to its place again. */
  writeAgain(): Promise<void>;
}

/** Banner of a file that is gone. */
const GONE = 'gone';

/** Takes in what others did to the file of an open dataset. Nothing of the author's is lost; nothing torn is shown. */
export class DiskChanges {
  constructor(
    private readonly document: DatasetDocument,
    private readonly host: DiskChangesHost,
  ) {}

  /** Looks at the file, and takes in what changed. Runs in the turn of saves. */
  async takeIn(): Promise<void> {
    const { document } = this;
    const state = await document.content.base.check();
    if (state === 'gone') {
      this.tellGone();
      return;
    }
    document.banners.hide(GONE);
    if (state === 'same') return;
    document.log.info(`${document.uri.toString(true)} changed on disk: ${state}`);
    await document.turns.take(async () => {
      const base = await document.access.open();
      if (state === 'appended' && (await this.append(base))) return;
      if (document.isDirty) await this.rebase(base);
      else document.replaceContent(await this.host.read(base), 'external');
    });
    await document.writability.refresh();
  }

  /** Reads the file anew, unsaved changes and all: a revert. */
  async reload(): Promise<void> {
    const { document } = this;
    await document.turns.take(async () => {
      const base = await document.access.open();
      document.replaceContent(await this.host.read(base), 'revert');
    });
  }

  /** The file only grew: its new lines come in behind, edits and undo stay. False where that is not so. */
  private async append(base: BaseFile): Promise<boolean> {
    const { content } = this.document;
    await this.document.index();
    if (!(await isPureAppend(content.dataset, base))) return false;
    const before = content.dataset.count;
    const chunk = await this.host.linesFrom(base, content.base.size);
    appendBase(content.dataset, base, chunk);
    content.rebased(base);
    const inserted = content.dataset.count - before;
    this.document.announceRows({ cause: 'external', splices: [{ at: before, removed: 0, inserted }] });
    return true;
  }

  /** Other bytes under unsaved edits: each edit goes to the line that it was made on, as far as that is still there. */
  private async rebase(base: BaseFile): Promise<void> {
    const { document } = this;
    const log = await readEdits(document.content.dataset);
    const next = await this.host.read(base);
    await next.index();
    const { change, unsaved } = await reapply(next.dataset, log, vscode.l10n.t('Re-apply unsaved changes'));
    document.replaceContent(next, 'external');
    if (change !== undefined) document.undo.push(change);
    if (unsaved.length > 0) await this.host.keepUnsaved(unsaved);
  }

  private tellGone(): void {
    const { document } = this;
    const { isDirty, fileName, banners } = document;
    banners.show(GONE, {
      severity: isDirty ? 'warning' : 'info',
      message: isDirty
        ? vscode.l10n.t('{0} was deleted or moved. Your changes are not saved; save to write the file again.', fileName)
        : vscode.l10n.t('{0} was deleted or moved. What you see was read before.', fileName),
      actions: [
        {
          id: 'writeAgain',
          title: vscode.l10n.t('Write the File Again'),
          run: async () => {
            await this.host.writeAgain();
            banners.hide(GONE);
          },
        },
      ],
    });
  }
}
