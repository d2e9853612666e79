import { type Fingerprint, fingerprintOf } from './fingerprint';

/**
 * The bytes of one opened file, as they were when it was opened. Files on disk (`src/platform/node`), whole contents of virtual
 * files and tests (`MemoryByteSource`) all look like this to the core.
 */
export interface ByteSource {
  /** Length in bytes at the time of opening. */
  readonly size: number;
  /** What the file was when it was opened; every read is checked against it. */
  readonly fingerprint: Fingerprint;
  /**
   * Exactly `length` bytes from `offset`.
   * @throws TornReadError when the file is no longer the one that was opened
   * @throws RangeError when the range is not inside the file
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Waits for reads under way, then lets go of the file. A later read rejects. */
  close(): Promise<void>;
}

/** The file changed under an open source: what was read is thrown away, never shown. */
export class TornReadError extends Error {
  override readonly name = 'TornReadError';
  constructor(message = 'The file changed while it was being read.', options?: { cause?: unknown }) {
    super(message, options);
  }
}

/** A byte source over bytes in memory: untitled and virtual files, and tests. The bytes must not change afterwards. */
export class MemoryByteSource implements ByteSource {
  readonly size: number;
  readonly fingerprint: Fingerprint;
  private closed = false;

  constructor(
    private readonly bytes: Uint8Array,
    mtimeMs = 0,
  ) {
    this.size = bytes.length;
    this.fingerprint = fingerprintOf(bytes, mtimeMs);
  }

  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve) => {
      signal?.throwIfAborted();
      if (this.closed) throw new Error('This byte source is closed.');
      if (offset < 0 || length < 0 || offset + length > this.size) {
        throw new RangeError(`Bytes ${offset} to ${offset + length} are not inside ${this.size} bytes.`);
      }
      resolve(this.bytes.subarray(offset, offset + length));
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
