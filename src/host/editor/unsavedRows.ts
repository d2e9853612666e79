import * as vscode from 'vscode';
import type { UnsavedRow } from '../../core/document/rebase';
import { hashBytes } from '../../core/text/hash';
import { encodeUtf8 } from '../../core/text/encoding';
import type { DatasetDocument } from './datasetDocument';
import { EditRefused } from './datasetEdits';

const BANNER = 'unsavedRows';

/**
 * "Your unsaved rows": edits that no longer fit the file after it was changed from outside. They stand in a file of our own from
 * the moment they arise, so that closing the window loses none; the banner comes back when the dataset is opened again.
 */
export class UnsavedRows {
  private rows: readonly UnsavedRow[] = [];

  /** @param folder of the extension's own storage */
  constructor(
    private readonly document: DatasetDocument,
    private readonly folder: vscode.Uri,
  ) {}

  /** Brings back what an earlier session left. */
  async restore(): Promise<void> {
    try {
      const bytes = await vscode.workspace.fs.readFile(this.file);
      this.rows = readRows(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (error) {
      if (!(error instanceof vscode.FileSystemError))
        this.document.log.error('unsaved rows of an earlier session', error);
      return;
    }
    this.show();
  }

  async keep(rows: readonly UnsavedRow[]): Promise<void> {
    this.rows = [...this.rows, ...rows];
    this.show();
    await this.store();
  }

  private get file(): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${hashBytes(encodeUtf8(this.document.uri.toString()))}.json`);
  }

  /** Rows with a text of the author's: what can be put back or saved. */
  private get written(): UnsavedRow[] {
    return this.rows.filter((row) => row.kind !== 'delete' && row.text !== '');
  }

  private show(): void {
    const { banners } = this.document;
    this.document.unsavedRows = this.written.length;
    if (this.rows.length === 0) {
      banners.hide(BANNER);
      return;
    }
    const action = (id: string, title: string, run: () => Promise<void>) => ({ id, title, run });
    banners.show(BANNER, {
      severity: 'warning',
      message: this.message(),
      actions: [
        ...(this.written.length === 0
          ? []
          : [
              action('show', vscode.l10n.t('Show...'), () => this.pick()),
              action('insert', vscode.l10n.t('Insert as New Examples'), () => this.insert(this.written)),
              action('save', vscode.l10n.t('Save to a New File...'), () => this.save()),
            ]),
        action('discard', vscode.l10n.t('Discard'), () => this.discard()),
      ],
    });
  }

  private message(): string {
    const lost = this.rows.length - this.written.length;
    const kept = vscode.l10n.t(
      'Your unsaved rows ({0}): {1} changed on disk, and these rows are no longer there to be changed.',
      this.written.length,
      this.document.fileName,
    );
    return lost === 0
      ? kept
      : vscode.l10n
          .t('{0} {1} deletions or moves no longer apply.', this.written.length === 0 ? '' : kept, lost)
          .trim();
  }

  private async pick(): Promise<void> {
    const items = this.written.map((row) => ({
      label: row.text.slice(0, 120),
      description: vscode.l10n.t('was near example {0}', row.nearIndex + 1),
      row,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      canPickMany: true,
      placeHolder: vscode.l10n.t('Choose the rows to insert as new examples where they stood'),
    });
    if (picked !== undefined && picked.length > 0) await this.insert(picked.map(({ row }) => row));
  }

  private async insert(rows: readonly UnsavedRow[]): Promise<void> {
    const { edits } = this.document;
    // From the end, so that no insertion moves the place of the next.
    const ordered = [...rows].sort((a, b) => b.nearIndex - a.nearIndex);
    const label = vscode.l10n.t('Insert unsaved rows');
    await edits.insertLines(
      label,
      ordered.map((row) => ({ at: row.nearIndex, text: row.text })),
    );
    await this.remove(rows);
  }

  private async save(): Promise<void> {
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(this.document.uri, '..', `unsaved-${this.document.fileName}`),
    });
    if (target === undefined) return;
    const rows = this.written;
    await vscode.workspace.fs.writeFile(target, encodeUtf8(rows.map((row) => `${row.text}\n`).join('')));
    await this.remove(rows);
  }

  private async discard(): Promise<void> {
    const discard = vscode.l10n.t('Discard');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Discard {0} unsaved rows of {1}?', this.rows.length, this.document.fileName),
      { modal: true, detail: vscode.l10n.t('This cannot be undone.') },
      discard,
    );
    if (answer === discard) await this.remove(this.rows);
  }

  private async remove(rows: readonly UnsavedRow[]): Promise<void> {
    this.rows = this.rows.filter((row) => !rows.includes(row));
    if (this.written.length === 0) this.rows = [];
    this.show();
    await this.store();
  }

  private async store(): Promise<void> {
    if (this.rows.length === 0) {
      await vscode.workspace.fs.delete(this.file).then(undefined, () => undefined);
      return;
    }
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(this.file, new TextEncoder().encode(JSON.stringify(this.rows)));
  }
}

/** Checks what was stored: it may be of another version. */
function readRows(stored: unknown): UnsavedRow[] {
  if (!Array.isArray(stored)) throw new EditRefused('not a list of rows');
  return (stored as unknown[]).filter(isRow);
}

function isRow(value: unknown): value is UnsavedRow {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'nearIndex' in value &&
    typeof value.nearIndex === 'number' &&
    'count' in value &&
    typeof value.count === 'number'
  );
}
