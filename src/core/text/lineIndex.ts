/** Consecutive lines of a file as a scanner found them; plain data that can be posted between threads. */
export interface LineChunk {
  /** Length of each line in bytes, its line end included. */
  readonly lengths: Uint32Array;
  /** Sum of `lengths`. */
  readonly bytes: number;
  /** How many of the lines end with CR LF. */
  readonly crlf: number;
  /** Whether the last of these lines is the end of the file and has no line end. */
  readonly unterminated: boolean;
}

const GROUP_SHIFT = 6;
const GROUP = 1 << GROUP_SHIFT;
const BLOCK_SHIFT = 16;
const BLOCK = 1 << BLOCK_SHIFT;
/** Stands in the 16-bit lengths for a line whose length is in `long`. */
const LONG = 0xffff;

interface Block {
  readonly lengths: Uint16Array;
  /** Where each group of 64 lines starts. */
  readonly offsets: Float64Array;
}

/**
 * Where the lines of a file (or of a journal) stand, in about 2.1 bytes a line: 16-bit lengths, the few longer ones aside, and
 * an offset for every 64 lines. Lines follow each other without gaps from `start`. Line ends belong to their line; the last
 * line may have none (`unterminated`).
 */
export class LineIndex {
  private readonly blocks: Block[] = [];
  private readonly long = new Map<number, number>();
  private lines = 0;
  private endOffset: number;
  private last = false;

  /** @param start offset of the first line: the length of the byte order mark, or 0 */
  constructor(readonly start = 0) {
    this.endOffset = start;
  }

  /** Number of lines. */
  get count(): number {
    return this.lines;
  }

  /** Offset behind the last line. */
  get end(): number {
    return this.endOffset;
  }

  /** Whether the last line has no line end. Nothing can follow it but through `terminateLast`. */
  get unterminated(): boolean {
    return this.last;
  }

  /** Adds the next lines of the file. */
  append(chunk: LineChunk): void {
    if (this.last && chunk.lengths.length > 0) throw new RangeError('No line can follow a line without a line end.');
    const { lengths } = chunk;
    for (let from = 0; from < lengths.length;) {
      const to = Math.min(lengths.length, from + BLOCK - (this.lines & (BLOCK - 1)));
      this.appendToBlock(lengths, from, to);
      from = to;
    }
    this.last ||= chunk.unterminated;
  }

  /** Adds lines that fit into one block: a million of them within some milliseconds. */
  private appendToBlock(lengths: Uint32Array, from: number, to: number): void {
    let at = this.lines & (BLOCK - 1);
    if (at === 0) this.blocks.push(newBlock());
    const block = this.blocks[this.lines >>> BLOCK_SHIFT];
    if (block === undefined) return;
    let end = this.endOffset;
    for (let i = from; i < to; i++, at++) {
      const length = lengths[i] ?? 0;
      if ((at & (GROUP - 1)) === 0) block.offsets[at >>> GROUP_SHIFT] = end;
      block.lengths[at] = length < LONG ? length : LONG;
      if (length >= LONG) this.long.set(this.lines + i - from, length);
      end += length;
    }
    this.endOffset = end;
    this.lines += to - from;
  }

  /** Adds one line; `unterminated` for a last line without line end. */
  push(length: number, unterminated = false): void {
    const line = this.lines++;
    const at = line & (BLOCK - 1);
    if (at === 0) this.blocks.push(newBlock());
    const block = this.blocks[line >>> BLOCK_SHIFT];
    if (block === undefined) return;
    if ((at & (GROUP - 1)) === 0) block.offsets[at >>> GROUP_SHIFT] = this.endOffset;
    if (length < LONG) block.lengths[at] = length;
    else {
      block.lengths[at] = LONG;
      this.long.set(line, length);
    }
    this.endOffset += length;
    this.last = unterminated;
  }

  /** Adds `count` lines of another index, from line `from`, as they are there. */
  appendFrom(other: LineIndex, from: number, count: number): void {
    for (let line = from; line < from + count; line++) this.push(other.length(line));
    this.last = count > 0 && other.last && from + count === other.lines;
  }

  /** Gives the last line, which had none, a line end of `bytes` bytes (a file that grew). */
  terminateLast(bytes: number): void {
    if (!this.last) throw new RangeError('The last line has a line end.');
    const line = this.lines - 1;
    const length = this.length(line) + bytes;
    const block = this.blocks[line >>> BLOCK_SHIFT];
    if (block !== undefined) block.lengths[line & (BLOCK - 1)] = Math.min(length, LONG);
    if (length >= LONG) this.long.set(line, length);
    this.endOffset += bytes;
    this.last = false;
  }

  /** Length of a line in bytes, its line end included. @throws RangeError for a line that is not there */
  length(line: number): number {
    this.check(line, this.lines - 1);
    return this.lengthAt(line);
  }

  /** Writes the lengths of the lines from `line` on into `into`, as many as it has places for. @throws RangeError like `length` */
  copyLengths(line: number, into: Uint32Array): void {
    if (into.length === 0) return;
    this.check(line, this.lines - into.length);
    for (let i = 0; i < into.length;) {
      const block = this.blocks[(line + i) >>> BLOCK_SHIFT];
      const first = (line + i) & (BLOCK - 1);
      const end = Math.min(BLOCK, first + into.length - i);
      for (let at = first; at < end; at++, i++) {
        const length = block?.lengths[at] ?? 0;
        into[i] = length === LONG ? (this.long.get(line + i) ?? 0) : length;
      }
    }
  }

  /** Where a line starts; `offset(count)` is the end of the last. Sums up at most 63 lengths. */
  offset(line: number): number {
    this.check(line, this.lines);
    if (line === this.lines) return this.endOffset;
    const block = this.blocks[line >>> BLOCK_SHIFT];
    if (block === undefined) return this.endOffset;
    const at = line & (BLOCK - 1);
    const first = at & ~(GROUP - 1);
    let offset = block.offsets[at >>> GROUP_SHIFT] ?? 0;
    for (let i = first; i < at; i++) {
      const length = block.lengths[i] ?? 0;
      offset += length === LONG ? (this.long.get(line - at + i) ?? 0) : length;
    }
    return offset;
  }

  /** Offset and length of `count` lines from `line`. */
  range(line: number, count = 1): { readonly offset: number; readonly length: number } {
    const offset = this.offset(line);
    return { offset, length: (count === 1 ? offset + this.length(line) : this.offset(line + count)) - offset };
  }

  /** Memory that the index takes, in bytes, apart from the lines beyond 64 KiB. */
  get memory(): number {
    return this.blocks.length * (BLOCK * 2 + (BLOCK >>> GROUP_SHIFT) * 8);
  }

  private lengthAt(line: number): number {
    const length = this.blocks[line >>> BLOCK_SHIFT]?.lengths[line & (BLOCK - 1)] ?? 0;
    return length === LONG ? (this.long.get(line) ?? 0) : length;
  }

  private check(line: number, last: number): void {
    if (!(line >= 0 && line <= last)) throw new RangeError(`There is no line ${line} among ${this.lines}.`);
  }
}

function newBlock(): Block {
  return { lengths: new Uint16Array(BLOCK), offsets: new Float64Array(BLOCK >>> GROUP_SHIFT) };
}
