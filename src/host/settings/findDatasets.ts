import * as vscode from 'vscode';
import { PROJECT_FILE } from '../../core/config/projectFile';
import type { Settings } from '../../core/config/settings';
import type { SettingsService } from './settingsService';

const DATASETS = '**/*.itune.jsonl';
const EXCLUDED = '**/node_modules/**';

/** Every dataset of the workspace: `*.itune.jsonl`, and what settings and project files name; by path. */
export async function findDatasets(settings: SettingsService): Promise<vscode.Uri[]> {
  await settings.ready;
  const found = new Map<string, vscode.Uri>();
  const add = (uris: readonly vscode.Uri[]): void => {
    for (const uri of uris) found.set(uri.toString(), uri);
  };
  add(await vscode.workspace.findFiles(DATASETS, EXCLUDED));
  for (const folder of await settingsFolders()) {
    const globs = globsOf(settings.of(vscode.Uri.joinPath(folder, 'any')).settings);
    for (const glob of globs) {
      const pattern = new vscode.RelativePattern(folder, glob.includes('/') ? glob : `**/${glob}`);
      const uris = await vscode.workspace.findFiles(pattern, EXCLUDED);
      add(uris.filter((uri) => settings.isDeclared(uri)));
    }
  }
  await Promise.all([...found.values()].map((uri) => settings.lookAround(uri)));
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Folders from which globs of settings may start. */
async function settingsFolders(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(`**/${PROJECT_FILE}`, EXCLUDED);
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  return [...folders, ...files.map((uri) => vscode.Uri.joinPath(uri, '..'))];
}

function globsOf({ files, datasets }: Settings): string[] {
  return [...files, ...datasets.flatMap((dataset) => dataset.files)].map((glob) => glob.replace(/^\.\//, ''));
}
