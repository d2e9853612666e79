import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { hashBytes } from '../../core/text/hash';
import { fill, isGone } from './baseFile';
import type { FileCalls, FsCalls } from './fsCalls';
import { OutputFile, writeAll } from './outputFile';
import type { System } from './system';
import type { BaseReader } from './segmentWriter';

/**
 * The old bytes of the part of a file that is about to be written in place. Layout: one byte of state, the length of the head
 * (4 bytes, little endian), the head as JSON, the old bytes.
 *
 * The file may be touched once the state on the disk is `sealed`, and is finished once it is `done`; each step is synced before
 * the next. Whoever finds a sealed journal puts the old bytes back; whoever finds another one removes it.
 */
export interface JournalHead {
  readonly target: string;
  /** Device and inode of the file. */
  readonly identity: string;
  readonly oldSize: number;
  readonly newSize: number;
  /** The part that is kept: where it starts, and how long it is. */
  readonly offset: number;
  readonly length: number;
  /** The process that writes. */
  readonly pid: number;
}

const STATE = { open: 0, sealed: 1, done: 2 } as const;
const FIXED_BYTES = 5;
const HEAD_LIMIT = 65_536;
const RESTORE_BYTES = 2 * 1024 * 1024;

export class UndoJournal implements BaseReader {
  readonly size: number;
  private isClosed = false;

  private constructor(
    private readonly fs: FsCalls,
    readonly path: string,
    private readonly folder: string,
    private readonly file: FileCalls,
    readonly head: JournalHead,
    /** Where the old bytes start in the journal. */
    private readonly start: number,
  ) {
    this.size = head.length;
  }

  /** Keeps the old bytes of a file and seals them. Removes what there is when anything fails, or is cancelled. */
  static async create(
    { fs, bufferBytes }: Pick<System, 'fs' | 'bufferBytes'>,
    folder: string,
    head: JournalHead,
    copyOldBytes: (out: OutputFile) => Promise<void>,
  ): Promise<UndoJournal> {
    await fs.makeFolders(folder);
    const path = join(folder, `${prefixFor(head.target)}${randomUUID()}`);
    const file = await fs.open(path, 'wx+', 0o600);
    const fixed = encodeHead(head);
    const journal = new UndoJournal(fs, path, folder, file, head, fixed.length);
    const out = new OutputFile(file, fixed.length, Math.min(head.length, bufferBytes));
    try {
      await writeAll(file, fixed, 0);
      await copyOldBytes(out);
      await out.finish();
      await file.sync();
      await fs.syncFolder(folder);
      await journal.mark(STATE.sealed);
      return journal;
    } catch (error) {
      await out.settle();
      await journal.discard().catch(() => undefined); // Unsealed, it is only litter.
      throw error;
    }
  }

  /**
   * The sealed journal of that name. Undefined for one that says that the file is whole, which is removed when it is older than
   * `youngest` (milliseconds since 1970): a younger one may be in the making.
   */
  static async open(fs: FsCalls, folder: string, name: string, youngest: number): Promise<UndoJournal | undefined> {
    const path = join(folder, name);
    const file = await fs.open(path, 'r+');
    let lastSign: number;
    try {
      const read = await readHead(file);
      if (read !== undefined) return new UndoJournal(fs, path, folder, file, read.head, read.start);
      lastSign = await signOf(file);
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    if (lastSign < youngest) await fs.unlink(path);
    return undefined;
  }

  /** Names of the journals that a folder holds for a file. */
  static async namesFor(fs: FsCalls, folder: string, target: string): Promise<string[]> {
    const prefix = prefixFor(target);
    try {
      return (await fs.list(folder)).filter((name) => name.startsWith(prefix));
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  }

  /** Fills `target` with old bytes; `offset` is one of the file, inside the kept part. */
  async readInto(target: Uint8Array, offset: number): Promise<void> {
    if (!(await fill(this.file, target, this.start + offset - this.head.offset)))
      throw new Error(`This journal is cut off: ${this.path}`);
  }

  /** Puts the old bytes back into the open file, and waits for the disk. Leaves the journal sealed. */
  async restore(file: FileCalls): Promise<void> {
    const { offset, length, oldSize } = this.head;
    const out = new OutputFile(file, offset, Math.min(length, RESTORE_BYTES));
    await out.addBy(length, (into, done) => this.readInto(into, offset + done));
    await out.finish();
    await file.truncate(oldSize);
    await file.sync();
  }

  /**
   * Closes. Says durably that the file is whole, and removes the journal. Being marked before it is removed, it does not come back to
   * life when the removal is lost in a crash.
   */
  async finish(): Promise<void> {
    let marking: unknown;
    try {
      await this.mark(STATE.done);
    } catch (error) {
      marking = error;
    }
    await this.close();
    try {
      await this.fs.unlink(this.path);
    } catch (error) {
      if (marking !== undefined) throw error; // Marked, it is only litter.
    }
    await this.fs.syncFolder(this.folder).catch(() => undefined);
  }

  /** Puts the journal where nothing looks for it: it fits no file any more, but holds an author's bytes. */
  async setAside(): Promise<void> {
    await this.close();
    await this.fs.rename(this.path, join(this.folder, `kept-${randomUUID()}`));
  }

  /** Sign of life for other processes that see the journal. */
  async touch(): Promise<void> {
    await writeAll(this.file, Uint8Array.of(STATE.sealed), 0);
  }

  /** When the journal was last written to, in milliseconds since 1970. */
  lastSign(): Promise<number> {
    return signOf(this.file);
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.file.close();
  }

  private async mark(state: number): Promise<void> {
    await writeAll(this.file, Uint8Array.of(state), 0);
    await this.file.sync();
  }

  private async discard(): Promise<void> {
    await this.close();
    await this.fs.unlink(this.path);
  }
}

async function signOf(file: FileCalls): Promise<number> {
  return Number((await file.stat()).mtimeNs / 1_000_000n);
}

function prefixFor(target: string): string {
  return `undo-${hashBytes(new TextEncoder().encode(target))}-`;
}

function encodeHead(head: JournalHead): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(FIXED_BYTES + json.length);
  new DataView(bytes.buffer).setUint32(1, json.length, true);
  bytes.set(json, FIXED_BYTES);
  return bytes;
}

/** The head of a sealed journal, undefined for any other. */
async function readHead(file: FileCalls): Promise<{ head: JournalHead; start: number } | undefined> {
  const fixed = new Uint8Array(FIXED_BYTES);
  if (!(await fill(file, fixed, 0))) return undefined;
  const state = fixed[0] ?? STATE.open;
  const length = new DataView(fixed.buffer).getUint32(1, true);
  if (state !== STATE.sealed || length > HEAD_LIMIT) return undefined;
  const json = new Uint8Array(length);
  if (!(await fill(file, json, FIXED_BYTES))) return undefined;
  return { head: parseHead(new TextDecoder().decode(json)), start: FIXED_BYTES + length };
}

function parseHead(json: string): JournalHead {
  const value = JSON.parse(json) as Partial<Record<keyof JournalHead, unknown>>;
  const number = (key: keyof JournalHead): number => {
    const found = value[key];
    if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 0)
      throw new Error(`Journal without ${key}`);
    return found;
  };
  const text = (key: keyof JournalHead): string => {
    const found = value[key];
    if (typeof found !== 'string') throw new Error(`Journal without ${key}`);
    return found;
  };
  return {
    target: text('target'),
    identity: text('identity'),
    oldSize: number('oldSize'),
    newSize: number('newSize'),
    offset: number('offset'),
    length: number('length'),
    pid: number('pid'),
  };
}
