import { parentPort, workerData } from 'node:worker_threads';
import { createScanThread, type ScanAnswer, type ScanTask } from '../../core/analysis/scanThread';
import { openBlocks } from './engineMachine';
import { SCAN } from './workerThread';
import { yieldToOthers } from './yieldToOthers';

/** In a thread that scans ahead of a dataset's worker: answers, and gives true. Elsewhere gives false. */
export function serveScans(): boolean {
  const port = parentPort;
  if (port === null || (workerData as { readonly role?: unknown } | null)?.role !== SCAN) return false;
  yieldToOthers();
  const answer = createScanThread(openBlocks);
  port.on('message', (task: ScanTask) => {
    const block = answer(task);
    if (block !== undefined) port.postMessage(block, buffersOf(block));
  });
  return true;
}

/** The columns of a block: they are handed over instead of being copied. */
function buffersOf(block: ScanAnswer): ArrayBuffer[] {
  return Object.values(block ?? {}).flatMap((part: unknown) =>
    ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer ? [part.buffer] : [],
  );
}
