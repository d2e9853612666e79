import { DocumentOrder } from '../analysis/documentOrder';
import { type LineSource, readLine } from '../analysis/lineSource';
import { RowSlots } from '../analysis/rowSlots';
import { RowSweep, type RowVisitor } from '../analysis/rowSweep';
import { TouchedRowQueue } from '../analysis/touchedRowQueue';
import type { ReplicaRows, RowsReplica } from '../document/replica';
import { countRows, type RowId } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import { ROW_END, ROW_START, ROW_WORDS } from '../kernel/kernelLayout';
import { createRowKernel, type RowKernel } from '../kernel/rowKernel';
import type { ExampleView } from '../record/view';
import { decodeUtf8 } from '../text/encoding';
import { BalanceColumns, type Guess } from './balanceColumns';
import type { OverLimit } from './balanceData';
import { type Figures, figuresOf, overLimitOf } from './balanceFigures';
import { exampleOf } from './exampleOf';
import { traitsOf } from './rowTraits';
import { scattered, stratifiedSample } from './sampling';

/** Guesses what an example does not declare. Tens of microseconds an example. */
export type Guesser = (view: ExampleView) => Guess;

export interface BalanceOptions {
  /** Rows of the sample of a larger dataset. */
  readonly sampleSize?: number;
  readonly seed?: number;
  readonly kernel?: RowKernel;
}

/** Rows from which on a sample comes first. */
export const SAMPLE_SIZE = 20_000;
/** Datasets up to here are counted whole before types are guessed; larger ones after the guesses of the sample. */
const QUICKLY_COUNTED = 200_000;
/** Rows that are taken in between two looks at the clock. */
const PART = 64;

/**
 * Counts what the balance panel shows of one dataset: of a larger one first a seeded random sample, then every row; guesses of types
 * and languages, which take longest, of the sample, and of every row when that is asked for. After an edit only the rows that it
 * touched are counted again. Works only inside `work`, some milliseconds at a time. Pure, like `AnalysisEngine`.
 */
export class BalanceAnalysis {
  readonly columns = new BalanceColumns();
  /** Of the rows of the sample; undefined for a dataset that needs none. */
  readonly sample: BalanceColumns | undefined;
  readonly slots = new RowSlots();
  readonly order: DocumentOrder;
  private readonly sampleIds: readonly RowId[] = [];
  /** How far the sample is counted, and guessed. */
  private counted = 0;
  private guessed = 0;
  private readonly kernel: RowKernel;
  private readonly sweep: RowSweep;
  private readonly guessSweep: RowSweep;
  private current: RowSweep | undefined;
  private readonly touched = new TouchedRowQueue();
  private guesser: Guesser | undefined;
  private isAwaitingGuesser = false;
  private wantsAllGuesses: boolean;

  constructor(
    private readonly rows: RowsReplica,
    private source: LineSource,
    { sampleSize = SAMPLE_SIZE, seed = 1, kernel = createRowKernel() }: BalanceOptions = {},
  ) {
    this.kernel = kernel;
    this.order = new DocumentOrder(rows, this.slots);
    this.sweep = new RowSweep(kernel, rows, () => this.source);
    this.guessSweep = new RowSweep(kernel, rows, () => this.source);
    this.wantsAllGuesses = rows.count <= sampleSize;
    if (this.wantsAllGuesses) return;
    this.sample = new BalanceColumns();
    // Not in the order of the document, so that any part of the sample is one of the whole.
    this.sampleIds = scattered(idsAt(rows, stratifiedSample(rows.count, sampleSize, seed)));
  }

  /** There is nothing to do now; more may come with what guesses. */
  get isDone(): boolean {
    return this.nextStep() === undefined;
  }

  /** Nothing is left to be counted or guessed. */
  get isComplete(): boolean {
    return this.isDone && !this.isAwaitingGuesser;
  }

