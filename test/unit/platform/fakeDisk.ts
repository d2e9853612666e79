import { basename, dirname, join } from 'node:path';
import type { Copier } from '../../../src/platform/node/copyThread';
import type { FileCalls, FileStat, FsCalls } from '../../../src/platform/node/fsCalls';
import { type CopyCalls, RangeCopier } from '../../../src/platform/node/rangeCopier';
import { posixTraits, type System, type SystemTraits } from '../../../src/platform/node/system';

/** What the product sees of a machine that has stopped. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export class SystemError extends Error {
  constructor(
    readonly code: string,
    call = '',
  ) {
    super(`${code}: ${call}`);
  }
}

interface Inode {
  readonly number: number;
  content: Uint8Array;
  /** What is on the platter for sure, and what was done since. */
  synced: Uint8Array;
  unsynced: ((bytes: Uint8Array) => Uint8Array)[];
  mode: number;
  uid: number;
  gid: number;
  mtime: number;
}

type Entry = { readonly inode: Inode } | { readonly link: string };
type NameChange = (names: Map<string, Entry>) => void;

/** One call, told to `onCall` before it is done; a throw there refuses it. */
export interface Call {
  readonly name: string;
  readonly path: string;
}

/**
 * A disk in memory that can lose what was not synced, fill up, and refuse calls. One flat set of paths; folders exist by
 * themselves. Writes take at most `writeLimit` bytes a call, reads too.
 */
export class FakeDisk {
  onCall: (call: Call) => void = () => undefined;
  capacity = Infinity;
  writeLimit = 61;
  uid = 1000;
  /** Folders in which no file can be made or removed. */
  readonly readOnlyFolders = new Set<string>();
  /** Files that something is mounted on. */
  readonly mountPoints = new Set<string>();
  /** Owners that `chown` may not give a file to. */
  readonly foreignOwners = new Set<number>();
  /** Whether large files (here: all) are written by a copier. */
  hasCopier = false;
  calls: Call[] = [];
  openHandles = 0;

  private names = new Map<string, Entry>();
  private syncedNames = new Map<string, Entry>();
  private unsyncedNames: NameChange[] = [];
  private nextInode = 1;
  private nextDescriptor = 1;
  /** Open files by the descriptors that the copier gets. */
  private readonly lent = new Map<number, { readonly inode: Inode; readonly path: string }>();
  private time = 1_700_000_000_000;
  private crashed = false;

  system(traits: SystemTraits = posixTraits, pid = 1): System {
    return {
      fs: this.fs,
      clock: {
        now: () => this.time,
        sleep: (milliseconds) => {
          this.time += milliseconds;
          return Promise.resolve();
        },
      },
      wallTime: () => this.time,
      bufferBytes: 16,
      ...(this.hasCopier ? { copier: this.copier, copierFromBytes: 0 } : {}),
      traits,
      process: { pid, uid: this.uid, isAlive: () => false },
    };
  }

  put(path: string, content: Uint8Array, change: Partial<Pick<Inode, 'mode' | 'uid' | 'gid'>> = {}): void {
    const inode = this.newInode(0o644);
    Object.assign(inode, { content, synced: content }, change);
    this.names.set(path, { inode });
    this.syncedNames.set(path, { inode });
  }

  putLink(path: string, to: string): void {
    this.names.set(path, { link: to });
    this.syncedNames.set(path, { link: to });
  }

  hardLink(from: string, to: string): void {
    const entry = this.names.get(from);
    if (entry === undefined) throw new Error(from);
    this.names.set(to, entry);
    this.syncedNames.set(to, entry);
  }

  /** Changes a file from outside. */
  change(path: string, content: Uint8Array): void {
    const inode = this.inodeAt(path);
    inode.content = inode.synced = content;
    inode.mtime = this.tick();
  }

  remove(path: string): void {
    this.names.delete(path);
    this.syncedNames.delete(path);
  }

  content(path: string): Uint8Array | undefined {
    const entry = this.names.get(path);
    return entry !== undefined && 'inode' in entry ? entry.inode.content : undefined;
  }

  statOf(path: string): FileStat {
    return this.toStat(this.inodeAt(path));
  }

  paths(): string[] {
    return [...this.names.keys()];
  }

  age(milliseconds: number): void {
    this.time += milliseconds;
  }

  /** From the next call on, nothing works. */
  crash(): never {
    this.crashed = true;
    throw new Crash();
  }

