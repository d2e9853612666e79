import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { BlockFile } from '../../core/analysis/blockFile';
import { TornReadError } from '../../core/text/byteSource';
import { FINGERPRINT_BYTES, type Fingerprint, sameBytesByFingerprint } from '../../core/text/fingerprint';
import { hashBytes } from '../../core/text/hash';

/** A file on disk that a worker reads, one block after the other. Every read looks at size and time of the file afterwards. */
export class NodeBlockFile implements BlockFile {
  readonly size: number;
  private file: number | undefined;
  private mtimeNs = 0n;

  /** @throws TornReadError when another content than that of the fingerprint stands there; an error of the system */
  constructor(
    private readonly path: string,
    private readonly fingerprint: Fingerprint,
  ) {
    this.size = fingerprint.size;
    this.open();
  }

  readBlock(into: Uint8Array, offset: number): void {
    if (offset < 0 || offset + into.length > this.size) {
      throw new RangeError(`Bytes ${offset} to ${offset + into.length} are not inside ${this.size} bytes.`);
    }
    const file = this.file ?? this.open();
    fill(file, into, offset);
    const { size, mtimeNs } = fstatSync(file, { bigint: true });
    if (Number(size) !== this.size) throw new TornReadError();
    if (mtimeNs !== this.mtimeNs) this.checkTouched(file, mtimeNs);
  }

  release(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private open(): number {
    const file = openSync(this.path, 'r');
    try {
      const { size, mtimeNs } = fstatSync(file, { bigint: true });
      if (Number(size) !== this.size) throw new TornReadError();
      if (Number(mtimeNs / 1_000_000n) === this.fingerprint.mtimeMs) this.checkEnds(file);
      else this.checkTouched(file, mtimeNs);
      this.mtimeNs = mtimeNs;
    } catch (error) {
      closeSync(file);
      throw error;
    }
    this.file = file;
    return file;
  }

  /** Another time means other bytes, unless the two ends are all bytes that there are, and the same. */
  private checkTouched(file: number, mtimeNs: bigint): void {
    if (this.size > 2 * FINGERPRINT_BYTES) throw new TornReadError();
    this.checkEnds(file);
    this.mtimeNs = mtimeNs;
  }

  private checkEnds(file: number): void {
    const length = Math.min(this.size, FINGERPRINT_BYTES);
    const bytes = new Uint8Array(length);
    fill(file, bytes, 0);
    const head = hashBytes(bytes);
    fill(file, bytes, this.size - length);
    const now = { ...this.fingerprint, head, tail: hashBytes(bytes) };
    if (!sameBytesByFingerprint(now, this.fingerprint)) throw new TornReadError();
  }
}

function fill(file: number, into: Uint8Array, offset: number): void {
  for (let at = 0; at < into.length;) {
    const read = readSync(file, into, at, into.length - at, offset + at);
    if (read === 0) throw new TornReadError();
    at += read;
  }
}
