import * as vscode from 'vscode';
import { ChangedOnDiskError, NoSpaceError, SaveError, UnreadableAfterSaveError } from '../../platform/fileErrors';
import type { InPlaceReason } from '../../platform/platform';
import { errorMessage } from '../log';

/** What happened, where, and the way out: the words of a save that failed. */
export function describeSaveFailure(error: unknown, fileName: string): string {
  if (error instanceof NoSpaceError)
    return vscode.l10n.t(
      'The disk is full: {0} was not saved, and the file on disk is as it was. Free some space, or save as another file.',
      fileName,
    );
  if (error instanceof ChangedOnDiskError)
    return vscode.l10n.t(
      '{0} changed on disk while it was being saved. Nothing was overwritten; save again.',
      fileName,
    );
  if (error instanceof SaveError && error.interrupted !== undefined)
    return vscode.l10n.t(
      'Saving {0} broke off half-way ({1}). The old content is kept and comes back when the file is opened again; save as another file to keep your changes.',
      fileName,
      causeOf(error),
    );
  if (error instanceof UnreadableAfterSaveError)
    return vscode.l10n.t(
      '{0} was saved whole, but the new file cannot be read ({1}). Close its tab without saving and open it again.',
      fileName,
      causeOf(error),
    );
  return vscode.l10n.t(
    '{0} was not saved, and the file on disk is as it was: {1}. Save as another file to keep your changes.',
    fileName,
    causeOf(error),
  );
}

function causeOf(error: unknown): string {
  return errorMessage(error instanceof Error && error.cause !== undefined ? error.cause : error);
}

/** Why a file was written in place, for the log and the status message. */
export function describeInPlace(reason: InPlaceReason): string {
  switch (reason) {
    case 'mount-point':
      return vscode.l10n.t('the file is a mount point');
    case 'read-only-folder':
      return vscode.l10n.t('its folder does not allow new files');
    case 'hard-links':
      return vscode.l10n.t('the file has hard links');
    case 'other-owner':
      return vscode.l10n.t('the file belongs to another user');
    case 'no-room-for-copy':
      return vscode.l10n.t('the disk has no room for a second copy');
    case 'rename-refused':
      return vscode.l10n.t('the system refused to replace the file');
  }
}
