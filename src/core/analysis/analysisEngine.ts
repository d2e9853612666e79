import { KnownRemarks } from '../author/knownRemarks';
import { remarkKinds } from '../author/remarks';
import type { Finding } from '../checks/finding';
import type { Tier } from '../checks/registry';
import type { RowContext } from '../checks/rowContext';
import { saysUnfinished } from '../checks/unfinished';
import type { CheckConfig } from '../config/checkConfig';
import type { ReplicaRows, RowsReplica } from '../document/replica';
import type { RowId } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import { createRowKernel, type RowKernel } from '../kernel/rowKernel';
import type { ExampleView } from '../record/view';
import { AnalysisParts } from './analysisParts';
import { DocumentOrder } from './documentOrder';
import { FirstTier, unreadFindings } from './firstTier';
import type { LineSource } from './lineSource';
import { RowLines } from './rowLines';
import { RowSlots } from './rowSlots';
import { RowStore } from './rowStore';
import type { ScanAhead } from './scanAhead';
import { SecondTier } from './secondTier';
import { FEW_TOUCHED, TouchedRowQueue } from './touchedRowQueue';

export interface AnalysisOptions {
  /** For how many rows there is room at once. */
  readonly expectedRows: number;
  /** Which tiers run over the whole file; both unless told. */
  readonly tiers?: readonly Tier[];
  readonly kernel?: RowKernel;
  /** What the author's own rules have said of the rows; changes are told by `remarksChanged`. */
  readonly remarks?: KnownRemarks;
  /** The example that its author has just begun; changes are told by `setUnfinished`. */
  readonly unfinished?: RowId | undefined;
  /** A second thread that reads the file, too. Ended when everything is found; before that, whoever drops the engine does. */
  readonly ahead?: ScanAhead | undefined;
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

/** Edited rows that are worked in between two looks at the clock. */
const PART = 256;
/** How long (ms) near duplicates are looked for between two looks at the clock, and after an edit. */
const NEAR_MS = 2;
const NEAR_AFTER_EDIT_MS = 20;
/** Rows that an author sees when a file is opened, at most. */
const HEAD_ROWS = 64;

/**
 * Finds what is wrong with the rows of one dataset: in a sweep over the file, first rows first, and after every edit in the rows
 * that it touched. Duplicates and the facts of the file are kept up to date, so that after an edit only what can have changed is
 * looked at. Works only inside `work`, some milliseconds at a time. Pure: reads through a `LineSource` and knows no thread.
 */
export class AnalysisEngine {
  readonly store: RowStore;
  readonly slots = new RowSlots();
  readonly order: DocumentOrder;
  readonly tiers: readonly Tier[];
  readonly remarks: KnownRemarks;
  private readonly lines: RowLines;
  private readonly parts: AnalysisParts;
  private readonly first: FirstTier;
  private readonly second: SecondTier;
  private readonly ahead: ScanAhead | undefined;
  /** Rows that were edited and wait for their turn. */
  private readonly touched = new TouchedRowQueue();
  private isSettled = false;

  constructor(
    readonly rows: RowsReplica,
    source: LineSource,
    readonly config: CheckConfig,
    options: AnalysisOptions,
  ) {
    const kernel = options.kernel ?? createRowKernel();
    this.tiers = options.tiers ?? [1, 2];
    this.lines = new RowLines(rows, source);
    this.store = new RowStore(config, options.expectedRows, {
      viewOf: (slot) => this.viewOf(slot),
      load: (slot) => this.second.load(slot),
      helper: options.ahead?.pairs.helperFor((slot) => this.second.placeOf(slot)),
    });
    this.order = new DocumentOrder(rows, this.slots);
    this.parts = new AnalysisParts(config, this.lines, this.slots, this.store, kernel);
    this.parts.unfinished = options.unfinished;
    this.first = new FirstTier(this.parts, options.ahead);
    this.second = new SecondTier(this.parts, kernel, options.ahead);
    this.ahead = options.ahead;
    this.remarks = options.remarks ?? new KnownRemarks();
    this.remarksChanged(this.remarks.ids);
  }

  get progress(): AnalysisProgress {
    const tier = this.first.sweep.isDone && this.tiers.includes(2) ? 2 : 1;
    const total = this.rows.count;
    // Rows that went may not have been forgotten yet.
    const rows =
      tier === 1
        ? Math.min(this.store.count, total)
        : Math.max(this.second.sweep.position, Math.min(this.store.secondCount, total));
    return { revision: this.rows.revision, tier, rows, total, isDone: this.isComplete() };
  }

  /** Whether every row was judged by the tiers up to this one, by the facts of the whole file and as the last edit left it. */
  isComplete(tier: Tier = 2): boolean {
    const isPending = !this.touched.isEmpty || this.first.staleCount > 0 || this.first.hasStaleGroups;
    if (!this.isSettled || isPending) return false;
    return tier === 1 || !this.tiers.includes(2) || (this.second.sweep.isDone && this.store.duplicates.isNearDone);
  }

