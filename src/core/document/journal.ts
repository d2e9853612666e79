import { encodeUtf8, encodeUtf8Into } from '../text/encoding';
import { lastAtMost } from './idIndex';
import { LineIndex } from '../text/lineIndex';

/**
 * Where a journal goes when it outgrows memory; `src/platform/node` has one. Bytes are only ever appended, by one writer, one
 * call at a time.
 */
export interface JournalFile {
  /** Resolves to the offset at which the bytes stand. */
  append(bytes: Uint8Array): Promise<number>;
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Waits for reads under way, closes and deletes the file. */
  remove(): Promise<void>;
}

export interface JournalOptions {
  /** Opens the file for what goes beyond the memory limit. Without it everything stays in memory. */
  readonly openFile?: () => Promise<JournalFile>;
  /** Bytes in memory from which on the oldest half goes to the file. */
  readonly memoryLimit?: number;
}

export const JOURNAL_MEMORY = 64 * 1024 * 1024;
const BLOCK_BYTES = 1024 * 1024;
/** Texts up to here are encoded in place, at the end of a block with room for their worst case. */
const SHORT = 16 * 1024;

/** Consecutive entries in memory; `bytes` has room for more behind `used`. */
interface Block {
  readonly offset: number;
  readonly bytes: Uint8Array;
  used: number;
}

/** A stretch of the journal that is in the file. */
interface Spilled {
  readonly offset: number;
  readonly length: number;
  readonly fileOffset: number;
}

/**
 * The lines that a document holds besides its file: typed lines, and original lines that undo needs. Append-only; an entry is
 * a line with its line end, or without one (`isUnterminated`). Entries are numbered from 0 and stand one after the other.
 */
export class Journal {
  private readonly index = new LineIndex();
  /** Entries without line end, in order. */
  private readonly unterminated: number[] = [];
  private readonly blocks: Block[] = [];
  private readonly spilled: Spilled[] = [];
  private readonly limit: number;
  private inMemory = 0;
  /** Grows after a failure to spill, so that not every entry tries again. */
  private spillAt: number;
  private file: Promise<JournalFile> | undefined;
  private spilling: Promise<void> | undefined;
  /** Why the last attempt to use the journal file failed; the bytes are still in memory. */
  spillError: unknown;

  constructor(private readonly options: JournalOptions = {}) {
    this.limit = this.spillAt = options.memoryLimit ?? JOURNAL_MEMORY;
  }

  /** Number of entries. */
  get count(): number {
    return this.index.count;
  }

  /** Bytes of all entries. */
  get size(): number {
    return this.index.end;
  }

  /** Keeps a line and returns its entry number. The bytes are copied. */
  append(line: Uint8Array, terminated: boolean): number {
    const block = this.blockFor(line.length);
    block.bytes.set(line, block.used);
    return this.take(block, line.length, terminated);
  }

  /** Keeps a line, line end included, that is given as text (`encodeUtf8`). */
  appendText(line: string, terminated: boolean): number {
    if (line.length > SHORT) return this.append(encodeUtf8(line), terminated);
    const block = this.blockFor(line.length * 3);
    return this.take(block, encodeUtf8Into(line, block.bytes.subarray(block.used)), terminated);
  }

  /** Whether an entry has no line end of its own. */
  isUnterminated(entry: number): boolean {
    return this.unterminatedAmong(entry, 1).length > 0;
  }

  /** Entries without line end among `count` entries from `entry`, in order. They are rare. */
  unterminatedAmong(entry: number, count: number): readonly number[] {
    if (this.unterminated.length === 0) return this.unterminated;
    const from = lastAtMost(this.unterminated, entry - 1) + 1;
    return this.unterminated.slice(from, lastAtMost(this.unterminated, entry + count - 1) + 1);
  }

  /** Where `count` entries stand in the journal, for `read`. */
  range(entry: number, count = 1): { readonly offset: number; readonly length: number } {
    return this.index.range(entry, count);
  }

  /** Length of an entry in bytes. */
  length(entry: number): number {
    return this.index.length(entry);
  }

  /** Bytes of the journal, from memory or from the file. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const part = this.inBlocks(offset + done, length - done) ?? (await this.inFile(offset + done, length - done));
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  }

  /** Waits until what should be in the file is there: call it between large appends. */
  async settle(): Promise<void> {
    await this.spilling;
  }

  /** Deletes the journal file. */
  async dispose(): Promise<void> {
    await this.spilling;
    await (await this.file)?.remove();
  }

  private take(block: Block, length: number, terminated: boolean): number {
    block.used += length;
    this.inMemory += length;
    const entry = this.index.count;
    this.index.push(length);
    if (!terminated) this.unterminated.push(entry);
    if (this.inMemory > this.spillAt) this.startSpilling();
    return entry;
  }

  private blockFor(length: number): Block {
    const last = this.blocks.at(-1);
    if (last !== undefined && last.used + length <= last.bytes.length) return last;
    const block = { offset: this.index.end, bytes: new Uint8Array(Math.max(BLOCK_BYTES, length)), used: 0 };
    this.blocks.push(block);
    return block;
  }

  private inBlocks(offset: number, length: number): Uint8Array | undefined {
    const block = findStretch(this.blocks, offset);
    if (block === undefined || offset >= block.offset + block.used) return undefined;
    return block.bytes.subarray(offset - block.offset, Math.min(block.used, offset - block.offset + length));
  }

  private async inFile(offset: number, length: number): Promise<Uint8Array> {
    const stretch = findStretch(this.spilled, offset);
    const file = await this.file;
    if (stretch === undefined || file === undefined || offset >= stretch.offset + stretch.length) {
      throw new RangeError(`There is no byte ${offset} in the journal.`);
    }
    const into = offset - stretch.offset;
    return file.read(stretch.fileOffset + into, Math.min(length, stretch.length - into));
  }

  private startSpilling(): void {
    if (this.options.openFile === undefined || this.spilling !== undefined) return;
    this.spilling = this.spill()
      .then(
        () => void (this.spillAt = this.limit),
        (error: unknown) => {
          this.spillError = error;
          this.spillAt = this.inMemory + this.limit;
        },
      )
      .finally(() => void (this.spilling = undefined));
  }

  /** Moves the oldest blocks to the file, but not the one that is still being filled. */
  private async spill(): Promise<void> {
    this.file ??= this.options.openFile?.();
    const file = await this.file?.catch((error: unknown) => {
      this.file = undefined;
      throw error;
    });
    while (file !== undefined && this.inMemory > this.limit / 2 && this.blocks.length > 1) {
      const [block] = this.blocks;
      if (block === undefined) return;
      const fileOffset = await file.append(block.bytes.subarray(0, block.used));
      this.spilled.push({ offset: block.offset, length: block.used, fileOffset });
      this.blocks.shift();
      this.inMemory -= block.used;
    }
  }
}

/** The last stretch that starts at or before `offset`. */
function findStretch<Stretch extends { readonly offset: number }>(
  stretches: readonly Stretch[],
  offset: number,
): Stretch | undefined {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1];
}