  /**
   * The machine runs again. After a loss of power only what was synced is there for sure: of the rest, each write with an odd
   * `dice()`, and the first few changes of names.
   */
  restart(powerLost: boolean, dice: () => number): void {
    this.crashed = false;
    this.openHandles = 0;
    this.onCall = () => undefined;
    this.capacity = Infinity;
    if (!powerLost) return;
    const kept = this.unsyncedNames.length === 0 ? 0 : dice() % (this.unsyncedNames.length + 1);
    for (const change of this.unsyncedNames.slice(0, kept)) change(this.syncedNames);
    const inodes = new Set(
      [...this.names.values(), ...this.syncedNames.values()].flatMap((e) => ('inode' in e ? e.inode : [])),
    );
    for (const inode of inodes) {
      inode.content = inode.unsynced.reduce((bytes, apply) => (dice() % 2 === 1 ? apply(bytes) : bytes), inode.synced);
      inode.synced = inode.content;
      inode.unsynced = [];
    }
    this.names = new Map(this.syncedNames);
    this.unsyncedNames = [];
  }

  private readonly fs: FsCalls = {
    open: async (path, flags, mode = 0o666) => {
      await this.enter('open', path);
      const real = this.follow(path);
      if (flags.startsWith('wx')) return this.handle(this.create(real, mode), real);
      const inode = this.inodeAt(real);
      if (flags === 'r+' && !this.mayWrite(inode)) throw new SystemError('EACCES', 'open');
      return this.handle(inode, real);
    },
    stat: async (path) => {
      await this.enter('stat', path);
      return this.toStat(this.inodeAt(this.follow(path)));
    },
    isSymbolicLink: async (path) => {
      await this.enter('lstat', path);
      const entry = this.names.get(path);
      if (entry === undefined) throw new SystemError('ENOENT', 'lstat');
      return 'link' in entry;
    },
    readlink: async (path) => {
      await this.enter('readlink', path);
      const entry = this.names.get(path);
      if (entry === undefined || 'inode' in entry) throw new SystemError('EINVAL', 'readlink');
      return entry.link;
    },
    realpath: async (path) => {
      await this.enter('realpath', path);
      const real = this.follow(path);
      if (!this.names.has(real)) throw new SystemError('ENOENT', 'realpath');
      return real;
    },
    accessWrite: async (path) => {
      await this.enter('access', path);
      if (!this.mayWrite(this.inodeAt(this.follow(path)))) throw new SystemError('EACCES', 'access');
    },
    rename: async (from, to) => {
      await this.enter('rename', from);
      this.checkFolder(to);
      if (this.mountPoints.has(to)) throw new SystemError('EBUSY', 'rename');
      const entry = this.names.get(from);
      if (entry === undefined) throw new SystemError('ENOENT', 'rename');
      this.changeNames((names) => {
        names.delete(from);
        names.set(to, entry);
      });
    },
    unlink: async (path) => {
      await this.enter('unlink', path);
      this.checkFolder(path);
      if (!this.names.has(path)) throw new SystemError('ENOENT', 'unlink');
      this.changeNames((names) => names.delete(path));
    },
    makeFolders: (path) => this.enter('mkdir', path),
    list: async (folder) => {
      await this.enter('list', folder);
      return [...this.names.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path));
    },
    chmod: async (path, mode) => {
      await this.enter('chmod', path);
      this.inodeAt(path).mode = mode;
    },
    syncFolder: async (folder) => {
      await this.enter('syncFolder', folder);
      for (const change of this.unsyncedNames) change(this.syncedNames);
      this.unsyncedNames = [];
    },
  };

  private readonly copier: Copier = {
    copy: async ({ from, to }, batches, onWritten) => {
      const copier = new RangeCopier(this.copyCalls(from, to), 16);
      for await (const batch of batches) {
        copier.copy(batch);
        onWritten(batch.bytes);
      }
      copier.finish();
    },
  };

  /** Refuses, like everything else, files that have been closed. */
  private copyCalls(from: number | undefined, to: number): CopyCalls {
    const enter = (name: string, descriptor: number | undefined): Inode => {
      const file = this.lent.get(descriptor ?? 0);
      if (file === undefined) throw new SystemError('EBADF', name);
      this.enterNow(name, file.path);
      return file.inode;
    };
    return {
      read: (into, at, length, position) => this.readNow(enter('read', from), into, at, length, position),
      write: (bytes, at, length, position) => this.writeNow(enter('write', to), bytes, at, length, position),
    };
  }

  private readNow(inode: Inode, into: Uint8Array, from: number, length: number, position: number): number {
    const part = inode.content.subarray(position, position + Math.min(length, this.writeLimit * 3));
    into.set(part, from);
    return part.length;
  }

  private writeNow(inode: Inode, bytes: Uint8Array, from: number, length: number, position: number): number {
    const part = bytes.slice(from, from + Math.min(length, this.writeLimit));
    const growth = position + part.length - inode.content.length;
    if (growth > 0 && growth > this.capacity - this.usedBytes()) throw new SystemError('ENOSPC', 'write');
    this.changeContent(inode, (old) => overlay(old, part, position));
    return part.length;
  }

  private changeContent(inode: Inode, apply: (bytes: Uint8Array) => Uint8Array): void {
    inode.content = apply(inode.content);
    inode.unsynced.push(apply);
    inode.mtime = this.tick();
  }

  private handle(inode: Inode, path: string): FileCalls {
    this.openHandles++;
    let isOpen = true;
    const descriptor = this.nextDescriptor++;
    this.lent.set(descriptor, { inode, path });
    return {
      ...(this.hasCopier ? { descriptor } : {}),
      read: async (into, from, length, position) => {
        await this.enter('read', path);
        return this.readNow(inode, into, from, length, position);
      },
      write: async (bytes, from, length, position) => {
        await this.enter('write', path);
        return this.writeNow(inode, bytes, from, length, position);
      },
      stat: async () => {
        await this.enter('fstat', path);
        return this.toStat(inode);
      },
      truncate: async (length) => {
        await this.enter('truncate', path);
        this.changeContent(inode, (old) =>
          length <= old.length ? old.slice(0, length) : overlay(old, new Uint8Array(), length),
        );
      },
      sync: async () => {
        await this.enter('sync', path);
        inode.synced = inode.content;
        inode.unsynced = [];
      },
      chmod: async (mode) => {
        await this.enter('fchmod', path);
        inode.mode = mode;
      },
      chown: async (uid, gid) => {
        await this.enter('fchown', path);
        if (this.foreignOwners.has(uid)) throw new SystemError('EPERM', 'fchown');
        Object.assign(inode, { uid, gid });
      },
      close: async () => {
        if (!isOpen) throw new SystemError('EBADF', 'close');
        isOpen = false;
        this.openHandles--;
        this.lent.delete(descriptor);
        await this.enter('close', path);
      },
    };
  }

  private async enter(name: string, path: string): Promise<void> {
    await Promise.resolve();
    this.enterNow(name, path);
  }

  private enterNow(name: string, path: string): void {
    if (this.crashed) throw new Crash();
    const call = { name, path };
    this.onCall(call);
    this.calls.push(call);
  }

  private create(path: string, mode: number): Inode {
    this.checkFolder(path);
    if (this.names.has(path)) throw new SystemError('EEXIST', 'open');
    const inode = this.newInode(mode);
    this.changeNames((names) => names.set(path, { inode }));
    return inode;
  }

  private newInode(mode: number): Inode {
    const content = new Uint8Array();
    const number = this.nextInode++;
    return { number, content, synced: content, unsynced: [], mode, uid: this.uid, gid: 100, mtime: this.tick() };
  }

  private changeNames(change: NameChange): void {
    change(this.names);
    this.unsyncedNames.push(change);
  }

  private checkFolder(path: string): void {
    if (this.readOnlyFolders.has(dirname(path))) throw new SystemError('EACCES', path);
  }

  private mayWrite(inode: Inode): boolean {
    return (inode.mode & 0o200) !== 0;
  }

  private follow(path: string): string {
    const entry = this.names.get(path);
    return entry !== undefined && 'link' in entry ? this.follow(join(dirname(path), entry.link)) : path;
  }

  private inodeAt(path: string): Inode {
    const entry = this.names.get(path);
    if (entry === undefined || 'link' in entry) throw new SystemError('ENOENT', path);
    return entry.inode;
  }

  private usedBytes(): number {
    const inodes = new Set([...this.names.values()].flatMap((entry) => ('inode' in entry ? entry.inode : [])));
    return [...inodes].reduce((sum, inode) => sum + inode.content.length, 0);
  }

  private toStat(inode: Inode): FileStat {
    const links = [...this.names.values()].filter((entry) => 'inode' in entry && entry.inode === inode).length;
    return {
      identity: `1:${inode.number}`,
      isFile: true,
      size: inode.content.length,
      mtimeNs: BigInt(inode.mtime) * 1_000_000n,
      mode: inode.mode,
      links,
      uid: inode.uid,
      gid: inode.gid,
    };
  }

  private tick(): number {
    return this.time++;
  }
}

function overlay(old: Uint8Array, part: Uint8Array, position: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(old.length, position + part.length, position));
  bytes.set(old);
  bytes.set(part, position);
  return bytes;
}
