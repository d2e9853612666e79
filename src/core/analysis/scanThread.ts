import { CheckConfig } from '../config/checkConfig';
import type { Settings } from '../config/settings';
import { createRowKernel } from '../kernel/rowKernel';
import type { BlockFile } from './blockFile';
import { BlockFolder } from './blockFolder';
import { BlockScanner } from './blockScanner';
import type { ContentSource } from './fileContent';
import type { FoldedBlock } from './foldedBlock';
import type { BlockRequest, ScannedBlock } from './scannedBlock';

/** What a scan thread is told: first what it is to read, then which blocks of it, for which tier: `scan` for 1, `fold` for 2. */
export type ScanTask =
  | { readonly kind: 'begin'; readonly source: ContentSource; readonly settings: Settings }
  | { readonly kind: 'scan' | 'fold'; readonly request: BlockRequest };

/** What it answers to a request; null where it could not read the block. */
export type ScanAnswer = ScannedBlock | FoldedBlock | null;

/** A thread in which the function of `createScanThread` answers every request, in order. */
export interface ScanThread {
  post(task: ScanTask): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (error: Error | undefined) => void): void;
  terminate(): Promise<void>;
}

/**
 * The other side: answers tasks in order; undefined to one that needs no answer.
 * @param openBlocks throws where the file is not the one that is named; then, and where it changes, requests are answered with null
 */
export function createScanThread(
  openBlocks: (source: ContentSource) => BlockFile,
): (task: ScanTask) => ScanAnswer | undefined {
  let scanner: BlockScanner | undefined;
  let folder: BlockFolder | undefined;
  // Its kernel takes some megabytes, and tier 2 may never ask.
  let createFolder: (() => BlockFolder) | undefined;
  const begin = (source: ContentSource, settings: Settings): void => {
    const file = openBlocks(source);
    const config = new CheckConfig(settings);
    const kernel = createRowKernel();
    scanner = new BlockScanner(file, config, kernel);
    createFolder = () => new BlockFolder(file, config, kernel);
  };
  const answer = (task: ScanTask): ScanAnswer | undefined => {
    if (task.kind === 'begin') {
      begin(task.source, task.settings);
      return undefined;
    }
    if (task.kind === 'scan') return scanner?.scan(task.request) ?? null;
    return (folder ??= createFolder?.())?.fold(task.request) ?? null;
  };
  return (task) => {
    try {
      return answer(task);
    } catch {
      // Who asked reads the file, too, and says what is wrong with it.
      scanner = folder = createFolder = undefined;
      return task.kind === 'begin' ? undefined : null;
    }
  };
}
