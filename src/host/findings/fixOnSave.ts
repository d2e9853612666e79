import * as vscode from 'vscode';
import { errorMessage } from '../log';
import type { DatasetFindings } from './datasetFindings';
import type { FindingFixes } from './findingFixes';

/** A save waits for the checks no longer than this (ms). */
const PATIENCE = 3_000;

/**
 * Does all safe fixes as one step before a save, where the author has set `itune.fixOnSave`. Never keeps a file from being saved:
 * where the checks are not through in time it is saved as it is, and that is said.
 */
export async function fixOnSave(findings: DatasetFindings, fixes: FindingFixes): Promise<void> {
  const { document } = findings;
  if (!findings.settings.settings.fixOnSave || !document.isDirty) return;
  try {
    if (await findings.whenDone(PATIENCE)) {
      await fixes.applySafe();
      return;
    }
  } catch (error) {
    document.log.warn(`safe fixes of ${document.fileName} before its save: ${errorMessage(error)}`);
  }
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('{0} was saved without fixes: the checks were not through in time.', document.fileName),
    10_000,
  );
}
