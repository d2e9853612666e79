import { Buffer } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { MemoryBlockFile } from '../../core/analysis/blockFile';
import { createNewlineFinder } from '../../core/analysis/newlineFinder';
import type { EngineMachine } from '../../core/analysis/workerDataset';
import { PatternScanner, type ToLatin1 } from '../../core/find/candidates';
import { WasmScanner } from '../../core/find/wasmScanner';
import { FIND_BLOCK_BYTES } from '../../core/kernel/findLayout';
import type { FindNewlines } from '../../core/text/lineScanner';
import { NodeBlockFile } from './blockFile';
import { nodeClock } from './system';
import { startThread } from './workerThread';

/** What a dataset's worker runs on. @param script the worker's own script, for the thread that runs an author's patterns */
export function createEngineMachine(script: string): EngineMachine {
  return {
    openBlocks: (source) =>
      source.kind === 'bytes' ? new MemoryBlockFile(source.bytes) : new NodeBlockFile(source.path, source.fingerprint),
    newlineFinder: () => createNewlineFinder(findNewlines),
    pause: () => setImmediate(),
    sleep: (milliseconds, signal) => nodeClock.sleep(milliseconds, signal),
    scannerFor: (prefilter) => WasmScanner.create(prefilter) ?? new PatternScanner(prefilter, FIND_BLOCK_BYTES, latin1),
    startPatternThread: () => startThread(script, 'pattern'),
  };
}

const NEWLINE = 10;

/** `Buffer.indexOf` is `memchr`, several times faster than that of a typed array. */
export const findNewlines: FindNewlines = (block, from, out) => {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  let found = 0;
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && found < out.length; at = bytes.indexOf(NEWLINE, at + 1)) {
    out[found++] = at;
  }
  return found;
};

const latin1: ToLatin1 = (bytes, length) => Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
