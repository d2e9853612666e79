/**
 * A file that is read in blocks, in the thread that works on it: synchronous, into memory that is there. The bytes are those of
 * one content of the file.
 */
export interface BlockFile {
  readonly size: number;
  /**
   * Fills `into` with the bytes from `offset`.
   * @throws TornReadError when the file is no longer the one that was opened
   * @throws RangeError when the range is not inside the file
   */
  readBlock(into: Uint8Array, offset: number): void;
  /** Lets go of the file until the next read. */
  release(): void;
}

/** Bytes in memory, read in blocks: virtual files, and tests. */
export class MemoryBlockFile implements BlockFile {
  readonly size: number;

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length;
  }

  readBlock(into: Uint8Array, offset: number): void {
    if (offset + into.length > this.size) throw new RangeError(`Bytes up to ${offset + into.length} of ${this.size}.`);
    into.set(this.bytes.subarray(offset, offset + into.length));
  }

  release(): void {
    // There is nothing to let go of.
  }
}
