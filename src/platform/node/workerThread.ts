import { Worker } from 'node:worker_threads';
import type { WorkerThread } from '../platform';

/** Starts a thread that runs a script of ours. `role` tells the script what to be. */
export function startThread(script: string, role: string): WorkerThread {
  return new NodeWorkerThread(new Worker(script, { workerData: { role } }));
}

/** The role of a thread that scans ahead of a dataset's worker. */
export const SCAN = 'scan';

/** The role of a thread for an author's rules. */
export const RULES = 'rules';
/** Of memory (MB), more than any sane schema and benchmark need: past it the thread dies, and not what started it. */
const MOST_MEMORY = 2048;

/** Starts a thread for an author's rules: by a script that calls `serveRules` when it is run as a thread. */
export function startRuleThread(script: string): WorkerThread {
  const resourceLimits = { maxOldGenerationSizeMb: MOST_MEMORY };
  return new NodeWorkerThread(new Worker(script, { workerData: { role: RULES }, resourceLimits }));
}

/** A thread that keeps the process alive only while it is held. */
export interface LentThread extends WorkerThread {
  hold(): void;
  letGo(): void;
}

/** Starts a thread that may stay without work. */
export function startLentThread(script: string): LentThread {
  return new NodeWorkerThread(new Worker(script));
}

class NodeWorkerThread implements LentThread {
  private error: Error | undefined;
  private isTerminating = false;

  constructor(private readonly worker: Worker) {
    worker.on('error', (error) => (this.error = error));
  }

  post(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.worker.on('message', listener);
  }

  hold(): void {
    this.worker.ref();
  }

  letGo(): void {
    this.worker.unref();
  }

  onExit(listener: (error: Error | undefined) => void): void {
    this.worker.once('exit', (code) => {
      if (this.isTerminating) listener(undefined);
      else listener(this.error ?? new Error(`The worker ended by itself, code ${code}.`));
    });
  }

  async terminate(): Promise<void> {
    this.isTerminating = true;
    await this.worker.terminate();
  }
}
