import { relative } from 'node:path';
import type { AcrossDatasets } from '../core/checks/acrossDatasets';
import { DatasetChecker } from '../core/checks/datasetChecker';
import type { FileFacts } from '../core/checks/file';
import type { CheckConfig } from '../core/config/checkConfig';
import { splitOf } from '../core/config/split';
import { NotAFileError } from '../platform/node/baseFile';
import type { BaseFile, Files } from '../platform/platform';
import { BOM_LENGTH } from '../core/text/encoding';
import type { TextLine } from '../core/text/lineBlocks';
import { LineIndex } from '../core/text/lineIndex';
import type { LoadedSettings } from './loadSettings';
import { hasBom, readRows, UnreadableFileError } from './readRows';

/** A file that was read once: what is known of it as a whole, and the way to read its rows again. */
export interface OpenedDataset {
  /** As the author wrote it on the command line. */
  readonly path: string;
  readonly file: BaseFile;
  /** Its number among the datasets that are compared with each other. */
  readonly number: number;
  readonly checker: DatasetChecker;
  readonly facts: FileFacts;
  /** Rows that are not blank. */
  readonly examples: number;
  readonly rows: number;
}

/**
 * Opens and reads a dataset for the first time: facts, duplicates, what others may have too.
 * @throws UnreadableFileError that names the file
 */
export async function openDataset(
  files: Files,
  path: string,
  config: CheckConfig,
  loaded: LoadedSettings,
  across: AcrossDatasets,
): Promise<OpenedDataset> {
  let file: BaseFile | undefined;
  try {
    file = await files.open(path);
    return await readDataset(file, path, config, loaded, across);
  } catch (error) {
    await file?.close();
    throw new UnreadableFileError(`${path}: ${reasonOf(error)}`, { cause: error });
  }
}

/** What people write wrongly most, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'the file may not be read',
  EPERM: 'the file may not be read',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof NotAFileError) return 'this is not a file';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

async function readDataset(
  file: BaseFile,
  path: string,
  config: CheckConfig,
  { settings, folder }: LoadedSettings,
  across: AcrossDatasets,
): Promise<OpenedDataset> {
  const checker = new DatasetChecker(config);
  const bom = await hasBom(file);
  const number = across.begin();
  const index = new LineIndex(bom ? BOM_LENGTH : 0);
  let rows = 0;
  let examples = 0;
  let records = 0;
  let last: TextLine | undefined;
  for await (const batch of readRows(file, bom)) {
    for (const row of batch) {
      if (row.unreadBytes !== undefined || row.line.trim() !== '') examples++;
      index.push(row.bytes);
      const view = row.unreadBytes === undefined ? checker.add(rows, row.line) : undefined;
      if (view !== undefined) {
        records++;
        across.add(number, rows, view);
      }
      rows++;
    }
    last = batch.at(-1) ?? last;
  }
  const facts: FileFacts = {
    bytes: file.size,
    examples: records,
    hasBom: bom,
    endsWithNewline: last?.lineEnd !== '',
    lastLineLength: last?.line.length ?? 0,
  };
  const split = splitOf(relative(folder, path).replace(/\\/g, '/'), settings.datasets);
  const { clusters } = checker;
  across.end(number, { name: path, location: path, split, config, clusters, source: file, index });
  return { path, file, number, checker, facts, examples, rows };
}
