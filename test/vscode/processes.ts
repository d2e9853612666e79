import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a process of this id runs (or cannot be asked because it is another user's). */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const cleanups = new Set<() => void>();
let armed = false;

/**
 * Calls `cleanup` (which must be synchronous) when this process ends in any way that it can notice: by itself, by a signal, by an
 * error that nobody caught. It also ends with its parent, which tells nothing when it is killed. Returns the way to withdraw it.
 */
export function beforeExit(cleanup: () => void): () => void {
  if (!armed) {
    armed = true;
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) process.exit(1);
    }, 1000).unref();
    process.once('exit', () => {
      for (const each of [...cleanups].reverse()) each();
    });
    for (const [signal, number] of [
      ['SIGINT', 2],
      ['SIGTERM', 15],
      ['SIGHUP', 1],
    ] as const) {
      process.once(signal, () => process.exit(128 + number));
    }
  }
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

/** A child process with all its own children, as one thing that can be ended. */
export interface ProcessTree {
  readonly child: ChildProcess;
  /** Ends all of it, at once; nothing happens when it has ended already. */
  readonly kill: () => void;
}

/** Starts a process in a group of its own and makes sure that none of it survives us. */
export function spawnTree(command: string, args: readonly string[], options: SpawnOptions): ProcessTree {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
  const kill = (): void => {
    withdraw();
    const { pid } = child;
    if (pid === undefined) return;
    if (process.platform === 'win32') {
      spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
      return;
    }
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The whole group has ended.
    }
  };
  const withdraw = beforeExit(kill);
  return { child, kill };
}

/** The environment for a VS Code of our own: without what a surrounding VS Code or Electron has set for its children. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

const temporaryPrefix = 'itune-vscode-';

/**
 * A folder that goes away with us. Its name is short (a socket's path inside has about 100 characters) and holds our process id,
 * so that the next run can remove what a killed one has left.
 */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(temporaryPrefix) ? parseInt(name.slice(temporaryPrefix.length), 10) : NaN;
    if (owner > 0 && !isRunning(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const path = mkdtempSync(join(tmpdir(), `${temporaryPrefix}${process.pid}-`));
  const remove = (): void => {
    withdraw();
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const withdraw = beforeExit(remove);
  return { path, remove };
}

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No free port on 127.0.0.1.'));
      });
    });
  });
}
