import { hashBytes } from './hash';

/** How many bytes at either end of a file are hashed. */
export const FINGERPRINT_BYTES = 65_536;

/**
 * What tells one content of a file from another without reading it all. `head` and `tail` are hashes of the first and last
 * `FINGERPRINT_BYTES` bytes (or of all bytes, where the file is shorter); `mtimeMs` is in whole milliseconds.
 */
export interface Fingerprint {
  readonly size: number;
  readonly mtimeMs: number;
  readonly head: string;
  readonly tail: string;
}

/** Something that can be read by range; a `ByteSource` is one, and so is an open file of the platform. */
export type ReadRange = (offset: number, length: number) => Promise<Uint8Array>;

/** The fingerprint of bytes in memory. */
export function fingerprintOf(bytes: Uint8Array, mtimeMs: number): Fingerprint {
  return {
    size: bytes.length,
    mtimeMs: Math.floor(mtimeMs),
    head: hashBytes(bytes.subarray(0, FINGERPRINT_BYTES)),
    tail: hashBytes(bytes.subarray(Math.max(0, bytes.length - FINGERPRINT_BYTES))),
  };
}

/** The fingerprint of a file of `size` bytes; reads at most twice `FINGERPRINT_BYTES`. */
export async function readFingerprint(read: ReadRange, size: number, mtimeMs: number): Promise<Fingerprint> {
  const length = Math.min(size, FINGERPRINT_BYTES);
  const head = hashBytes(await read(0, length));
  const tail = size <= FINGERPRINT_BYTES ? head : hashBytes(await read(size - length, length));
  return { size, mtimeMs: Math.floor(mtimeMs), head, tail };
}

/** Whether both are the same content of the same file, untouched since: size, time and both hashes agree. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return a.mtimeMs === b.mtimeMs && sameBytesByFingerprint(a, b);
}

/** Like `sameFingerprint`, but a file that was only touched (another time, same size and hashes) counts as the same. */
export function sameBytesByFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return a.size === b.size && a.head === b.head && a.tail === b.tail;
}

/**
 * Whether a file of `size` bytes begins with the content that `old` stands for, as far as its two hashes can tell. True also
 * when nothing was added.
 */
export async function isAppendOf(old: Fingerprint, read: ReadRange, size: number): Promise<boolean> {
  if (size < old.size) return false;
  const then = await readFingerprint(read, old.size, old.mtimeMs);
  return sameBytesByFingerprint(old, then);
}
