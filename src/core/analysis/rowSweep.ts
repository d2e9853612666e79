import type { ReplicaRows, RowsReplica } from '../document/replica';
import type { RowId } from '../document/run';
import { INPUT_BYTES, MAX_ROWS } from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import { type LineSource, readLine } from './lineSource';

/** What a sweep calls for each row, in the order of the document. */
export interface RowVisitor {
  /** Whether there is nothing to do for a row. Of a part of the file of which all rows are so, nothing is read. */
  isDone?(id: RowId): boolean;
  /** A row that the kernel has read: row `number` of its last scan. */
  scanned(id: RowId, number: number): void;
  /** A row that was typed, or that is too long for the kernel: its bytes without line end; undefined for one that is too long for anybody. */
  line(id: RowId, bytes: Uint8Array | undefined): void;
}

/**
 * Goes through the rows of a document from first to last, a part at a time, reading the file a block at a time. Rows may come and go
 * between two parts: `spliced` must be told. Who uses the kernel for something else in between calls `forgetBlock`.
 */
export class RowSweep {
  /** Index of the next row. */
  private next = 0;
  /** Rows of the kernel's last scan that are still to be visited: the id of the first, its number, and how many there are. */
  private id: RowId = 0;
  private number = 0;
  private scanned = 0;
  /** Of the block in the kernel's input: how much is read, where the next scan starts, and how many lines of the run are left. */
  private filled = 0;
  private isWhole = false;
  private left = 0;

  constructor(
    private readonly kernel: RowKernel,
    private readonly rows: RowsReplica,
    private readonly source: () => LineSource,
    /** Whether the kernel is asked for the marks of texts. */
    private readonly withMarks = false,
  ) {}

  /** Index of the next row. */
  get position(): number {
    return this.next;
  }

  get isDone(): boolean {
    return this.next >= this.rows.count;
  }

  restart(): void {
    this.next = 0;
    this.forgetBlock();
  }

  forgetBlock(): void {
    this.scanned = this.number = this.left = 0;
  }

  /** `removed` rows at `at` gave way to `inserted` ones, which are no business of this sweep where they stand before its position. */
  spliced(at: number, removed: number, inserted: number): void {
    if (at < this.next) this.next = at + removed <= this.next ? this.next + inserted - removed : at + inserted;
    this.forgetBlock();
  }

  /** Visits up to `most` rows, and returns how many. */
  visit(visitor: RowVisitor, most: number): number {
    let visited = 0;
    while (visited < most && !this.isDone) {
      if (this.number === this.scanned && !this.scanMore()) {
        const passed = this.openBlock(visitor);
        this.next += passed;
        visited += passed;
        if (passed > 0) continue;
      }
      for (; this.number < this.scanned && visited < most; visited++, this.next++) {
        visitor.scanned(this.id + this.number, this.number);
        this.number++;
      }
    }
    return visited;
  }

  /** Goes on in the block that the kernel has; false where nothing of it is left. */
  private scanMore(): boolean {
    const from = this.kernel.consumed();
    if (this.left === 0 || this.scanned === 0 || from >= this.filled) return false;
    return this.scan(from);
  }

  private scan(from: number): boolean {
    this.id += this.scanned;
    this.number = 0;
    this.scanned = Math.min(this.left, this.kernel.scan(from, this.filled, this.isWhole, this.withMarks));
    this.left -= this.scanned;
    return this.scanned > 0;
  }

  /** Reads on in the file at the next row; returns how many rows it came by without. */
  private openBlock(visitor: RowVisitor): number {
    this.forgetBlock();
    const [rows] = this.rows.read(this.next, MAX_ROWS);
    if (rows === undefined) throw new RangeError(`There is no row ${this.next}.`);
    const done = countDone(rows, visitor);
    if (done > 0) return done;
    if (rows.kind === 'typed' || !this.load(rows)) {
      visitor.line(rows.id, readLine(this.source(), rows));
      return 1;
    }
    return 0;
  }

  private load({ id, count, line }: ReplicaRows & { readonly kind: 'base' }): boolean {
    const source = this.source();
    const { offset, length } = source.range(line, count);
    this.filled = Math.min(length, INPUT_BYTES);
    this.isWhole = this.filled === length;
    this.left = count;
    this.id = id;
    source.read(this.kernel.input.subarray(0, this.filled), offset);
    return this.scan(0);
  }
}

/** How many rows from the first on there is nothing to do for. */
function countDone(rows: ReplicaRows, visitor: RowVisitor): number {
  const count = rows.kind === 'base' ? rows.count : 1;
  let done = 0;
  while (done < count && visitor.isDone?.(rows.id + done) === true) done++;
  return done;
}
