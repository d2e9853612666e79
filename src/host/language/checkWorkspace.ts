import * as vscode from 'vscode';
import type { Platform } from '../../platform/platform';
import type { KnownCopies } from '../findings/knownCopies';
import type { Log } from '../log';
import { errorMessage } from '../log';
import { findDatasets } from '../settings/findDatasets';
import type { RuleService } from '../settings/ruleService';
import type { SettingsService } from '../settings/settingsService';
import type { Problems } from './problems';
import { stopSignOf } from './slices';
import { WorkspaceCheck, type WorkspaceSummary } from './workspaceCheck';

export interface WorkspaceCheckHost {
  readonly platform: Platform;
  readonly settings: SettingsService;
  readonly rules: RuleService;
  readonly problems: Problems;
  /** Told what datasets have in common. */
  readonly copies: KnownCopies;
  readonly log: Log;
  /** Whether a file is open in an editor that publishes its problems itself. */
  readonly isLive: (uri: vscode.Uri) => boolean;
}

/** From this size on (bytes), the author is asked first. */
const LARGE = 100 * 1024 * 1024;

/** Checks every dataset of the workspace as it is on disk, and lists what is wrong. Gives the words that it ends with. */
export async function checkWorkspace(host: WorkspaceCheckHost): Promise<string | undefined> {
  const files = await findDatasets(host.settings);
  if (files.length === 0) {
    const message = vscode.l10n.t(
      'There is no dataset in the workspace: no *.itune.jsonl, and no file that the setting itune.files names.',
    );
    void vscode.window.showInformationMessage(message);
    return message;
  }
  const sizes = await Promise.all(files.map(sizeOf));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > LARGE && !(await confirm(files.length, bytes))) return undefined;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Checking {0} datasets', files.length),
    cancellable: true,
  };
  const summary = await vscode.window.withProgress(options, async (progress, token) => {
    const check = new WorkspaceCheck(host, stopSignOf(token), (message, share) => {
      progress.report({ message, increment: share * 100 });
    });
    return check.run(files, bytes);
  });
  // Not waited for: the command has done its work, and the message may stay.
  const message = wordsOf(summary);
  void show(message, summary.failed.length > 0);
  return message;
}

/** In bytes; 0 for a file that went meanwhile: its check says so. */
async function sizeOf(uri: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size;
  } catch {
    return 0;
  }
}

function wordsOf(summary: WorkspaceSummary): string {
  const count = (value: number): string => value.toLocaleString(vscode.env.language);
  const { files, examples, counts, failed } = summary;
  const words = vscode.l10n.t(
    'Examples: {0}, datasets: {1}. Errors: {2}, warnings: {3}, other remarks: {4}.',
    count(examples),
    count(files),
    count(counts.error),
    count(counts.warning),
    count(counts.information + counts.hint),
  );
  return [
    ...(summary.cancelled ? [vscode.l10n.t('The check was cancelled.')] : []),
    words,
    ...failed.map(({ name, error }) => vscode.l10n.t('{0} was not checked: {1}', name, errorMessage(error))),
  ].join(' ');
}

async function show(message: string, isWarning: boolean): Promise<void> {
  const problems = vscode.l10n.t('Show Problems');
  const chosen = await (isWarning
    ? vscode.window.showWarningMessage(message, problems)
    : vscode.window.showInformationMessage(message, problems));
  if (chosen === problems) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function confirm(files: number, bytes: number): Promise<boolean> {
  const start = vscode.l10n.t('Check');
  const megabytes = Math.round(bytes / 2 ** 20).toLocaleString(vscode.env.language);
  const question = vscode.l10n.t('Check {0} datasets of {1} MB?', files, megabytes);
  const detail = vscode.l10n.t('It runs in the background and can be cancelled.');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, start)) === start;
}
