import { Buffer } from 'node:buffer';
import { cpus } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { type BlockFile, MemoryBlockFile } from '../../core/analysis/blockFile';
import type { ContentSource } from '../../core/analysis/fileContent';
import { createLineMeasure } from '../../core/analysis/lineMeasure';
import type { EngineMachine } from '../../core/analysis/workerDataset';
import { PatternScanner, type ToLatin1 } from '../../core/find/candidates';
import { WasmScanner } from '../../core/find/wasmScanner';
import { FIND_BLOCK_BYTES } from '../../core/kernel/findLayout';
import { measureBy } from '../../core/text/lineScanner';
import { NodeBlockFile } from './blockFile';
import { nodeClock } from './system';
import { SCAN, startThread } from './workerThread';

/** A smaller file is read through before a second thread has warmed up: at 36 MB it lost, measured. */
const WORTH_A_THREAD = 128 * 2 ** 20;

export function openBlocks(source: ContentSource): BlockFile {
  return source.kind === 'bytes'
    ? new MemoryBlockFile(source.bytes)
    : new NodeBlockFile(source.path, source.fingerprint);
}

/** What a dataset's worker runs on. @param script the worker's own script, for the threads that it starts itself */
export function createEngineMachine(script: string): EngineMachine {
  return {
    openBlocks,
    lineMeasure: () => createLineMeasure(measureLines),
    pause: () => setImmediate(),
    sleep: (milliseconds, signal) => nodeClock.sleep(milliseconds, signal),
    scannerFor: (prefilter) => WasmScanner.create(prefilter) ?? new PatternScanner(prefilter, FIND_BLOCK_BYTES, latin1),
    startScanThread: (bytes) => (bytes >= WORTH_A_THREAD && cpus().length > 1 ? startThread(script, SCAN) : undefined),
    startPatternThread: () => startThread(script, 'pattern'),
  };
}

/** `Buffer.indexOf` is `memchr`, several times faster than that of a typed array. */
export const measureLines = measureBy(({ buffer, byteOffset, byteLength }) =>
  Buffer.from(buffer, byteOffset, byteLength),
);

const latin1: ToLatin1 = (bytes, length) => Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