  /** The figures as far as they are: of the sample until every row was counted. */
  figures(): Figures {
    const { sample, columns } = this;
    const isGuessed = sample === undefined || (this.wantsAllGuesses && this.guessSweep.isDone);
    return figuresOf(this.countedColumns, isGuessed ? columns : sample, this.rows.count);
  }

  /** How many examples are over a limit of tokens, of those that the figures are of. */
  overLimit(limit: number): OverLimit {
    return overLimitOf(this.countedColumns, limit);
  }

  /** Columns for filters of what is guessed: those of every row, where they are there. */
  get guessedColumns(): BalanceColumns {
    return this.sample === undefined || this.wantsAllGuesses ? this.columns : this.sample;
  }

  /** What guesses is on its way: without it the figures are not complete. */
  awaitGuesser(): void {
    this.isAwaitingGuesser = true;
  }

  /** From now on types and languages are guessed; undefined where what guesses could not be loaded. */
  useGuesser(guesser: Guesser | undefined): void {
    this.guesser = guesser;
    this.isAwaitingGuesser = false;
  }

  /** Types and languages of every row are to be guessed, not only of the sample. */
  guessAll(): void {
    this.wantsAllGuesses = true;
  }

  /**
   * Works for about so many milliseconds, and says whether there is more to do.
   * @throws TornReadError when the file is no longer the one that was opened
   */
  work(milliseconds: number): boolean {
    const deadline = performance.now() + milliseconds;
    for (let step = this.nextStep(); step !== undefined; step = this.nextStep()) {
      step();
      if (performance.now() >= deadline) break;
    }
    return !this.isDone;
  }

  /** The rows stand in another file now, with the same texts: it was saved. */
  rebase(source: LineSource): void {
    this.source = source;
    this.sweep.forgetBlock();
    this.guessSweep.forgetBlock();
  }

  /** Takes notice of what an edit did to the rows, which the replica has done already. */
  applySplices(splices: readonly RowSplice[]): void {
    for (const { at, removed, inserted } of splices) {
      for (const sweep of [this.sweep, this.guessSweep]) sweep.spliced(at, countRows(removed), countRows(inserted));
    }
    this.order.changed();
    this.touched.add(splices, (id) => this.isUnseen(id));
  }

  /** Works in the last edits at once where they are small. */
  catchUp(): void {
    if (!this.touched.isSmall) return;
    while (!this.touched.isEmpty) this.redoTouched();
  }

  /** The view of a row; undefined where it is gone, or no example. */
  viewOf(id: RowId): ExampleView | undefined {
    const index = this.rows.indexOf(id);
    const [row] = index < 0 ? [] : this.rows.read(index, 1);
    return row === undefined ? undefined : this.readView(row);
  }

  private get countedColumns(): BalanceColumns {
    return this.sample === undefined || this.sweep.isDone ? this.columns : this.sample;
  }

  private nextStep(): (() => void) | undefined {
    const { sample, guesser, sampleIds } = this;
    if (!this.touched.isEmpty) return () => this.redoTouched();
    if (this.counted < sampleIds.length) return () => this.countSample();
    const isSampleGuessed = sample === undefined || guesser === undefined || this.guessed >= sampleIds.length;
    const isSweepDue = !this.sweep.isDone;
    if (isSweepDue && (isSampleGuessed || this.rows.count <= QUICKLY_COUNTED)) {
      return () => this.visit(this.sweep, this.countVisitor, PART * 4);
    }
    if (!isSampleGuessed) return () => this.guessSample();
    if (guesser !== undefined && this.wantsAllGuesses && !this.guessSweep.isDone) {
      return () => this.visit(this.guessSweep, this.guessVisitor, PART);
    }
    return undefined;
  }

  private countSample(): void {
    const { sample } = this;
    for (const end = Math.min(this.counted + PART, this.sampleIds.length); this.counted < end; this.counted++) {
      const id = this.sampleIds[this.counted] ?? -1;
      const index = this.rows.indexOf(id);
      const [row] = index < 0 ? [] : this.rows.read(index, 1);
      if (row !== undefined) count(sample, this.slots.slotOf(id), this.readView(row));
    }
  }

