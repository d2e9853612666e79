import type { Platform } from '../platform';
import { CopyThread } from './copyThread';
import { NodeFiles } from './files';
import { createJournalFile } from './journalFile';
import { nodeSystem } from './system';
import { startRuleThread, startThread } from './workerThread';

/** Paths of the built threads. */
export interface ThreadScripts {
  /** `src/worker.ts`. */
  readonly worker: string;
  /** `src/preview.ts`. */
  readonly preview: string;
  /** `src/copier.ts`. */
  readonly copier: string;
}

export function createNodePlatform(scripts: ThreadScripts): Platform {
  return {
    files: new NodeFiles({ ...nodeSystem, copier: new CopyThread(scripts.copier) }),
    clock: nodeSystem.clock,
    startWorker: () => startThread(scripts.worker, 'dataset'),
    startRuleThread: () => startRuleThread(scripts.worker),
    startPreviewThread: () => startThread(scripts.preview, 'preview'),
    createJournalFile: (path) => createJournalFile(nodeSystem.fs, path),
  };
}
