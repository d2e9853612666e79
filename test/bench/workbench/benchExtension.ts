import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '../../vscode/paths.js';
import { temporaryFolder } from '../../vscode/processes.js';
import { EMPTY_EDITOR, TYPING_EDITOR } from './emptyEditorType.js';

/**
 * A copy of the built extension whose manifest also contributes its peers, so that all run in one extension host, under one
 * activation.
 */
export async function makeBenchExtension(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const folder = temporaryFolder();
  for (const part of ['dist', 'syntaxes', 'package.nls.json']) {
    await cp(join(repositoryRoot, part), join(folder.path, part), { recursive: true });
  }
  const manifest = JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')) as {
    contributes: { customEditors: unknown[] };
  };
  for (const viewType of [EMPTY_EDITOR, TYPING_EDITOR]) {
    const selector = [{ filenamePattern: '*.jsonl' }];
    manifest.contributes.customEditors.push({ viewType, displayName: viewType, selector, priority: 'option' });
  }
  await writeFile(join(folder.path, 'package.json'), JSON.stringify(manifest));
  return folder;
}
