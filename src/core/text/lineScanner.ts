import type { LineChunk } from './lineIndex';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Lines that end in a block. */
export interface MeasuredLines {
  /** How many there are, and how many of them end with CR LF. */
  readonly count: number;
  readonly crlf: number;
  /** Where the line behind them starts in the block. */
  readonly end: number;
}

/**
 * Writes the lengths of the lines that end in `block` into `out`, the first of them from position `from` on, as many as fit; none
 * only where no line ends. `before` is the byte before the block. A platform may have a faster one than `measureLines`.
 */
export type MeasureLines = (block: Uint8Array, from: number, before: number, out: Uint32Array) => MeasuredLines;

/** Measures lines by looking for one newline after the other. @param view of the bytes, whose `indexOf` is the fastest there is */
export function measureBy(view: (block: Uint8Array) => Uint8Array): MeasureLines {
  return (block, from, before, out) => {
    const bytes = view(block);
    let [count, crlf, end] = [0, 0, from];
    for (let at = bytes.indexOf(NEWLINE, from); at >= 0 && count < out.length; at = bytes.indexOf(NEWLINE, end)) {
      if ((at === 0 ? before : block[at - 1]) === CARRIAGE_RETURN) crlf++;
      out[count++] = at + 1 - end;
      end = at + 1;
    }
    return { count, crlf, end };
  };
}

export const measureLines = measureBy((block) => block);

/** A line of 4 GiB or more: no dataset has one. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
}

/**
 * Finds the lines of a file in blocks that come in order, cut anywhere. Feed it the bytes behind the byte order mark; take a
 * chunk whenever one should be sent on; call `finish` after the last block, then take the rest.
 */
export class LineScanner {
  private lengths = new Uint32Array(4096);
  private count = 0;
  private bytes = 0;
  private crlf = 0;
  private unterminated = false;
  /** Bytes of the line that has not ended yet. */
  private open = 0;
  private lastByte = 0;

  constructor(private readonly measure: MeasureLines = measureLines) {}

  /** Number of whole lines found since the last `take`. */
  get pending(): number {
    return this.count;
  }

  /** @throws LineTooLongError */
  feed(block: Uint8Array): void {
    let from = 0;
    for (;;) {
      this.makeRoom();
      const first = this.count;
      const { count, crlf, end } = this.measure(block, from, this.lastByte, this.lengths.subarray(first));
      if (count === 0) break;
      this.lengths[first] = checkedLength(this.open + (this.lengths[first] ?? 0));
      this.bytes += this.open + end - from;
      this.open = 0;
      this.count += count;
      this.crlf += crlf;
      from = end;
    }
    this.open += block.length - from;
    if (block.length > 0) this.lastByte = block[block.length - 1] ?? 0;
  }

  /** Says that the file has ended: what is left is a last line without line end. */
  finish(): void {
    if (this.open === 0) return;
    this.makeRoom();
    this.lengths[this.count++] = checkedLength(this.open);
    this.bytes += this.open;
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

  private makeRoom(): void {
    if (this.count < this.lengths.length) return;
    const larger = new Uint32Array(this.count * 2);
    larger.set(this.lengths);
    this.lengths = larger;
  }
}

function checkedLength(length: number): number {
  if (length > 0xffff_ffff) throw new LineTooLongError('The file has a line of more than 4 GiB.');
  return length;
}

/** All lines of bytes in memory (behind a byte order mark), as one chunk. */
export function scanLines(bytes: Uint8Array): LineChunk {
  const scanner = new LineScanner();
  scanner.feed(bytes);
  scanner.finish();
  return scanner.take();
}
