import { KnownRemarks } from '../author/knownRemarks';
import { remarkKinds } from '../author/remarks';
import type { Finding } from '../checks/finding';
import { longLineFinding } from '../checks/longLine';
import { checkContext, type Tier } from '../checks/registry';
import { MAY_HOLD_ALL, RowContext } from '../checks/rowContext';
import { unmarkedBy } from '../checks/text';
import type { CheckConfig } from '../config/checkConfig';
import type { NearPart } from '../config/settings';
import type { ReplicaRows, RowsReplica } from '../document/replica';
import { countRows, type RowId } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import {
  INPUT_BYTES,
  KIND_MASK,
  KIND_STRING,
  ROW_END,
  ROW_FIRST_VALUE,
  ROW_HEAD,
  ROW_LAST_VALUE,
  ROW_START,
  ROW_WORDS,
  VALUE_HEAD,
  VALUE_WORDS,
  VERDICT_MASK,
  VERDICT_OBJECT,
} from '../kernel/kernelLayout';
import { sharedNearKernel } from '../kernel/nearKernel';
import { createRowKernel, type RowKernel } from '../kernel/rowKernel';
import type { ExampleView } from '../record/view';
import { decodeUtf8 } from '../text/encoding';
import { DocumentOrder } from './documentOrder';
import { FastRows } from './fastRows';
import { FoldRows } from './foldRows';
import { type LineSource, MAX_LINE_BYTES, readLine } from './lineSource';
import { PlanTable } from './planTable';
import { RowSlots } from './rowSlots';
import { RowStore } from './rowStore';
import { RowSweep, type RowVisitor } from './rowSweep';
import { FEW_TOUCHED, TouchedRowQueue } from './touchedRowQueue';
import { CLEAN } from './verdictTable';

export interface AnalysisOptions {
  /** For how many rows there is room at once. */
  readonly expectedRows: number;
  /** Which tiers run over the whole file; both unless told. */
  readonly tiers?: readonly Tier[];
  readonly kernel?: RowKernel;
  /** What the author's own rules have said of the rows; changes are told by `remarksChanged`. */
  readonly remarks?: KnownRemarks;
}

/** How far the analysis of the whole file is. Rows that are behind have no findings yet. */
export interface AnalysisProgress {
  readonly revision: number;
  readonly tier: Tier;
  readonly rows: number;
  readonly total: number;
  /** All tiers are done, and everything is as the revision has it. */
  readonly isDone: boolean;
}

const NEWLINE = 0x0a;
/** Rows that are taken in between two looks at the clock; of tier 2, which takes longer, an eighth. */
const PART = 256;
/** Rows up to which those to be judged anew are read one by one instead of in a sweep. */
const FEW_STALE = 2000;
/** How long (ms) near duplicates are looked for between two looks at the clock, and after an edit. */
const NEAR_MS = 2;
const NEAR_AFTER_EDIT_MS = 20;
/** Rows that an author sees when a file is opened, at most. */
const HEAD_ROWS = 64;
/** Rows after which the facts are published first; then after eight times as many, and so on. */
const FIRST_PUBLICATION = 512;

/**
 * Finds what is wrong with the rows of one dataset: in a sweep over the file, first rows first, and after every edit in the rows
 * that it touched. Duplicates and the facts of the file are kept up to date, so that after an edit only what can have changed is
 * looked at. Works only inside `work`, some milliseconds at a time. Pure: reads through a `LineSource` and knows no thread.
 */
export class AnalysisEngine {
  readonly store: RowStore;
  readonly slots: RowSlots;
  readonly order: DocumentOrder;
  readonly tiers: readonly Tier[];
  readonly remarks: KnownRemarks;
  private readonly kernel: RowKernel;
  private readonly plans: PlanTable;
  private readonly fast: FastRows;
  private readonly folding: FoldRows;
  private readonly first: RowSweep;
  private readonly again: RowSweep;
  private readonly second: RowSweep;
  /** Whose rows the kernel has. */
  private current: RowSweep | undefined;
  /** Rows that were edited and wait for their turn. */
  private readonly touched = new TouchedRowQueue();
  /** Rows that need a new judgement, and groups of which every row does: `again` is on the way through them. */
  private stale: number[] = [];
  private staleGroups: ReadonlySet<number> = new Set();
  private isSettled = false;
  private publishAt = FIRST_PUBLICATION;
  /** The first rows of the file, until tier 2 has looked at them. */
  private head: number[] = [];
  private readonly unmarked: number;