  private guessSample(): void {
    for (const end = Math.min(this.guessed + PART / 4, this.sampleIds.length); this.guessed < end; this.guessed++) {
      const id = this.sampleIds[this.guessed] ?? -1;
      const slot = this.slots.slotOf(id);
      if (this.sample?.isGuessed(slot) === false) this.guess(this.sample, slot, () => this.viewOf(id));
    }
  }

  private visit(sweep: RowSweep, visitor: RowVisitor, most: number): void {
    if (this.current !== sweep) sweep.forgetBlock();
    this.current = sweep;
    sweep.visit(visitor, most);
  }

  private readonly countVisitor: RowVisitor = {
    scanned: (id, number) => {
      const slot = this.slots.slotOf(id);
      if (!this.columns.isSeen(slot)) count(this.columns, slot, exampleOf(this.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.slots.slotOf(id);
      if (!this.columns.isSeen(slot)) count(this.columns, slot, exampleOfBytes(bytes));
    },
  };

  private readonly guessVisitor: RowVisitor = {
    scanned: (id, number) => {
      const slot = this.slots.slotOf(id);
      if (!this.columns.isGuessed(slot)) this.guess(this.columns, slot, () => exampleOf(this.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.slots.slotOf(id);
      if (!this.columns.isGuessed(slot)) this.guess(this.columns, slot, () => exampleOfBytes(bytes));
    },
  };

  private guess(columns: BalanceColumns, slot: number, read: () => ExampleView | undefined): void {
    if (this.guesser === undefined || !columns.isExample(slot)) return;
    const view = read();
    if (view !== undefined) columns.takeGuess(slot, this.guesser(view));
  }

  private textOf(number: number): string {
    const { rows, input } = this.kernel;
    const at = number * ROW_WORDS;
    return decodeUtf8(input.subarray(rows[at + ROW_START], rows[at + ROW_END]));
  }

  private readView(row: ReplicaRows): ExampleView | undefined {
    return exampleOfBytes(readLine(this.source, row));
  }

  /** No sweep has come by the row. */
  private isUnseen(id: RowId): boolean {
    const slot = this.slots.slotOf(id);
    const isUnguessed = this.guessSweep.position > 0 && this.columns.isExample(slot) && !this.columns.isGuessed(slot);
    return !this.columns.isSeen(slot) || isUnguessed;
  }

  private redoTouched(): void {
    this.touched.take(PART, (id) => this.redo(id));
  }

  private redo(id: RowId): void {
    const slot = this.slots.slotOf(id);
    const sample = this.sample?.isSeen(slot) === true ? this.sample : undefined;
    this.columns.forget(slot);
    sample?.forget(slot);
    const index = this.rows.indexOf(id);
    const [row] = index < 0 ? [] : this.rows.read(index, 1);
    if (row === undefined) return;
    const view = this.readView(row);
    count(this.columns, slot, view);
    if (this.wantsAllGuesses) this.guess(this.columns, slot, () => view);
    count(sample, slot, view);
    if (sample !== undefined) this.guess(sample, slot, () => view);
  }
}

function count(columns: BalanceColumns | undefined, slot: number, view: ExampleView | undefined): void {
  columns?.take(slot, view === undefined ? undefined : traitsOf(view));
}

function exampleOfBytes(bytes: Uint8Array | undefined): ExampleView | undefined {
  return bytes === undefined ? undefined : exampleOf(decodeUtf8(bytes));
}

/** The ids of rows at growing indexes, in one walk over the runs of the document. */
function idsAt(rows: RowsReplica, indexes: readonly number[]): RowId[] {
  const ids: RowId[] = [];
  let start = 0;
  for (const part of rows.read()) {
    const end = start + (part.kind === 'base' ? part.count : 1);
    for (let index = indexes[ids.length]; index !== undefined && index < end; index = indexes[ids.length]) {
      ids.push(part.id + index - start);
    }
    start = end;
  }
  return ids;
}
