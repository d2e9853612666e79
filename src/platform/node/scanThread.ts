import { parentPort, workerData } from 'node:worker_threads';
import { createScanThread, type ScanTask } from '../../core/analysis/scanThread';
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
    if (block === null) port.postMessage(null);
    else if (block !== undefined) {
      port.postMessage(block, [block.planNumbers.buffer as ArrayBuffer, block.digests.buffer as ArrayBuffer]);
    }
  });
  return true;
}