  constructor(
    readonly rows: RowsReplica,
    private source: LineSource,
    readonly config: CheckConfig,
    options: AnalysisOptions,
  ) {
    this.kernel = options.kernel ?? createRowKernel();
    this.tiers = options.tiers ?? [1, 2];
    this.slots = new RowSlots();
    this.store = new RowStore(config, options.expectedRows, {
      viewOf: (slot) => this.viewOf(slot),
      load: (slot) => this.loadText(slot),
    });
    this.order = new DocumentOrder(rows, this.slots);
    this.plans = new PlanTable(this.kernel, this.store.groups, config);
    this.fast = new FastRows(this.kernel, config.maxTokens);
    this.folding = new FoldRows(this.kernel, sharedNearKernel());
    const sweep = (withMarks: boolean) => new RowSweep(this.kernel, rows, () => this.source, withMarks);
    [this.first, this.again, this.second] = [sweep(false), sweep(false), sweep(true)];
    this.unmarked = unmarkedBy(config);
    this.remarks = options.remarks ?? new KnownRemarks();
    this.remarksChanged(this.remarks.ids);
  }

  get progress(): AnalysisProgress {
    const tier = this.first.isDone && this.tiers.includes(2) ? 2 : 1;
    const { position } = tier === 1 ? this.first : this.second;
    return { revision: this.rows.revision, tier, rows: position, total: this.rows.count, isDone: this.isComplete() };
  }

  /** Whether every row was judged by the tiers up to this one, by the facts of the whole file and as the last edit left it. */
  isComplete(tier: Tier = 2): boolean {
    const isPending = !this.touched.isEmpty || this.stale.length + this.staleGroups.size > 0;
    if (!this.isSettled || isPending) return false;
    return tier === 1 || !this.tiers.includes(2) || (this.second.isDone && this.store.duplicates.isNearDone);
  }

  /**
   * Works for about so many milliseconds, and says whether there is more to do.
   * @throws TornReadError when the file is no longer the one that was opened
   */
  work(milliseconds: number): boolean {
    const deadline = performance.now() + milliseconds;
    while (!this.isComplete()) {
      this.workPart();
      if (performance.now() >= deadline) break;
    }
    return !this.isComplete();
  }

  /**
   * Judges the rows that an author sees first, by what the first hundreds say of the file, however long that takes: some
   * milliseconds.
   */
  lookAtHead(): void {
    while (!this.first.isDone && this.publishAt === FIRST_PUBLICATION) this.sweepFirst();
    if (this.stale.length > 0) this.judgeStale();
    while (this.head.length > 0) this.judgeHead();
  }

  /** The rows stand in another file now, with the same texts: it was saved. */
  rebase(source: LineSource): void {
    this.source = source;
    for (const sweep of [this.first, this.again, this.second]) sweep.forgetBlock();
  }

  /** Takes notice of what an edit did to the rows, which the replica has done already. Reads nothing; `catchUp` or `work` do. */
  applySplices(splices: readonly RowSplice[]): void {
    for (const { at, removed, inserted } of splices) {
      for (const sweep of [this.first, this.again, this.second]) {
        sweep.spliced(at, countRows(removed), countRows(inserted));
      }
    }
    this.order.changed();
    this.touched.add(splices, (id) => this.isUnseen(id));
    this.isSettled = false;
  }

  /** The author's rules say something else of these rows now, or nothing. */
  remarksChanged(ids: Iterable<RowId>): void {
    const { verdicts } = this.store;
    for (const id of ids) {
      const remarks = this.remarks.get(id);
      const kinds = remarks === undefined ? [] : remarkKinds(remarks, this.config);
      this.store.remark(this.slots.slotOf(id), kinds.length === 0 ? undefined : verdicts.numberOf(kinds));
    }
  }