  /**
   * Works for about so many milliseconds, and says whether there is more to do.
   * @throws TornReadError when the file is no longer the one that was opened
   */
  work(milliseconds: number): boolean {
    const deadline = performance.now() + milliseconds;
    while (this.hasWork) {
      this.workPart();
      if (performance.now() >= deadline) break;
    }
    return this.hasWork;
  }

  /**
   * Judges the rows that an author sees first, by what the first hundreds say of the file, however long that takes: some
   * milliseconds.
   */
  lookAtHead(): void {
    while (!this.first.sweep.isDone && this.first.isBeforeFacts) this.sweepFirst();
    if (this.first.staleCount > 0) this.first.judgeStale();
    while (this.second.hasHead) this.second.judgeHead();
  }

  /** The rows stand in another file now, with the same texts: it was saved. */
  rebase(source: LineSource): void {
    this.lines.rebase(source);
    this.parts.turns.forgetBlocks();
  }

  /** Takes notice of what an edit did to the rows, which the replica has done already. Reads nothing; `catchUp` or `work` do. */
  applySplices(splices: readonly RowSplice[]): void {
    this.parts.turns.spliced(splices);
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

  /** The example that its author has just begun, if any: what it still lacks is not said until this is another, or none. */
  setUnfinished(id: RowId | undefined): void {
    const changed = [this.parts.unfinished, id];
    this.parts.unfinished = id;
    for (const each of changed) if (each !== undefined) this.first.judgeAgain(this.slots.slotOf(each));
    this.isSettled = false;
  }

  /** Whether a finding of a row is said. */
  isSaid(id: RowId, finding: Finding): boolean {
    return id !== this.parts.unfinished || !saysUnfinished(finding);
  }

  /** Works in the last edits at once where they are small, so that what is asked next is right. */
  catchUp(): void {
    if (this.isSettled || !this.touched.isSmall) return;
    while (!this.touched.isEmpty) this.redoTouched();
    if (this.first.sweep.isDone) this.settle();
    if (this.first.staleCount <= FEW_TOUCHED) while (this.first.staleCount > 0) this.first.judgeStale();
    if (this.second.sweep.isDone && !this.store.duplicates.isNearDone) this.second.findNear(NEAR_AFTER_EDIT_MS);
  }

  /** The line of a row; undefined where it is not there, or too long to be read. */
  lineOf(id: RowId): string | undefined {
    return this.lines.lineOf(id);
  }

  /** What is said of a row that is too long to be read: nothing else. @param bytes of its line */
  unreadFindings(bytes: number): readonly Finding[] {
    return unreadFindings(bytes, this.config);
  }

  /** How long the line of a row is that `lineOf` does not give; undefined where there is no such row. */
  lengthOf(id: RowId): number | undefined {
    return this.lines.lengthOf(id);
  }

  /** Whether a row's line has a line end. */
  isTerminated(row: ReplicaRows): boolean {
    return this.lines.isTerminated(row);
  }

  contextOf(line: string): RowContext {
    return this.parts.contextOf(line);
  }

  private get hasWork(): boolean {
    return !this.isComplete() || (this.tiers.includes(2) && this.store.duplicates.hasUpkeep);
  }

  private workPart(): void {
    if (!this.touched.isEmpty) this.redoTouched();
    else if (this.first.hasStale) this.first.judgeStale();
    else if (this.second.hasHead) this.second.judgeHead();
    else if (!this.first.sweep.isDone) this.sweepFirst();
    else if (!this.isSettled) this.settle();
    else if (this.first.hasStaleGroups) this.first.sweepAgain();
    else if (!this.second.sweep.isDone) this.second.sweepOn();
    else this.second.findNear(NEAR_MS);
  }

  /** The author sees the first rows: tier 2 looks at them before tier 1 goes over the rest of the file. */
  private sweepFirst(): void {
    const hasSecond = this.tiers.includes(2);
    const isHead = this.first.isBeforeFacts && hasSecond;
    if (this.first.sweepOn() && isHead) this.second.lookFirstAt(this.first.firstStale(HEAD_ROWS));
    if (this.first.sweep.isDone && !hasSecond) void this.ahead?.stop();
  }

  private settle(): void {
    this.first.settle();
    this.isSettled = true;
  }

  private viewOf(slot: number): ExampleView | undefined {
    const line = this.parts.lineOf(slot);
    const context = line === undefined ? undefined : this.contextOf(line);
    return context?.record === undefined ? undefined : context.view;
  }

  /** No sweep has come by the row. */
  private isUnseen(id: RowId): boolean {
    const slot = this.slots.slotOf(id);
    const needsTier2 = this.second.sweep.position > 0 && !this.store.isSeenByTier2(slot);
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
      this.first.takeUnread(slot);
      return;
    }
    const context = this.contextOf(line);
    this.first.takeParsed(slot, context);
    if (this.second.sweep.position > 0 && this.tiers.includes(2)) this.second.judgeParsed(slot, context);
  }
}
