import { TornReadError } from '../../core/text/byteSource';
import { type CopyBatch, TYPED } from './copyBatch';

/** Calls that wait for the disk, as in `fs.readSync` and `fs.writeSync`: for a thread that has nothing else to do. */
export interface CopyCalls {
  /** May read less than asked; 0 at the end. */
  read(into: Uint8Array, from: number, length: number, position: number): number;
  /** May write less than asked. */
  write(bytes: Uint8Array, from: number, length: number, position: number): number;
}

/**
 * Small enough to stay in a processor's own cache between being read and being written, and large enough that the calls do not
 * count: `cp` measured the same, https://github.com/coreutils/coreutils/blob/v9.1/src/ioblksize.h. With pieces of some MiB a copy
 * takes up to four times the processor time, most of it for the system's own pages.
 */
export const COPY_BUFFER_BYTES = 256 * 1024;

/**
 * Writes a file from front to back out of ranges of another and of typed bytes. Long ranges are read to where they are written
 * from; short ones come out of a window over the base, read once for many.
 */
export class RangeCopier {
  private readonly buffer: Uint8Array;
  private used = 0;
  private position = 0;
  private window = new Uint8Array();
  private windowAt = 0;
  private windowLength = 0;

  constructor(
    private readonly calls: CopyCalls,
    bufferBytes = COPY_BUFFER_BYTES,
  ) {
    this.buffer = new Uint8Array(bufferBytes);
  }

  /** @throws TornReadError when the base ends too soon; an error of the system */
  copy({ pieces, typed }: CopyBatch): void {
    let at = 0;
    for (let i = 0; i < pieces.length; i += 2) {
      const offset = pieces[i] ?? 0;
      const length = pieces[i + 1] ?? 0;
      if (offset === TYPED) {
        this.add(typed.subarray(at, at + length));
        at += length;
      } else if (length < this.buffer.length >> 3) this.add(this.short(offset, length));
      else this.addRange(offset, length);
    }
  }

  /** Writes what is left. */
  finish(): void {
    for (let at = 0; at < this.used;) at += this.calls.write(this.buffer, at, this.used - at, this.position + at);
    this.position += this.used;
    this.used = 0;
  }

  private add(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const part = bytes.subarray(done, done + this.room());
      this.buffer.set(part, this.used);
      this.used += part.length;
      done += part.length;
    }
  }

  private addRange(offset: number, length: number): void {
    for (let done = 0; done < length;) {
      const room = this.room();
      const read = this.calls.read(this.buffer, this.used, Math.min(length - done, room), offset + done);
      if (read === 0) throw new TornReadError();
      this.used += read;
      done += read;
    }
  }

  private room(): number {
    if (this.used === this.buffer.length) this.finish();
    return this.buffer.length - this.used;
  }

  private short(offset: number, length: number): Uint8Array {
    if (offset < this.windowAt || offset + length > this.windowAt + this.windowLength) this.moveWindow(offset, length);
    const from = offset - this.windowAt;
    return this.window.subarray(from, from + length);
  }

  private moveWindow(offset: number, needed: number): void {
    if (this.window.length === 0) this.window = new Uint8Array(this.buffer.length);
    this.windowAt = offset;
    this.windowLength = 0;
    while (this.windowLength < needed) {
      const { window, windowLength: length } = this;
      const read = this.calls.read(window, length, window.length - length, offset + length);
      if (read === 0) throw new TornReadError();
      this.windowLength += read;
    }
  }
}