  /** Works in the last edits at once where they are small, so that what is asked next is right. */
  catchUp(): void {
    if (this.isSettled || !this.touched.isSmall) return;
    while (!this.touched.isEmpty) this.redoTouched();
    if (this.first.isDone) this.settle();
    if (this.stale.length <= FEW_TOUCHED) while (this.stale.length > 0) this.judgeStale();
    if (this.second.isDone) this.store.duplicates.findNear(NEAR_AFTER_EDIT_MS);
  }

  /** The line of a row; undefined where it is not there, or too long to be read. */
  lineOf(id: RowId): string | undefined {
    const index = this.rows.indexOf(id);
    const [row] = index < 0 ? [] : this.rows.read(index, 1);
    const bytes = row === undefined ? undefined : readLine(this.source, row);
    return bytes === undefined ? undefined : decodeUtf8(bytes);
  }

  /** What is said of a row that is too long to be read: nothing else. @param bytes of its line */
  unreadFindings(bytes: number): readonly Finding[] {
    const finding = longLineFinding(bytes, MAX_LINE_BYTES, this.config);
    return finding === undefined ? [] : [finding];
  }

  /** How long the line of a row is that `lineOf` does not give; undefined where there is no such row. */
  lengthOf(id: RowId): number | undefined {
    const index = this.rows.indexOf(id);
    const [row] = index < 0 ? [] : this.rows.read(index, 1);
    if (row === undefined) return undefined;
    return row.kind === 'typed' ? row.line.length : this.source.range(row.line, 1).length;
  }

  /** Whether a row's line has a line end. */
  isTerminated(row: ReplicaRows): boolean {
    if (row.kind === 'typed') return row.line.at(-1) === NEWLINE;
    const { offset, length } = this.source.range(row.line, 1);
    const last = new Uint8Array(1);
    this.source.read(last, offset + length - 1);
    return last[0] === NEWLINE;
  }

  /** @param marks of the kernel for all texts of the row together, where it has looked at them */
  contextOf(line: string, marks?: number): RowContext {
    return new RowContext(line, this.store.groups.facts, this.config, marks);
  }

  private workPart(): void {
    if (!this.touched.isEmpty) this.redoTouched();
    else if (this.stale.length > 0 && this.publishAt > FIRST_PUBLICATION) this.judgeStale();
    else if (this.head.length > 0) this.judgeHead();
    else if (!this.first.isDone) this.sweepFirst();
    else if (!this.isSettled) this.settle();
    else if (this.staleGroups.size > 0) this.sweepAgain();
    else if (!this.second.isDone) this.sweep(this.second, this.secondVisitor);
    else this.store.duplicates.findNear(NEAR_MS);
  }

  private sweepFirst(): void {
    this.sweep(this.first, this.firstVisitor);
    if (this.first.position < this.publishAt && !this.first.isDone) return;
    this.store.groups.publish();
    if (this.publishAt === FIRST_PUBLICATION && this.tiers.includes(2)) this.head = this.stale.slice(0, HEAD_ROWS);
    this.publishAt = Math.max(this.publishAt, this.first.position) * 8;
  }

  private sweepAgain(): void {
    this.sweep(this.again, this.againVisitor);
    if (this.again.isDone) this.staleGroups = new Set();
  }

  private sweep(sweep: RowSweep, visitor: RowVisitor): void {
    if (this.current !== sweep) sweep.forgetBlock();
    this.current = sweep;
    sweep.visit(visitor, sweep === this.second ? PART / 8 : PART);
    this.store.flush();
  }

