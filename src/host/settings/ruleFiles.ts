import * as vscode from 'vscode';
import type { BenchmarkPart } from '../../core/author/benchmarkRule';
import { benchmarkParts } from '../../core/author/benchmarkRule';
import { errorMessage } from '../log';

/** Of a benchmark file that is read (bytes): a larger one is none. */
const MOST_BYTES = 256 * 1024 * 1024;

/** A path of a setting as a URI: from a folder, or whole. */
export function fileOf(name: string, folder: vscode.Uri): vscode.Uri {
  const isWhole = name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name);
  return isWhole ? vscode.Uri.file(name).with({ scheme: folder.scheme }) : vscode.Uri.joinPath(folder, name);
}

/**
 * What a watcher of the files of a path or glob looks for; it may see others of that name. Within the workspace nothing is watched
 * besides what VS Code watches itself: to end a watcher of a folder of its own was seen to end that of the workspace.
 */
export function watchPatternOf(name: string, folder: vscode.Uri): vscode.GlobPattern {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const uri = isGlob(name) ? folder : fileOf(name, folder);
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return `**/${last}`;
  return isGlob(name)
    ? new vscode.RelativePattern(folder, name)
    : new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), last);
}

/** A benchmark file that cannot be used, by its place in the setting. */
export interface BenchmarkProblem {
  readonly index: number;
  readonly message: string;
}

/** The benchmark files that a setting names, in parts. What cannot be used is left out and told. */
export async function* readBenchmarks(
  globs: readonly string[],
  folder: vscode.Uri,
  tell: (problem: BenchmarkProblem) => void,
): AsyncGenerator<BenchmarkPart> {
  for (const [index, glob] of globs.entries()) {
    const files = isGlob(glob) ? await findFiles(glob, folder) : [fileOf(glob, folder)];
    if (files.length === 0) tell({ index, message: vscode.l10n.t('No benchmark file fits "{0}"', glob) });
    for (const file of files) {
      const name = vscode.workspace.asRelativePath(file, false);
      try {
        yield* benchmarkParts(name, await contentOf(file));
      } catch (error) {
        tell({ index, message: vscode.l10n.t('The benchmark {0} cannot be used: {1}', name, errorMessage(error)) });
      }
    }
  }
}

async function contentOf(file: vscode.Uri): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > MOST_BYTES) throw new Error(vscode.l10n.t('it is larger than {0} MB', MOST_BYTES / 2 ** 20));
  return vscode.workspace.fs.readFile(file);
}

async function findFiles(glob: string, folder: vscode.Uri): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, glob), '**/node_modules/**');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isGlob(name: string): boolean {
  return /[*?{]/.test(name);
}
