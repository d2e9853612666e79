import { relative } from 'node:path';
import type { AcrossDatasets } from '../core/checks/acrossDatasets';
import { DatasetChecker } from '../core/checks/datasetChecker';
import { NO_FACTS } from '../core/checks/datasetFacts';
import { RowContext } from '../core/checks/rowContext';
import type { RowChecker } from '../core/checks/rowChecker';
import type { FileFacts } from '../core/checks/file';
import type { CheckConfig } from '../core/config/checkConfig';
import { splitOf } from '../core/config/split';
import { NotAFileError } from '../platform/node/baseFile';
import type { BaseFile, Files } from '../platform/platform';
import { BOM_LENGTH } from '../core/text/encoding';
import type { TextLine } from '../core/text/lineBlocks';
import { LineIndex } from '../core/text/lineIndex';
import type { ExampleView } from '../core/record/view';
import type { LoadedSettings } from './loadSettings';
import { hasBom, readRows, UnreadableFileError } from './readRows';
import type { Sweeper } from './sweeper';

/** A file that was read once: what is known of it as a whole, and the way to read its rows again. */
export interface OpenedDataset {
  /** As the author wrote it on the command line. */
  readonly path: string;
  readonly file: BaseFile;
  /** Its number among the datasets that are compared with each other. */
  readonly number: number;
  readonly checker: RowChecker;
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
  sweeper: Sweeper,
): Promise<OpenedDataset> {
  let file: BaseFile | undefined;
  try {
    file = await files.open(path);
    return await readDataset(file, path, config, loaded, across, sweeper);
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

/** What a first reading of a file tells. */
export interface ReadRows {
  readonly checker: RowChecker;
  readonly index: LineIndex;
  readonly examples: number;
  readonly endsWithNewline: boolean;
  /** UTF-16 units of the last line; 0 of one that is too long to be read. */
  readonly lastLineLength: number;
}

async function readDataset(
  file: BaseFile,
  path: string,
  config: CheckConfig,
  loaded: LoadedSettings,
  across: AcrossDatasets,
  sweeper: Sweeper,
): Promise<OpenedDataset> {
  const { settings, folder } = loaded;
  const bom = await hasBom(file);
  const number = across.begin();
  const add = (row: number, view: ExampleView) => across.add(number, row, view);
  const isSwept = sweeper.isWorthIt(file.size);
  const read = isSwept ? await sweeper.sweep(file, bom, config, settings) : await readAll(file, bom, config, add);
  if (isSwept && across.wantsRows) await addRows(file, bom, config, add);
  const { checker, index, examples, ...end } = read;
  const facts: FileFacts = { bytes: file.size, examples: checker.facts.rows, hasBom: bom, ...end };
  const split = splitOf(relative(folder, path).replace(/\\/g, '/'), settings.datasets);
  const { clusters } = checker;
  across.end(number, { name: path, location: path, split, config, clusters, source: file, index });
  return { path, file, number, checker, facts, examples, rows: index.count };
}

type AddExample = (row: number, view: ExampleView) => void;

/** Takes in one row after the other: for files that are read before the kernels are ready. Calls back with the examples, in order. */
async function readAll(file: BaseFile, bom: boolean, config: CheckConfig, add: AddExample): Promise<ReadRows> {
  const checker = new DatasetChecker(config);
  const index = new LineIndex(bom ? BOM_LENGTH : 0);
  let examples = 0;
  let last: TextLine | undefined;
  for await (const batch of readRows(file, bom)) {
    for (const row of batch) {
      if (row.unreadBytes !== undefined || row.line.trim() !== '') examples++;
      const view = row.unreadBytes === undefined ? checker.add(index.count, row.line) : undefined;
      if (view !== undefined) add(index.count, view);
      index.push(row.bytes);
    }
    last = batch.at(-1) ?? last;
  }
  return {
    checker,
    index,
    examples,
    endsWithNewline: last?.lineEnd !== '',
    lastLineLength: last?.line.length ?? 0,
  };
}

/** Calls back with the examples of a file, in order. */
async function addRows(file: BaseFile, bom: boolean, config: CheckConfig, add: AddExample): Promise<void> {
  let row = 0;
  for await (const batch of readRows(file, bom)) {
    for (const { line, unreadBytes } of batch) {
      const context = unreadBytes === undefined ? new RowContext(line, NO_FACTS, config) : undefined;
      if (context?.record !== undefined) add(row, context.view);
      row++;
    }
  }
}
