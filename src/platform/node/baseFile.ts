import { TornReadError } from '../../core/text/byteSource';
import {
  FINGERPRINT_BYTES,
  isAppendOf,
  readFingerprint,
  sameBytesByFingerprint,
  type Fingerprint,
} from '../../core/text/fingerprint';
import type { BaseFile, FileState } from '../platform';
import { errorCode, type FileCalls, type FileStat, type FsCalls } from './fsCalls';

/** How often a file that changes while it is being opened is looked at again. */
const OPEN_TRIES = 5;

/** The path names something that has no bytes of its own: a folder, a device, a pipe. */
export class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  constructor(readonly path: string) {
    super(`This is not a file: ${path}`);
  }
}

/** A file on disk, open for reading, whose bytes are checked against what they were. */
export class NodeBaseFile implements BaseFile {
  readonly size: number;
  private readonly reads = new Set<Promise<unknown>>();

  private constructor(
    private readonly fs: FsCalls,
    readonly path: string,
    private file: FileCalls | undefined,
    private stamp: FileStat,
    readonly fingerprint: Fingerprint,
  ) {
    this.size = stamp.size;
  }

  /** @param path what the file is called from now on, where it is opened under another name (`from`) and renamed then */
  static async open(fs: FsCalls, path: string, from = path): Promise<NodeBaseFile> {
    if (!(await fs.stat(from)).isFile) throw new NotAFileError(path); // Opening a pipe would wait for its writer.
    const file = await fs.open(from, 'r');
    try {
      for (let tries = 1; ; tries++) {
        const stamp = await file.stat();
        try {
          const fingerprint = await fingerprintOfFile(file, stamp);
          return new NodeBaseFile(fs, path, file, stamp, fingerprint);
        } catch (error) {
          if (!(error instanceof TornReadError) || tries === OPEN_TRIES) throw error;
        }
      }
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Device and inode of the open file. */
  get identity(): string {
    return this.stamp.identity;
  }

  /** Whether the file was last changed when it had this size and time. */
  hasStamp(stat: FileStat): boolean {
    return sameStamp(this.stamp, stat);
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    const bytes = new Uint8Array(length);
    await this.readInto(bytes, offset);
    signal?.throwIfAborted();
    return bytes;
  }

  /** Fills `target` with the bytes from `offset`; throws like `read`. */
  readInto(target: Uint8Array, offset: number): Promise<void> {
    const { file } = this;
    if (file === undefined) return Promise.reject(new Error(`This file is closed: ${this.path}`));
    if (offset < 0 || offset + target.length > this.size) {
      const range = `${offset} to ${offset + target.length}`;
      return Promise.reject(new RangeError(`Bytes ${range} are not inside ${this.size} bytes.`));
    }
    const reading = this.readChecked(file, target, offset).finally(() => this.reads.delete(reading));
    this.reads.add(reading);
    return reading;
  }

  /**
   * Lends the open file to a reader in another thread of this process. It stays open until `use` has settled; undefined where
   * another thread cannot use it.
   * @throws TornReadError when the file changed meanwhile: what was read is no good
   */
  lend<T>(use: (descriptor: number | undefined) => Promise<T>): Promise<T> {
    const { file } = this;
    if (file === undefined) return Promise.reject(new Error(`This file is closed: ${this.path}`));
    const using = this.useChecked(file, use).finally(() => this.reads.delete(using));
    this.reads.add(using);
    return using;
  }

  async check(): Promise<FileState> {
    let now: FileCalls;
    try {
      if (!(await this.fs.stat(this.path)).isFile) return 'replaced';
      now = await this.fs.open(this.path, 'r');
    } catch (error) {
      if (isGone(error)) return 'gone';
      throw error;
    }
    try {
      return await this.compare(now);
    } finally {
      await now.close();
    }
  }

  /** Lets go of the handle for a while; `resume` takes it up again. */
  async suspend(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await Promise.allSettled(this.reads);
    await file?.close();
  }

  /** @throws TornReadError when another file, or another content, stands there now */
  async resume(): Promise<void> {
    if (this.file !== undefined) return;
    const file = await this.fs.open(this.path, 'r');
    try {
      const stamp = await file.stat();
      if (!sameStamp(stamp, this.stamp) || stamp.identity !== this.stamp.identity) throw torn(this.path);
      this.file = file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.suspend();
  }

  private async readChecked(file: FileCalls, target: Uint8Array, offset: number): Promise<void> {
    if (!(await fill(file, target, offset)) || !sameStamp(await file.stat(), this.stamp)) throw torn(this.path);
  }

  private async useChecked<T>(file: FileCalls, use: (descriptor: number | undefined) => Promise<T>): Promise<T> {
    const used = await use(file.descriptor);
    if (!sameStamp(await file.stat(), this.stamp)) throw torn(this.path);
    return used;
  }

  private async compare(file: FileCalls): Promise<FileState> {
    const now = await file.stat();
    const { stamp } = this;
    const read = (offset: number, length: number): Promise<Uint8Array> => readRaw(file, offset, length);
    try {
      if (now.identity !== stamp.identity) {
        // Some network file systems number their files anew; same size, time to the nanosecond and ends is the same file.
        return sameStamp(now, stamp) && (await this.hasSameEnds(read)) ? 'same' : 'replaced';
      }
      if (now.size < stamp.size) return 'truncated';
      if (now.size > stamp.size) return (await isAppendOf(this.fingerprint, read, now.size)) ? 'appended' : 'rewritten';
      if (!(await this.hasSameEnds(read))) return 'rewritten';
    } catch (error) {
      if (error instanceof TornReadError) return 'rewritten';
      throw error;
    }
    if (sameStamp(now, stamp)) return 'same';
    if (stamp.size > 2 * FINGERPRINT_BYTES) return 'rewritten';
    this.stamp = now; // Only touched: both hashes together cover every byte.
    return 'same';
  }

  private async hasSameEnds(read: (offset: number, length: number) => Promise<Uint8Array>): Promise<boolean> {
    const now = await readFingerprint(read, this.stamp.size, this.fingerprint.mtimeMs);
    return sameBytesByFingerprint(now, this.fingerprint);
  }
}

/** Whether an error says that there is nothing at the path. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

/** Reads until `target` is full; false when the file ends before. */
export async function fill(file: FileCalls, target: Uint8Array, offset: number): Promise<boolean> {
  for (let at = 0; at < target.length;) {
    const read = await file.read(target, at, target.length - at, offset + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}

async function fingerprintOfFile(file: FileCalls, stamp: FileStat): Promise<Fingerprint> {
  const read = (offset: number, length: number): Promise<Uint8Array> => readRaw(file, offset, length);
  const fingerprint = await readFingerprint(read, stamp.size, Number(stamp.mtimeNs / 1_000_000n));
  if (!sameStamp(await file.stat(), stamp)) throw torn('');
  return fingerprint;
}

async function readRaw(file: FileCalls, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  if (!(await fill(file, bytes, offset))) throw torn('');
  return bytes;
}

export function sameStamp(a: FileStat, b: FileStat): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs;
}

function torn(path: string): TornReadError {
  return new TornReadError(path === '' ? undefined : `The file changed while it was being read: ${path}`);
}
