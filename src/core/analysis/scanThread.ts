import { CheckConfig } from '../config/checkConfig';
import type { Settings } from '../config/settings';
import type { BlockFile } from './blockFile';
import { BlockScanner } from './blockScanner';
import type { ContentSource } from './fileContent';
import type { BlockRequest, ScannedBlock } from './scannedBlock';

/** What a scan thread is told: first what it is to read, then which blocks of it. */
export type ScanTask =
  | { readonly kind: 'begin'; readonly source: ContentSource; readonly settings: Settings }
  | { readonly kind: 'scan'; readonly request: BlockRequest };

/** A thread in which the function of `createScanThread` answers every request with a `ScannedBlock`, or with null. */
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
): (task: ScanTask) => ScannedBlock | null | undefined {
  let scanner: BlockScanner | undefined;
  const answer = (task: ScanTask): ScannedBlock | null | undefined => {
    if (task.kind === 'scan') return scanner?.scan(task.request) ?? null;
    scanner = new BlockScanner(openBlocks(task.source), new CheckConfig(task.settings));
    return undefined;
  };
  return (task) => {
    try {
      return answer(task);
    } catch {
      // Who asked reads the file, too, and says what is wrong with it.
      scanner = undefined;
      return task.kind === 'scan' ? null : undefined;
    }
  };
}
