import type { LineChunk } from './lineIndex';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * Writes the positions of the newlines in `block`, from position `from` on, into `out`, as many as fit, and returns how many
 * these are. A platform may have a faster one than `findNewlines` (`Buffer.indexOf`).
 */
export type FindNewlines = (block: Uint8Array, from: number, out: Uint32Array) => number;

export const findNewlines: FindNewlines = (block, from, out) => {
  let found = 0;
  for (let at = block.indexOf(NEWLINE, from); at >= 0 && found < out.length; at = block.indexOf(NEWLINE, at + 1)) {
    out[found++] = at;
  }
  return found;
};

/** A line of 4 GiB or more: no dataset has one. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
}

/**
 * Finds the lines of a file in blocks that come in order, cut anywhere. Feed it the bytes behind the byte order mark; take a
 * chunk whenever one should be sent on; call `finish` after the last block, then take the rest.
 */
export class LineScanner {
  private readonly positions = new Uint32Array(4096);
  private lengths = new Uint32Array(4096);
  private count = 0;
  private bytes = 0;
  private crlf = 0;
  private unterminated = false;
  /** Bytes of the line that has not ended yet. */
  private open = 0;
  private lastByte = 0;

  constructor(private readonly find: FindNewlines = findNewlines) {}

  /** Number of whole lines found since the last `take`. */
  get pending(): number {
    return this.count;
  }

  /** @throws LineTooLongError */
  feed(block: Uint8Array): void {
    let lineStart = 0;
    for (;;) {
      const found = this.find(block, lineStart, this.positions);
      for (let i = 0; i < found; i++) {
        const newline = this.positions[i] ?? 0;
        if ((newline === 0 ? this.lastByte : block[newline - 1]) === CARRIAGE_RETURN) this.crlf++;
        this.add(this.open + newline + 1 - lineStart);
        this.open = 0;
        lineStart = newline + 1;
      }
      if (found < this.positions.length) break;
    }
    this.open += block.length - lineStart;
    if (block.length > 0) this.lastByte = block[block.length - 1] ?? 0;
  }

  /** Says that the file has ended: what is left is a last line without line end. */
  finish(): void {
    if (this.open === 0) return;
    this.add(this.open);
    this.open = 0;
    this.unterminated = true;
  }

  /** The lines found since the last call. */
  take(): LineChunk {
    const { bytes, crlf, unterminated } = this;
    const lengths = this.lengths.slice(0, this.count);
    this.count = this.bytes = this.crlf = 0;
    this.unterminated = false;
    return { lengths, bytes, crlf, unterminated };
  }

  private add(length: number): void {
    if (length > 0xffff_ffff) throw new LineTooLongError('The file has a line of more than 4 GiB.');
    if (this.count === this.lengths.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.lengths);
      this.lengths = larger;
    }
    this.lengths[this.count++] = length;
    this.bytes += length;
  }
}

/** All lines of bytes in memory (behind a byte order mark), as one chunk. */
export function scanLines(bytes: Uint8Array): LineChunk {
  const scanner = new LineScanner();
  scanner.feed(bytes);
  scanner.finish();
  return scanner.take();
}
