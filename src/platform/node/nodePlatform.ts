import type { Platform } from '../platform';
import { NodeFiles } from './files';
import { createJournalFile } from './journalFile';
import { nodeSystem } from './system';
import { startRuleThread, startThread } from './workerThread';

/** Paths of the built threads: `src/worker.ts` and `src/preview.ts`. */
export interface ThreadScripts {
  readonly worker: string;
  readonly preview: string;
}

export function createNodePlatform(scripts: ThreadScripts): Platform {
  return {
    files: new NodeFiles(nodeSystem),
    clock: nodeSystem.clock,
    startWorker: () => startThread(scripts.worker, 'dataset'),
    startRuleThread: () => startRuleThread(scripts.worker),
    startPreviewThread: () => startThread(scripts.preview, 'preview'),
    createJournalFile: (path) => createJournalFile(nodeSystem.fs, path),
  };
}
