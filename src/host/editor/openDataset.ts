import * as vscode from 'vscode';
import { reapply } from '../../core/document/rebase';
import type { BaseFile } from '../../platform/platform';
import { DatasetWorker } from '../../protocol/datasetWorker';
import { Disposable } from '../disposable';
import { DatasetBalance } from '../balance/datasetBalance';
import { DatasetFindings } from '../findings/datasetFindings';
import { DatasetProblems } from '../findings/datasetProblems';
import { FindingFixes } from '../findings/findingFixes';
import { fixOnSave } from '../findings/fixOnSave';
import { errorMessage } from '../log';
import type { Services } from '../services';
import { readBackup, useBackup, writeBackup, type Restored } from './backups';
import { Content } from './content';
import { convertToUtf8, writeWithoutBom } from './convertToUtf8';
import { DatasetDocument } from './datasetDocument';
import { DiskChanges } from './diskChanges';
import { fileAccessFor, type FileAccess } from './fileAccess';
import { FileWatch } from './fileWatch';
import { workerFinder } from './workerFinder';
import { Saving } from './saving';
import { describeSaveFailure } from './saveWords';
import { scanTail } from './scanInHost';
import { Turns } from './turns';
import { UnsavedRows } from './unsavedRows';

/** What a dataset is opened from, besides its file. */
export interface OpenSource {
  /** Names a backup that VS Code asks to restore. */
  readonly backupId?: string | undefined;
  /** A backup that was carried along by a rename. */
  readonly carried?: Uint8Array | undefined;
  /** Content of a file that has never been saved. */
  readonly untitled?: Uint8Array | undefined;
}

/** An open dataset with all that keeps it and its file together: saving, backups, changes on disk. */
export class OpenDataset extends Disposable {
  readonly document: DatasetDocument;
  readonly findings: DatasetFindings;
  readonly balance: DatasetBalance;
  readonly fixes: FindingFixes;
  private isMoving = false;
  private readonly saving: Saving;
  private readonly disk: DiskChanges;
  private readonly unsaved: UnsavedRows;
  /** Saves, reverts and changes from outside happen one at a time. */
  private readonly turns = new Turns();

  private constructor(
    uri: vscode.Uri,
    access: FileAccess,
    content: Content,
    reader: ContentReader,
    private readonly services: Services,
    isRestored: boolean,
  ) {
    super();
    this.document = new DatasetDocument({
      uri,
      access,
      content,
      log: services.log,
      isRestored: isRestored,
      finder: workerFinder(() => this.document.content),
      convertToUtf8: () => this.convert(),
    });
    this.findings = this.register(new DatasetFindings(this.document, services.settings, services.remarks));
    this.fixes = new FindingFixes(this.findings, () => this.removeBom());
    reader.findings = this.findings;
    this.balance = this.register(new DatasetBalance(this.document, () => services.settings.of(uri).settings.maxTokens));
    reader.balance = this.balance;
    this.register(new DatasetProblems(this.findings, services.problems));
    this.disk = new DiskChanges(this.document, {
      read: (base) => closeOnFailure(base, () => reader.read(base)),
      linesFrom: scanTail,
      keepUnsaved: (rows) => this.unsaved.keep(rows),
      writeAgain: () => this.saving.writeAgain(),
    });
    this.saving = new Saving(this.document, this.turns, {
      takeInDisk: () => this.disk.takeIn(),
      fixBeforeSave: () => fixOnSave(this.findings, this.fixes),
      releaseReaders: () => this.document.content.worker.release(),
    });
    this.unsaved = new UnsavedRows(this.document, vscode.Uri.joinPath(services.storage, 'unsaved-rows'));
    if (uri.scheme !== 'untitled') {
      const watch = this.register(new FileWatch(uri, () => void this.checkDisk()));
      this.register(this.document.onDidSuspectDisk(() => watch.soon()));
    }
  }

  /** Opens a file; its first rows are there when this resolves. Throws when the file cannot be read. */
  static async open(uri: vscode.Uri, source: OpenSource, services: Services): Promise<OpenDataset> {
    const journals = vscode.Uri.joinPath(services.storage, 'journals').fsPath;
    const access = fileAccessFor(uri, services.platform, journals, source.untitled);
    const base = await access.open();
    const reader = new ContentReader(services, journals, access.isRanged);
    const restored = await restore(source, base, services);
    const content = await closeOnFailure(base, () => reader.read(base, restored));
    const open = new OpenDataset(uri, access, content, reader, services, source.backupId !== undefined);
    await open.begin(restored);
    return open;
  }

  async save(token: vscode.CancellationToken): Promise<void> {
    await this.saving.save(token);
    // An author who saves has finished; VS Code, which may do it every second, has not.
    if (vscode.workspace.getConfiguration('files').get('autoSave') === 'off') this.findings.unfinished.end();
  }

  async saveAs(target: vscode.Uri, token: vscode.CancellationToken): Promise<void> {
    await this.saving.saveAs(target, token);
    this.findings.unfinished.end();
  }

  backup(destination: vscode.Uri, token: vscode.CancellationToken): Promise<vscode.CustomDocumentBackup> {
    return writeBackup(this.document, destination, vscode.Uri.joinPath(this.services.storage, 'scratch'), token);
  }

  /**
   * Lets VS Code revert the document in `declareClean` without losing its edits: it is being renamed, and they go along. Where it
   * is still open after `patience` ms, nothing came of the rename, and it is dirty as before.
   */
  async whileMoving(declareClean: () => Promise<void>, patience: number): Promise<void> {
    this.isMoving = true;
    await declareClean();
    setTimeout(() => {
      this.isMoving = false;
      this.document.undo.keepDirty();
    }, patience);
  }

