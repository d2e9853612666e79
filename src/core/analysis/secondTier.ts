import { checkContext, looksAtTexts } from '../checks/registry';
import { MAY_HOLD_ALL, type RowContext } from '../checks/rowContext';
import { unmarkedBy } from '../checks/text';
import type { NearPart } from '../config/settings';
import { sharedNearKernel } from '../kernel/nearKernel';
import type { RowKernel } from '../kernel/rowKernel';
import { decodeUtf8 } from '../text/encoding';
import type { AnalysisParts } from './analysisParts';
import { FoldedMerger, type JudgesTexts } from './foldedMerger';
import { FoldRows } from './foldRows';
import type { RowSweep, RowVisitor } from './rowSweep';
import type { ScanAhead } from './scanAhead';
import { CLEAN } from './verdictTable';

/** Rows that are looked at between two looks at the clock, in the sweep and one by one. */
const PART = 32;
const HEAD_PART = 16;

/** Tier 2 over the whole file: texts, and what near duplicates are found by. Patterns look only at rows whose marks name them. */
export class SecondTier implements JudgesTexts {
  readonly sweep: RowSweep;
  private readonly folding: FoldRows;
  /** What checks look for in texts; 0 where they are off. */
  private readonly lookable: number;
  /** What checks find that no mark tells of. */
  private readonly unmarked: number;
  private readonly nearPart: NearPart;
  private readonly merger: FoldedMerger | undefined;
  /** The first rows of the file, until they were looked at. */
  private head: number[] = [];

  constructor(
    private readonly parts: AnalysisParts,
    kernel: RowKernel,
    /** A second thread that reads the file from its end, where there is one. */
    private ahead?: ScanAhead,
  ) {
    this.lookable = looksAtTexts(parts.config) ? MAY_HOLD_ALL : 0;
    this.sweep = parts.turns.addSweep(this.lookable !== 0);
    this.folding = new FoldRows(kernel, sharedNearKernel());
    this.unmarked = unmarkedBy(parts.config);
    this.nearPart = parts.config.near?.part ?? 'example';
    this.merger = ahead && new FoldedMerger(parts, ahead.folds, this);
  }

  /** Whether rows of the head wait. */
  get hasHead(): boolean {
    return this.head.length > 0;
  }

  /** The author sees these rows: they are looked at before the rest of the file. */
  lookFirstAt(slots: number[]): void {
    this.head = slots;
  }

  judgeHead(): void {
    const { store } = this.parts;
    for (const slot of this.head.splice(0, HEAD_PART)) {
      if (!store.isSeen(slot) || store.isSeenByTier2(slot)) continue;
      const line = this.parts.lineOf(slot);
      if (line !== undefined) this.judgeParsed(slot, this.parts.contextOf(line));
    }
  }

  sweepOn(): void {
    this.ahead?.folds.ask(this.parts.lines, this.sweep.position);
    if (this.merger?.takePart() !== true) this.parts.turns.visit(this.sweep, this.visitor, PART);
    this.parts.store.flush();
    if (this.sweep.isDone) this.ahead?.folds.close();
    this.endThread();
  }

  /** Looks for near duplicates for about so many milliseconds. @throws TornReadError */
  findNear(milliseconds: number): void {
    this.parts.store.duplicates.findNear(milliseconds);
    this.endThread();
  }

  /** Where the line of a slot stands in the file; undefined where it does not. */
  placeOf(slot: number): { readonly offset: number; readonly length: number } | undefined {
    const { lines, slots } = this.parts;
    const row = lines.rowOf(slots.idOf(slot));
    return row?.kind === 'base' ? lines.source.range(row.line, 1) : undefined;
  }

  /** When the second thread is of no more use. */
  private endThread(): void {
    if (this.ahead === undefined || !this.sweep.isDone || !this.parts.store.duplicates.isNearDone) return;
    void this.ahead.stop();
    this.ahead = undefined;
  }

  toLookFor(marks: number): number {
    return (marks | this.unmarked) & this.lookable;
  }

  judgeClean(slot: number): void {
    this.parts.store.judgeTier2(slot, CLEAN);
  }

  judgeLine(slot: number, line: string, marks: number, isFolded: boolean): void {
    const context = this.parts.contextOf(line, marks);
    this.judge(slot, context);
    if (!isFolded) this.foldParsed(slot, context);
  }

  judgeParsed(slot: number, context: RowContext): void {
    this.judge(slot, context);
    this.foldParsed(slot, context);
  }

  /** Loads the text by which near duplicates of a row are judged; negative where it takes a parser. */
  load(slot: number): number {
    const { lines, slots, turns, kernelRows } = this.parts;
    const row = lines.rowOf(slots.idOf(slot));
    if (row === undefined || !turns.scanAlone(row)) return -1;
    const plan = kernelRows.planOf(0);
    return plan === undefined ? -1 : this.folding.load(plan, 0, this.nearPart);
  }

  private readonly visitor: RowVisitor = {
    isDone: (id) => this.parts.store.isSeenByTier2(this.parts.slots.slotOf(id)),
    scanned: (id, number) => {
      const { slots, store, kernelRows } = this.parts;
      const slot = slots.slotOf(id);
      if (store.isSeenByTier2(slot)) return;
      const marks = this.lookable === 0 ? 0 : this.toLookFor(kernelRows.marksOf(number));
      const context = marks === 0 ? undefined : this.parts.contextOf(kernelRows.textOf(number), marks);
      if (context === undefined) this.judgeClean(slot);
      else this.judge(slot, context);
      if (!this.foldScanned(slot, number)) {
        this.foldParsed(slot, context ?? this.parts.contextOf(kernelRows.textOf(number)));
      }
    },
    line: (id, bytes) => {
      const slot = this.parts.slots.slotOf(id);
      if (bytes !== undefined && !this.parts.store.isSeenByTier2(slot)) {
        this.judgeParsed(slot, this.parts.contextOf(decodeUtf8(bytes)));
      }
    },
  };

  private judge(slot: number, context: RowContext): void {
    // Tier 1 may have used the context before.
    context.findings.length = 0;
    const { store } = this.parts;
    store.judgeTier2(slot, store.verdicts.numberOf(checkContext(context, [2])));
  }

  private foldParsed(slot: number, context: RowContext): void {
    if (context.record !== undefined) this.parts.store.duplicates.addFolded(slot, context.view);
  }

  /** The same from the bytes of a row that the kernel has read; false where they do not tell. */
  private foldScanned(slot: number, number: number): boolean {
    const plan = this.parts.kernelRows.planOf(number);
    const points = plan === undefined ? -1 : this.folding.foldWhole(plan, number, this.nearPart);
    if (points < 0) return false;
    this.parts.store.duplicates.addLoaded(slot, this.folding.digest, points);
    return true;
  }
}
