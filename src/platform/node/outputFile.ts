import type { FileCalls } from './fsCalls';

/**
 * Writes a stretch of a file from front to back through two buffers: while one is being written, the other is filled.
 * A failed write shows at the next `flush`.
 */
export class OutputFile {
  private buffer: Uint8Array;
  private spare: Uint8Array;
  private used = 0;
  private writing: Promise<void> = Promise.resolve();

  /** @param bufferBytes room of each buffer: two or more MiB, or all that will be written where that is less */
  constructor(
    private readonly file: FileCalls,
    private position: number,
    bufferBytes: number,
    private readonly onWritten?: (bytes: number) => void,
  ) {
    this.buffer = new Uint8Array(Math.max(bufferBytes, 1));
    this.spare = new Uint8Array(this.buffer.length);
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const room = await this.room();
      const part = bytes.subarray(at, at + room.length);
      room.set(part);
      at += part.length;
      this.used += part.length;
    }
  }

  /** Adds `length` bytes that `read` puts into the buffer itself; `done` is how many came before. */
  async addBy(length: number, read: (into: Uint8Array, done: number) => Promise<void>): Promise<void> {
    for (let done = 0; done < length;) {
      const room = (await this.room()).subarray(0, length - done);
      await read(room, done);
      this.used += room.length;
      done += room.length;
    }
  }

  /** Waits until everything that was added has been written. */
  async finish(): Promise<void> {
    await this.flush();
    await this.writing;
  }

  /** Waits until no write is under way, whatever became of it. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.writing]);
  }

  private async room(): Promise<Uint8Array> {
    if (this.used === this.buffer.length) await this.flush();
    return this.buffer.subarray(this.used);
  }

  private async flush(): Promise<void> {
    await this.writing;
    const full = this.buffer.subarray(0, this.used);
    this.writing = this.write(full, this.position);
    this.writing.catch(() => undefined); // Awaited by the next flush or by `finish`.
    this.position += full.length;
    [this.buffer, this.spare] = [this.spare, this.buffer];
    this.used = 0;
  }

  private async write(bytes: Uint8Array, position: number): Promise<void> {
    await writeAll(this.file, bytes, position);
    this.onWritten?.(bytes.length);
  }
}

/** Writes all of `bytes`, however many calls it takes. */
export async function writeAll(file: FileCalls, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes, at, bytes.length - at, position + at);
}
