import type { Clock } from '../platform';
import { CancelledError } from '../fileErrors';
import type { Copier } from './copyThread';
import { nodeFs, type FsCalls } from './fsCalls';

/** The machine as saving sees it: calls, time, and what differs between systems. Tests make their own. */
export interface System {
  readonly fs: FsCalls;
  readonly clock: Clock;
  /** Milliseconds since 1970, as the times of files are. */
  readonly wallTime: () => number;
  readonly traits: SystemTraits;
  /** Bytes of each of the two buffers that writing goes through. */
  readonly bufferBytes: number;
  /** Writes large files in a thread of its own, where there is one. */
  readonly copier?: Copier;
  /** Files of so many bytes and more go to the copier. Starting its thread takes as long as writing some of them. */
  readonly copierFromBytes?: number;
  readonly process: {
    readonly pid: number;
    /** Undefined where files have no owner (Windows). */
    readonly uid: number | undefined;
    isAlive(pid: number): boolean;
  };
}

export interface SystemTraits {
  /**
   * Whether a file cannot be replaced by `rename` while anyone has it open. So it is on Windows: libuv opens files with
   * FILE_SHARE_DELETE, but its rename (MoveFileExW) has no POSIX semantics, https://github.com/libuv/libuv/issues/3839.
   */
  readonly openFilesRefuseRename: boolean;
  /**
   * Waits in milliseconds before a refused rename is tried again. Virus scanners and indexers hold a fresh file for a moment,
   * https://github.com/libuv/libuv/pull/1981; elsewhere a refusal is final.
   */
  readonly renameRetries: readonly number[];
}

export const posixTraits: SystemTraits = { openFilesRefuseRename: false, renameRetries: [] };

/** 2.5 seconds in all: what a scanner takes, and short enough to fall back to writing in place while the author waits. */
export const windowsTraits: SystemTraits = {
  openFilesRefuseRename: true,
  renameRetries: [10, 20, 40, 80, 150, 200, 500, 500, 1000],
};

export const nodeClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(new CancelledError());
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** The machine we run on. */
export const nodeSystem: System = {
  fs: nodeFs,
  clock: nodeClock,
  wallTime: () => Date.now(),
  bufferBytes: 2 * 1024 * 1024,
  traits: process.platform === 'win32' ? windowsTraits : posixTraits,
  process: {
    pid: process.pid,
    uid: process.getuid?.(),
    isAlive: (pid) => {
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
  },
};
