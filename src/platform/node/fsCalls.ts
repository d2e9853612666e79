import { constants, type BigIntStats } from 'node:fs';
import { access, chmod, lstat, mkdir, open, readdir, readlink, realpath, rename, stat, unlink } from 'node:fs/promises';

/** What the product asks of the file system, call by call, so that tests can refuse any of them. Errors carry Node's `code`. */
export interface FsCalls {
  open(path: string, flags: 'r' | 'r+' | 'wx' | 'wx+', mode?: number): Promise<FileCalls>;
  /** Follows symbolic links. */
  stat(path: string): Promise<FileStat>;
  isSymbolicLink(path: string): Promise<boolean>;
  readlink(path: string): Promise<string>;
  realpath(path: string): Promise<string>;
  /** Rejects when this user cannot write the file. */
  accessWrite(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  makeFolders(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  chmod(path: string, mode: number): Promise<void>;
  /** Makes what happened to the names in a folder durable. Does nothing on systems that cannot (Windows). */
  syncFolder(folder: string): Promise<void>;
}

export interface FileCalls {
  /** What another thread of this process can use the open file by; undefined where it cannot. */
  readonly descriptor?: number;
  /** May read less than asked; 0 at the end. */
  read(into: Uint8Array, from: number, length: number, position: number): Promise<number>;
  /** May write less than asked. */
  write(bytes: Uint8Array, from: number, length: number, position: number): Promise<number>;
  stat(): Promise<FileStat>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  chmod(mode: number): Promise<void>;
  chown(uid: number, gid: number): Promise<void>;
  close(): Promise<void>;
}

export interface FileStat {
  /** Device and inode: which file this is, whatever its name. */
  readonly identity: string;
  readonly isFile: boolean;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly mode: number;
  readonly links: number;
  readonly uid: number;
  readonly gid: number;
}

/** The real file system. */
export const nodeFs: FsCalls = {
  open: async (path, flags, mode) => wrapHandle(await open(path, flags, mode)),
  stat: async (path) => toFileStat(await stat(path, { bigint: true })),
  isSymbolicLink: async (path) => (await lstat(path)).isSymbolicLink(),
  readlink: (path) => readlink(path),
  realpath: (path) => realpath(path),
  accessWrite: (path) => access(path, constants.W_OK),
  rename: (from, to) => rename(from, to),
  unlink: (path) => unlink(path),
  makeFolders: async (path) => {
    await mkdir(path, { recursive: true });
  },
  list: (folder) => readdir(folder),
  chmod: (path, mode) => chmod(path, mode),
  syncFolder: async (folder) => {
    if (process.platform === 'win32') return; // A folder cannot be opened as a file there.
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** The `code` of an error of the file system (`ENOENT`, ...), if it is one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function wrapHandle(handle: Awaited<ReturnType<typeof open>>): FileCalls {
  return {
    descriptor: handle.fd,
    read: async (into, from, length, position) => (await handle.read(into, from, length, position)).bytesRead,
    write: async (bytes, from, length, position) => (await handle.write(bytes, from, length, position)).bytesWritten,
    stat: async () => toFileStat(await handle.stat({ bigint: true })),
    truncate: (length) => handle.truncate(length),
    sync: () => handle.sync(),
    chmod: (mode) => handle.chmod(mode),
    chown: (uid, gid) => handle.chown(uid, gid),
    close: () => handle.close(),
  };
}

function toFileStat(stats: BigIntStats): FileStat {
  return {
    identity: `${stats.dev}:${stats.ino}`,
    isFile: stats.isFile(),
    size: Number(stats.size),
    mtimeNs: stats.mtimeNs,
    mode: Number(stats.mode),
    links: Number(stats.nlink),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
  };
}