  /** Tier 1: takes rows in and judges them. The first rows wait for the first facts with that. */
  private readonly firstVisitor: RowVisitor = {
    scanned: (id, number) => {
      const slot = this.slots.slotOf(id);
      if (this.store.isSeen(slot)) return;
      const plan = this.planOf(number);
      if (plan === undefined || !this.fast.isClean(plan, number)) {
        this.takeParsed(slot, this.contextOf(this.textOf(number)));
        return;
      }
      this.store.take(slot, plan.group, this.fast.digest(plan));
      if (this.publishAt === FIRST_PUBLICATION) this.stale.push(slot);
      else if (this.plans.isLastQuiet()) this.judgeAs(slot, CLEAN);
      else this.judge(slot, this.contextOf(this.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.slots.slotOf(id);
      if (!this.store.isSeen(slot)) this.takeBytes(slot, bytes);
    },
  };

  /** Rows of groups of which the facts say something else now. */
  private readonly againVisitor: RowVisitor = {
    scanned: (id, number) => {
      const slot = this.slots.slotOf(id);
      if (!this.staleGroups.has(this.store.groupOf(slot))) return;
      const plan = this.planOf(number);
      if (plan !== undefined && this.fast.isClean(plan, number) && this.plans.isLastQuiet()) this.judgeAs(slot, CLEAN);
      else this.judge(slot, this.contextOf(this.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.slots.slotOf(id);
      if (this.staleGroups.has(this.store.groupOf(slot)) && bytes !== undefined) {
        this.judge(slot, this.contextOf(decodeUtf8(bytes)));
      }
    },
  };

  private readonly secondVisitor: RowVisitor = {
    scanned: (id, number) => {
      const slot = this.slots.slotOf(id);
      if (this.store.isSeenByTier2(slot)) return;
      const marks = this.marksOf(number);
      const context = marks === 0 ? undefined : this.contextOf(this.textOf(number), marks);
      if (context === undefined) this.store.judgeTier2(slot, CLEAN);
      else this.judgeTier2(slot, context);
      if (!this.foldScanned(slot, number)) this.foldParsed(slot, context ?? this.contextOf(this.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.slots.slotOf(id);
      if (bytes !== undefined && !this.store.isSeenByTier2(slot)) {
        this.judgeParsedTier2(slot, this.contextOf(decodeUtf8(bytes)));
      }
    },
  };

  private viewOf(slot: number): ExampleView | undefined {
    const line = this.lineOf(this.slots.idOf(slot));
    const context = line === undefined ? undefined : this.contextOf(line);
    return context?.record === undefined ? undefined : context.view;
  }

  private planOf(number: number) {
    const isObject = this.kernel.rows[number * ROW_WORDS + ROW_HEAD] === VERDICT_OBJECT;
    return isObject ? this.plans.find(number, this.textOf) : undefined;
  }

  private readonly textOf = (number: number): string => {
    const { rows, input } = this.kernel;
    const at = number * ROW_WORDS;
    return decodeUtf8(input.subarray(rows[at + ROW_START], rows[at + ROW_END]));
  };

  /** What the texts of a row may hold; everything, for a row that the kernel cannot read. */
  private marksOf(number: number): number {
    const { rows, values } = this.kernel;
    const at = number * ROW_WORDS;
    if (((rows[at + ROW_HEAD] ?? 0) & VERDICT_MASK) !== VERDICT_OBJECT) return MAY_HOLD_ALL;
    let marks = this.unmarked;
    const end = (rows[at + ROW_LAST_VALUE] ?? 0) * VALUE_WORDS;
    for (let value = (rows[at + ROW_FIRST_VALUE] ?? 0) * VALUE_WORDS; value < end; value += VALUE_WORDS) {
      const head = values[value + VALUE_HEAD] ?? 0;
      if ((head & KIND_MASK) === KIND_STRING) marks |= head;
    }
    return marks & MAY_HOLD_ALL;
  }

  private takeBytes(slot: number, bytes: Uint8Array | undefined): void {
    if (bytes !== undefined) this.takeParsed(slot, this.contextOf(decodeUtf8(bytes)));
    else {
      this.store.takeUnread(slot);
      this.judgeAs(slot, this.store.verdicts.numberOf(this.unreadFindings(MAX_LINE_BYTES)));
    }
  }

  private takeParsed(slot: number, context: RowContext): void {
    this.store.takeParsed(slot, context);
    if (this.publishAt === FIRST_PUBLICATION) this.stale.push(slot);
    else this.judge(slot, context);
  }

  private judge(slot: number, context: RowContext): void {
    this.judgeAs(slot, this.store.verdicts.numberOf(checkContext(context, [1])));
  }

  private judgeAs(slot: number, verdict: number): void {
    this.store.groups.noteJudged(this.store.groupOf(slot));
    this.store.judge(slot, verdict);
  }

  private judgeTier2(slot: number, context: RowContext): void {
    // Tier 1 may have used the context before.
    context.findings.length = 0;
    this.store.judgeTier2(slot, this.store.verdicts.numberOf(checkContext(context, [2])));
  }

  private judgeParsedTier2(slot: number, context: RowContext): void {
    this.judgeTier2(slot, context);
    this.foldParsed(slot, context);
  }

  private foldParsed(slot: number, context: RowContext): void {
    if (context.record !== undefined) this.store.duplicates.addFolded(slot, context.view);
  }

  /** The same from the bytes of a row that the kernel has read; false where they do not tell. */
  private foldScanned(slot: number, number: number): boolean {
    const plan = this.planOf(number);
    const points = plan === undefined ? -1 : this.folding.foldWhole(plan, number, this.nearPart);
    if (points < 0) return false;
    this.store.duplicates.addLoaded(slot, this.folding.digest, points);
    return true;
  }

  private get nearPart(): NearPart {
    return this.config.near?.part ?? 'example';
  }

  /** Loads the text by which near duplicates of a row are judged; negative where it takes a parser. */
  private loadText(slot: number): number {
    const index = this.rows.indexOf(this.slots.idOf(slot));
    const [row] = index < 0 ? [] : this.rows.read(index, 1);
    if (row === undefined || !this.scanAlone(row)) return -1;
    const plan = this.planOf(0);
    return plan === undefined ? -1 : this.folding.load(plan, 0, this.nearPart);
  }

  /** Reads one row with the kernel; false where it is too long for that. */
  private scanAlone(row: ReplicaRows): boolean {
    const { input } = this.kernel;
    this.current = undefined;
    if (row.kind === 'typed') {
      if (row.line.length > INPUT_BYTES) return false;
      input.set(row.line);
      return this.kernel.scan(0, row.line.length, true) > 0;
    }
    const { offset, length } = this.source.range(row.line, 1);
    if (length > INPUT_BYTES) return false;
    this.source.read(input.subarray(0, length), offset);
    return this.kernel.scan(0, length, true) > 0;
  }

  /** No sweep has come by the row. */
  private isUnseen(id: RowId): boolean {
    const slot = this.slots.slotOf(id);
    const needsTier2 = this.second.position > 0 && !this.store.isSeenByTier2(slot);
    return !this.store.isSeen(slot) || needsTier2;
  }

  /** Takes some edited rows in anew, or forgets them. */
  private redoTouched(): void {
    this.touched.take(PART, (id) => this.redo(id));
  }

  private redo(id: RowId): void {
    const slot = this.slots.slotOf(id);
    this.store.forget(slot);
    if (this.rows.indexOf(id) < 0) return;
    const line = this.lineOf(id);
    if (line === undefined) {
      this.takeBytes(slot, undefined);
      return;
    }
    const context = this.contextOf(line);
    this.takeParsed(slot, context);
    if (this.second.position > 0 && this.tiers.includes(2)) this.judgeParsedTier2(slot, context);
  }

  /** The author sees the first rows: tier 2 looks at them before tier 1 goes over the rest of the file. */
  private judgeHead(): void {
    for (const slot of this.head.splice(0, PART / 16)) {
      if (!this.store.isSeen(slot) || this.store.isSeenByTier2(slot)) continue;
      const line = this.lineOf(this.slots.idOf(slot));
      if (line !== undefined) this.judgeParsedTier2(slot, this.contextOf(line));
    }
  }

  private judgeStale(): void {
    this.stale.push(...this.store.takeRelabelled());
    for (const slot of this.stale.splice(0, HEAD_ROWS)) {
      const line = this.store.isSeen(slot) ? this.lineOf(this.slots.idOf(slot)) : undefined;
      if (line !== undefined) this.judge(slot, this.contextOf(line));
    }
  }

  /** Publishes the facts, and finds the rows that they judge otherwise now. */
  private settle(): void {
    const { groups } = this.store;
    groups.publish();
    this.publishAt = Infinity;
    this.stale.push(...this.store.takeRelabelled());
    const { numbers, rows } = groups.takeStale();
    if (rows <= FEW_STALE && this.staleGroups.size === 0) this.stale.push(...this.store.slotsOf(numbers));
    else if (numbers.size > 0) {
      this.staleGroups = new Set([...this.staleGroups, ...numbers]);
      this.again.restart();
    }
    this.isSettled = true;
  }
}
