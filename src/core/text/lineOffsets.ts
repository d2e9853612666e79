import type { ByteSource } from './byteSource';
import { decodeUtf8 } from './encoding';

const FIRST_ROOM = 1024;
/** Bytes that are read at once, and that may lie between two lines to be read together. */
const BLOCK = 1 << 18;
const LARGEST_GAP = 1 << 14;

const LINE_END = /\r?\n$/;

/** Where the lines of a source stand, noted as they pass by, so that single ones can be read again. 8 bytes a line. */
export class LineOffsets {
  private offsets = new Float64Array(FIRST_ROOM);
  private count = 0;

  /** @param start where the first line starts, in bytes */
  constructor(start: number) {
    this.offsets[0] = start;
  }

  /** Notes the next line. @param bytes with its line end */
  add(bytes: number): void {
    this.count++;
    if (this.count === this.offsets.length) {
      const longer = new Float64Array(Math.ceil(this.count * 1.5));
      longer.set(this.offsets);
      this.offsets = longer;
    }
    this.offsets[this.count] = this.startOf(this.count - 1) + bytes;
  }

  /**
   * Reads lines again, several at a time, and calls back with each, without its line end.
   * @param lines ascending
   * @throws what reading throws
   */
  async read(source: ByteSource, lines: readonly number[], callback: (line: number, text: string) => void) {
    for (let from = 0, to = 0; from < lines.length; from = to) {
      to = this.endOfBlock(lines, from);
      const start = this.startOf(lines[from] ?? 0);
      const bytes = await source.read(start, this.startOf((lines[to - 1] ?? 0) + 1) - start);
      for (const line of lines.slice(from, to)) {
        const text = decodeUtf8(bytes.subarray(this.startOf(line) - start, this.startOf(line + 1) - start));
        callback(line, text.replace(LINE_END, ''));
      }
    }
  }

  /** Which of the lines is the first that is not read together with the one at `from`. */
  private endOfBlock(lines: readonly number[], from: number): number {
    const start = this.startOf(lines[from] ?? 0);
    let to = from + 1;
    for (; to < lines.length; to++) {
      const line = lines[to] ?? 0;
      const gap = this.startOf(line) - this.startOf((lines[to - 1] ?? 0) + 1);
      if (gap > LARGEST_GAP || this.startOf(line + 1) - start > BLOCK) break;
    }
    return to;
  }

  private startOf(line: number): number {
    return this.offsets[line] ?? 0;
  }
}
