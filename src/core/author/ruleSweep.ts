import type { Row } from '../document/change';
import type { Dataset } from '../document/dataset';
import { readRowsOf } from '../document/readRowsOf';
import { countRows, type RowId } from '../document/run';
import { type IdRange, touchedRows } from '../document/touchedRows';
import type { RemarkedRow } from './knownRemarks';
import type { RowRemarks } from './remarks';

export interface RuleSweepOptions {
  /** What the rules say of each line; undefined where they say nothing. */
  readonly check: (lines: readonly string[]) => Promise<readonly (RowRemarks | undefined)[]>;
  /** Gets what was said of rows, as they are now. Of rows that are edited, the owner forgets what it was told before. */
  readonly tell: (rows: readonly RemarkedRow[]) => void;
  /** Every row was asked for; called again after each edit. */
  readonly onDone: () => void;
  /** The rules cannot be asked, or rows not be read: the sweep is over. */
  readonly onError: (error: unknown) => void;
}

/** Rows that the rules are asked of at once, and bytes of them: read and sent on within some milliseconds. */
const MOST_ROWS = 200;
const MOST_BYTES = 256 * 1024;
/** Longer lines would hold up the thread that reads them: the rules are not asked of them, as in the text editor. */
const LONGEST_LINE = 1024 * 1024;

/**
 * Asks the author's rules of every row of a dataset, from first to last, and again of the rows that are edited. Works on the thread
 * of the document, a few rows at a time: between two parts it waits for the answer from another thread.
 */
export class RuleSweep {
  /** Index of the next row; those before it were asked for, or are `due`. */
  private next = 0;
  /** Rows that go first: edited ones. */
  private due: IdRange[] = [];
  /** Rows that the author sees, and those of them that were asked for already. */
  private preferred: RowId[] = [];
  private readonly early = new Set<RowId>();
  private isAsking = false;
  private isOver = false;
  private revision: number;
  private readonly listeners: readonly { dispose(): void }[];

  constructor(
    private readonly dataset: Dataset,
    private readonly options: RuleSweepOptions,
  ) {
    this.revision = dataset.revision;
    this.listeners = [
      dataset.onChange(({ revision, rowSplices }) => this.changed(revision, [...rowSplices()])),
      dataset.onRebase(() => this.rebased()),
    ];
    this.wake();
  }

  /** Whether every row was asked for, as it is now. */
  get isDone(): boolean {
    return this.isOver || (this.dataset.indexed && !this.isAsking && !this.hasWork);
  }

  /** How many rows were asked for. */
  get rows(): number {
    return this.isDone ? this.dataset.count : Math.max(0, this.next - countRows(this.due));
  }

  /** Asks for these rows before others. */
  prefer(ids: readonly RowId[]): void {
    if (this.next >= this.dataset.count) return;
    this.preferred = ids.filter((id) => !this.early.has(id) && this.dataset.indexOf(id) >= this.next);
    this.wake();
  }

  /** There may be more rows: lines were found. */
  wake(): void {
    if (this.isAsking || this.isOver || !this.hasWork) return;
    this.isAsking = true;
    void this.run();
  }

  dispose(): void {
    this.isOver = true;
    for (const listener of this.listeners) listener.dispose();
  }

  private get hasWork(): boolean {
    return this.due.length + this.preferred.length > 0 || this.next < this.dataset.count;
  }

  private async run(): Promise<void> {
    try {
      while (!this.isOver && this.hasWork) await this.ask(await this.readNext());
    } catch (error) {
      if (!this.isOver) this.options.onError(error);
      this.dispose();
    }
    this.isAsking = false;
    if (!this.isOver && this.isDone) this.options.onDone();
  }

  private async ask(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const remarks = await this.options.check(rows.map(({ text }) => text));
    if (this.isOver) return;
    const told = rows.flatMap(({ id, version }, i) => {
      const said = remarks[i];
      // A row that was edited meanwhile is due again.
      const isCurrent = this.dataset.indexOf(id) >= 0 && this.dataset.versionOf(id) === version;
      return said !== undefined && isCurrent ? [{ id, remarks: said }] : [];
    });
    if (told.length > 0) this.options.tell(told);
  }

  private async readNext(): Promise<Row[]> {
    const ids = this.takeDue();
    const { dataset } = this;
    const limit = { maxRowBytes: LONGEST_LINE };
    const rows =
      ids.length > 0 ? await readRowsOf(dataset, ids, LONGEST_LINE) : await dataset.readRows(...this.takeNext(), limit);
    return rows.filter(({ complete }) => complete);
  }

  private takeDue(): RowId[] {
    const ids: RowId[] = [];
    for (let bytes = 0; ids.length < MOST_ROWS && bytes < MOST_BYTES;) {
      const id = this.preferred.shift() ?? this.shiftDue();
      if (id === undefined) break;
      ids.push(id);
      if (this.dataset.indexOf(id) >= this.next) this.early.add(id);
      bytes += this.dataset.byteLength(id) ?? 0;
    }
    return ids;
  }

  private shiftDue(): RowId | undefined {
    const range = this.due.pop();
    if (range !== undefined && range.count > 1) this.due.push({ id: range.id + 1, count: range.count - 1 });
    return range?.id;
  }

  private takeNext(): [from: number, count: number] {
    const from = this.next;
    for (let bytes = 0; this.next < this.dataset.count && this.next - from < MOST_ROWS && bytes < MOST_BYTES;) {
      bytes += this.dataset.byteLength(this.dataset.idAt(this.next++)) ?? 0;
    }
    return [from, this.next - from];
  }

  private changed(revision: number, splices: Parameters<typeof touchedRows>[0]): void {
    this.revision = revision;
    for (const { at, removed, inserted } of splices) {
      if (at >= this.next) continue;
      const gone = countRows(removed);
      this.next = at + gone <= this.next ? this.next + countRows(inserted) - gone : at + countRows(inserted);
    }
    const { came, moved } = touchedRows(splices);
    for (const range of came) this.due.push(range);
    if (this.next < this.dataset.count) for (const range of moved) this.due.push(range);
    this.early.clear();
    this.wake();
  }

  /** Another file with the same rows, or with others behind them; with another revision, all others. */
  private rebased(): void {
    if (this.dataset.revision !== this.revision) {
      this.revision = this.dataset.revision;
      this.next = 0;
      this.due = [];
      this.preferred = [];
      this.early.clear();
    }
    this.wake();
  }
}