  /** VS Code neither waits for a revert nor hears of its failure, so that is told here. */
  async revert(): Promise<void> {
    if (this.isMoving) {
      this.document.undo.declaredClean();
      return;
    }
    try {
      await this.turns.take(async () => {
        await this.document.settle();
        const isSame = (await this.document.content.base.check()) === 'same';
        if (!isSame || !(await this.document.returnToSaved())) await this.disk.reload();
        this.document.undo.reverted();
      });
    } catch (error) {
      this.services.log.error('revert', error);
      this.document.undo.reverted();
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          '{0} could not be read again, so your changes are still here: {1}',
          this.document.fileName,
          errorMessage(error),
        ),
      );
    }
  }

  /** Takes in what others did to the file. */
  async checkDisk(): Promise<void> {
    try {
      await this.turns.take(() => (this.isDisposed ? undefined : this.disk.takeIn()));
    } catch (error) {
      this.services.log.error(`looking at ${this.document.uri.toString(true)}`, error);
    }
  }

  private async begin(restored: Restored | undefined): Promise<void> {
    // Neither is needed for the first rows; views hear of both.
    void this.document.writability.refresh();
    void this.document.recogniseShape();
    void this.findings.lookAtHead();
    void this.unsaved.restore();
    if (restored?.kind === 'unreadable') this.tellUnreadable(restored.kept);
    if (restored?.kind === 'mismatch') await this.reapply(restored);
  }

  private async reapply({ edits }: Extract<Restored, { kind: 'mismatch' }>): Promise<void> {
    const { document } = this;
    await document.index();
    const label = vscode.l10n.t('Re-apply unsaved changes');
    const { unsaved } = await reapply(document.content.dataset, edits, label);
    if (unsaved.length > 0) await this.unsaved.keep(unsaved);
  }

  private tellUnreadable(kept: vscode.Uri | undefined): void {
    const { fileName, banners } = this.document;
    banners.show('unreadableBackup', {
      severity: 'error',
      message:
        kept === undefined
          ? vscode.l10n.t('The unsaved changes of {0} could not be read. What you see is the file on disk.', fileName)
          : vscode.l10n.t(
              'The unsaved changes of {0} could not be read. What you see is the file on disk; the backup is kept in {1}.',
              fileName,
              kept.fsPath,
            ),
      actions: [
        { id: 'close', title: vscode.l10n.t('Close'), run: () => banners.hide('unreadableBackup') },
        { id: 'log', title: vscode.l10n.t('Show Log'), run: () => this.services.log.show() },
      ],
    });
  }

  /** Gives the reason where it cannot be done. */
  private async removeBom(): Promise<string | undefined> {
    const { document } = this;
    const reason = document.writability.reason()?.message;
    if (reason !== undefined) return reason;
    try {
      return await this.turns.take(async () => {
        await document.settle();
        if (document.isDirty) return vscode.l10n.t('Save your changes first: the file is written anew.');
        await document.content.worker.release();
        await writeWithoutBom(document);
        await this.disk.reload();
        return undefined;
      });
    } catch (error) {
      this.services.log.error(`removing the byte order mark of ${document.fileName}`, error);
      return describeSaveFailure(error, document.fileName);
    }
  }

  private async convert(): Promise<void> {
    const converted = await this.turns.take(() => convertToUtf8(this.document));
    if (converted) await this.turns.take(() => this.disk.reload());
  }
}

/** Reads contents of one document, each with versions beyond those of the one before. */
class ContentReader {
  private epoch = 0;
  /** Who hears of the analyses of the contents; set before the first of them begins. */
  findings: DatasetFindings | undefined;
  balance: DatasetBalance | undefined;

  constructor(
    private readonly services: Services,
    private readonly journals: string,
    private readonly isOnDisk: boolean,
  ) {}

  read(base: BaseFile, restored?: Restored): Promise<Content> {
    const { platform, randomId, log } = this.services;
    return Content.open(base, {
      epoch: this.epoch++,
      createWorker: (dataset) =>
        new DatasetWorker(dataset, {
          startThread: () => platform.startWorker(),
          isOnDisk: this.isOnDisk,
          onCrash: (error, willRestart) => {
            log.error(willRestart ? 'a worker died and is started again' : 'a worker died again', error);
            if (willRestart) this.findings?.restarted(dataset);
            else this.findings?.died(dataset);
          },
          onAnalysed: (report) => this.findings?.reported(dataset, report),
          onAnalysisFailed: (message) => this.findings?.failed(dataset, message),
          onBalanced: (progress) => this.balance?.reported(dataset, progress),
        }),
      openJournalFile: () => platform.createJournalFile(`${this.journals}/${randomId()}.journal`),
      ...(restored?.kind === 'edits' ? { backup: restored.backup } : {}),
    });
  }
}

async function closeOnFailure<T>(base: BaseFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await base.close();
    throw error;
  }
}

function restore(source: OpenSource, { fingerprint }: BaseFile, services: Services): Promise<Restored> | undefined {
  const keepIn = unreadable(services);
  if (source.backupId !== undefined) return readBackup(source.backupId, fingerprint, keepIn, services.log);
  return source.carried && useBackup(source.carried, fingerprint, keepIn, services.log);
}

function unreadable(services: Services): vscode.Uri {
  return vscode.Uri.joinPath(services.storage, 'unreadable-backups');
}
