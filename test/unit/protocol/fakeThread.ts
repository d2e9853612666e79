import { MemoryBlockFile } from '../../../src/core/analysis/blockFile';
import type { EngineMachine } from '../../../src/core/analysis/workerDataset';
import { PatternScanner } from '../../../src/core/find/candidates';
import { answerPatternTask, type PatternTask } from '../../../src/core/find/patternThread';
import { TornReadError } from '../../../src/core/text/byteSource';
import { measureLines } from '../../../src/core/text/lineScanner';
import type { Thread } from '../../../src/protocol/datasetWorker';
import { serveDataset } from '../../../src/protocol/serveDataset';

/** Contents that the fake worker finds at its paths. */
export type FakeFiles = Map<string, Uint8Array>;

/** A worker in this thread: messages are cloned and come later, as between threads. */
export class FakeThread implements Thread {
  private toHost: (message: unknown) => void = () => undefined;
  private exit: (error: Error | undefined) => void = () => undefined;
  private readonly receive: (message: unknown) => void;
  private isOver = false;

  constructor(machine: EngineMachine) {
    this.receive = serveDataset(machine, (message, transfer) => this.tellHost(message, transfer));
  }

  readonly post = (message: unknown, transfer: readonly ArrayBuffer[]): void => {
    const copy: unknown = structuredClone(message, { transfer: [...transfer] });
    setImmediate(() => {
      if (!this.isOver) this.receive(copy);
    });
  };

  onMessage(listener: (message: unknown) => void): void {
    this.toHost = listener;
  }

  onExit(listener: (error: Error | undefined) => void): void {
    this.exit = listener;
  }

  terminate(): Promise<void> {
    this.isOver = true;
    return Promise.resolve();
  }

  crash(): void {
    this.isOver = true;
    this.exit(new Error('crash'));
  }

  private tellHost(message: unknown, transfer: readonly ArrayBuffer[]): void {
    const copy: unknown = structuredClone(message, { transfer: [...transfer] });
    setImmediate(() => {
      if (!this.isOver) this.toHost(copy);
    });
  }
}

/** @param onPause called between pieces of work */
export function fakeMachine(files: FakeFiles, onPause: () => void = () => undefined): EngineMachine {
  return {
    openBlocks: (source) => {
      if (source.kind === 'bytes') return new MemoryBlockFile(source.bytes);
      const bytes = files.get(source.path);
      if (bytes?.length !== source.fingerprint.size) throw new TornReadError();
      return new MemoryBlockFile(bytes);
    },
    lineMeasure: () => ({ block: new Uint8Array(8192), measure: measureLines }),
    pause: () => {
      onPause();
      return new Promise((resolve) => setImmediate(resolve));
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(new Error('aborted'));
        });
      }),
    scannerFor: (prefilter) => new PatternScanner(prefilter, 4096),
    startScanThread: () => undefined,
    startPatternThread: () => {
      let tell: (message: unknown) => void = () => undefined;
      return {
        post: (task: PatternTask) => setImmediate(() => tell(answerPatternTask(task))),
        onMessage: (listener) => (tell = listener),
        onExit: () => undefined,
        terminate: () => Promise.resolve(),
      };
    },
  };
}
