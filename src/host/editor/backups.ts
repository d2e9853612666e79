import * as vscode from 'vscode';
import { BackupMismatchError, createBackup, restoreBackup, type RestoredBackup } from '../../core/document/backup';
import type { EditLog } from '../../core/document/rebase';
import type { Fingerprint } from '../../core/text/fingerprint';
import type { Log } from '../log';
import type { DatasetDocument } from './datasetDocument';

/** What a backup holds for the file as it is now. */
export type Restored =
  | { readonly kind: 'edits'; readonly backup: RestoredBackup }
  /** The file is another than the one that the edits were made in. */
  | { readonly kind: 'mismatch'; readonly edits: EditLog }
  /** Not readable; a copy is kept at `kept`. */
  | { readonly kind: 'unreadable'; readonly kept: vscode.Uri | undefined };

/**
 * Reads a backup completely, at once: VS Code asks for the next backup at the same place. Never throws: without a readable backup
 * the file still opens, and the backup is kept aside.
 *
 * @param keepIn a folder of the extension's own storage
 */
export async function readBackup(
  id: string,
  fingerprint: Fingerprint,
  keepIn: vscode.Uri,
  log: Log,
): Promise<Restored> {
  try {
    return await useBackup(await vscode.workspace.fs.readFile(vscode.Uri.parse(id)), fingerprint, keepIn, log);
  } catch (error) {
    log.error(`backup ${id} cannot be read`, error);
    return { kind: 'unreadable', kept: undefined };
  }
}

/** What the bytes of a backup hold for the file as it is now. */
export async function useBackup(
  bytes: Uint8Array,
  fingerprint: Fingerprint,
  keepIn: vscode.Uri,
  log: Log,
): Promise<Restored> {
  try {
    return { kind: 'edits', backup: restoreBackup(bytes, fingerprint) };
  } catch (error) {
    if (error instanceof BackupMismatchError) return { kind: 'mismatch', edits: error.edits };
    log.error('a backup is not usable', error);
    return { kind: 'unreadable', kept: await keepAside(bytes, keepIn, log) };
  }
}

async function keepAside(bytes: Uint8Array, folder: vscode.Uri, log: Log): Promise<vscode.Uri | undefined> {
  const target = vscode.Uri.joinPath(folder, `backup-${Date.now()}.bin`);
  try {
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.workspace.fs.writeFile(target, bytes);
    return target;
  } catch (error) {
    log.error('the backup could not be kept', error);
    return undefined;
  }
}

/**
 * Writes the unsaved edits (never the file) where VS Code asks. A throw keeps the window from closing, which is right: the edits
 * are nowhere else.
 *
 * @param scratch a folder of the extension's own storage: a backup is written there, then moved, so that none is ever half
 */
export async function writeBackup(
  document: DatasetDocument,
  destination: vscode.Uri,
  scratch: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<vscode.CustomDocumentBackup> {
  await document.settle();
  if (token.isCancellationRequested) throw new vscode.CancellationError();
  const aborter = new AbortController();
  const listener = token.onCancellationRequested(() => aborter.abort());
  try {
    const bytes = await collectBackup(document, aborter.signal);
    await writeWhole(bytes, destination, scratch);
    document.log.info(`backed up ${document.uri.toString(true)}: ${bytes.length} bytes`);
  } catch (error) {
    if (aborter.signal.aborted) throw new vscode.CancellationError();
    document.log.error('backup', error);
    throw error;
  } finally {
    listener.dispose();
  }
  return {
    id: destination.toString(),
    delete: () => void vscode.workspace.fs.delete(destination).then(undefined, () => undefined),
  };
}

/** The unsaved edits, self-contained. */
export async function collectBackup(document: DatasetDocument, signal?: AbortSignal): Promise<Uint8Array> {
  await document.index();
  const backup = await createBackup(document.content.dataset, signal);
  const bytes = new Uint8Array(backup.totalBytes);
  let at = 0;
  for await (const chunk of backup.chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function writeWhole(bytes: Uint8Array, destination: vscode.Uri, scratch: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const temporary = vscode.Uri.joinPath(scratch, `backup-${Date.now()}-${Math.random().toString(36).slice(2)}.tmp`);
  await fs.createDirectory(scratch);
  await fs.createDirectory(vscode.Uri.joinPath(destination, '..'));
  try {
    await fs.writeFile(temporary, bytes);
    await fs.rename(temporary, destination, { overwrite: true });
  } catch (error) {
    await fs.delete(temporary).then(undefined, () => undefined);
    throw error;
  }
}
