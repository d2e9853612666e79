import { readFile } from 'node:fs/promises';
import { resolve, dirname } from 'node:path';
import { parseProjectFile, PROJECT_FILE } from '../core/config/projectFile';
import { mergeSettings } from '../core/config/readSettings';
import type { Settings } from '../core/config/settings';
import { UsageError } from './commandLine';

export interface LoadedSettings {
  readonly settings: Settings;
  /** The folder that paths in the settings start from. */
  readonly folder: string;
}

/** Settings of the named file, or of `.itune.json` in the working folder where there is one. @throws UsageError */
export async function loadSettings(path: string | undefined): Promise<LoadedSettings> {
  const file = resolve(path ?? PROJECT_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (path === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { settings: mergeSettings(), folder: process.cwd() };
    }
    throw new UsageError(`${path ?? PROJECT_FILE} cannot be read: ${(error as Error).message}`);
  }
  const { settings, problems } = parseProjectFile(text);
  if (problems.length > 0) {
    const lines = problems.map(({ start, message }) => `${path ?? PROJECT_FILE}:${placeOf(text, start)}: ${message}`);
    throw new UsageError(lines.join('\n'));
  }
  return { settings: mergeSettings(settings), folder: dirname(file) };
}

/** `3:7` for an offset, both from 1. */
function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
