import { CheckConfig } from '../config/checkConfig';
import type { Settings } from '../config/settings';
import { createRowKernel } from '../kernel/rowKernel';
import type { BlockFile } from './blockFile';
import { BlockFolder } from './blockFolder';
import { BlockScanner } from './blockScanner';
import type { ContentSource } from './fileContent';
import type { FoldedBlock } from './foldedBlock';
import type { ComparedBlock, PairsRequest } from './comparedPairs';
import { LineComparer } from './lineComparer';
import type { BlockRequest, ScannedBlock } from './scannedBlock';

/**
 * What a scan thread is told: first what it is to read, then which blocks of it, for which tier: `scan` for 1, `fold` for 2; then which
 * lines to compare.
 */
export type ScanTask =
  | { readonly kind: 'begin'; readonly source: ContentSource; readonly settings: Settings }
  | { readonly kind: 'scan' | 'fold'; readonly request: BlockRequest }
  | { readonly kind: 'compare'; readonly request: PairsRequest };

/** What it answers to a request; null where it could not read the lines. */
export type ScanAnswer = ScannedBlock | FoldedBlock | ComparedBlock | null;

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
  let comparer: LineComparer | undefined;
  // Their kernel takes some megabytes, and tier 2 may never ask.
  let createFolder: (() => BlockFolder) | undefined;
  let createComparer: (() => LineComparer) | undefined;
  const begin = (source: ContentSource, settings: Settings): void => {
    const file = openBlocks(source);
    const config = new CheckConfig(settings);
    const kernel = createRowKernel();
    scanner = new BlockScanner(file, config, kernel);
    createFolder = () => new BlockFolder(file, config, kernel);
    const { near } = config;
    createComparer = near && (() => new LineComparer(file, config, near, kernel));
  };
  const answer = (task: ScanTask): ScanAnswer | undefined => {
    if (task.kind === 'begin') {
      begin(task.source, task.settings);
      return undefined;
    }
    if (task.kind === 'scan') return scanner?.scan(task.request) ?? null;
    if (task.kind === 'compare') return (comparer ??= createComparer?.())?.compare(task.request) ?? null;
    return (folder ??= createFolder?.())?.fold(task.request) ?? null;
  };
  return (task) => {
    try {
      return answer(task);
    } catch {
      // Who asked reads the file, too, and says what is wrong with it.
      scanner = folder = createFolder = comparer = createComparer = undefined;
      return task.kind === 'begin' ? undefined : null;
    }
  };
}
