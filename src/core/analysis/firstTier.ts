import { longLineFinding } from '../checks/longLine';
import type { Finding } from '../checks/finding';
import { NO_FACTS } from '../checks/datasetFacts';
import { checkContext, checkRow } from '../checks/registry';
import type { RowContext } from '../checks/rowContext';
import { saysUnfinished } from '../checks/unfinished';
import type { RowDigest } from '../duplicates/rowDigest';
import { decodeUtf8 } from '../text/encoding';
import type { AnalysisParts } from './analysisParts';
import { BlockMerger, type TakesRows } from './blockMerger';
import { FastRows } from './fastRows';
import { MAX_LINE_BYTES } from './lineSource';
import type { GroupPlan } from './planTable';
import { QuietPlans } from './quietPlans';
import type { RowSweep, RowVisitor } from './rowSweep';
import type { ScanAhead } from './scanAhead';

/** Rows that are taken in between two looks at the clock. */
const PART = 256;
/** Rows up to which those to be judged anew are read one by one instead of in a sweep. */
const FEW_STALE = 2000;
const STALE_AT_ONCE = 64;
/** Rows after which the facts are published first; then after eight times as many, and so on. */
const FIRST_PUBLICATION = 512;

/**
 * Tier 1 over the whole file: takes rows in (their group, their place among the duplicates) and judges them by the facts of the
 * file. Facts are published now and then; rows of which they say something else by then are judged anew.
 */
export class FirstTier implements TakesRows {
  readonly sweep: RowSweep;
  private readonly again: RowSweep;
  private readonly fast: FastRows;
  private readonly quiet: QuietPlans;
  private readonly merger: BlockMerger | undefined;
  /** The verdict of every row that is broken (`KernelRows.isBroken`). */
  private readonly brokenVerdict: number;
  private publishAt = FIRST_PUBLICATION;
  /** Rows that need a new judgement, and groups of which every row does: `again` is on the way through them. */
  private stale: number[] = [];
  private staleGroups: ReadonlySet<number> = new Set();

  constructor(
    private readonly parts: AnalysisParts,
    /** A second thread that reads the file from its end, where there is one. */
    private readonly ahead?: ScanAhead,
  ) {
    const { config, kernelRows, store, turns } = parts;
    this.fast = new FastRows(kernelRows, config.maxTokens);
    this.quiet = new QuietPlans(store.groups, store.verdicts, config);
    this.brokenVerdict = store.verdicts.numberOf(checkRow('{', NO_FACTS, config, [1]));
    this.merger = ahead && new BlockMerger(parts, ahead, this.quiet, this);
    this.sweep = turns.addSweep();
    this.again = turns.addSweep();
  }

  /** Whether no facts are known yet: rows are taken in, and judged when there are some. */
  get isBeforeFacts(): boolean {
    return this.publishAt === FIRST_PUBLICATION;
  }

  /** Whether single rows wait for a new judgement that can be given now. */
  get hasStale(): boolean {
    return this.stale.length > 0 && !this.isBeforeFacts;
  }

  get staleCount(): number {
    return this.stale.length;
  }

  get hasStaleGroups(): boolean {
    return this.staleGroups.size > 0;
  }

  /** The rows that were taken in first, at most so many, as long as they wait for the first facts. */
  firstStale(most: number): number[] {
    return this.stale.slice(0, most);
  }

  /** Takes in the next rows of the file; true where facts were published after them. */
  sweepOn(): boolean {
    this.ahead?.scans.ask(this.parts.lines, this.sweep.position);
    if (this.isBeforeFacts || this.merger?.takePart() !== true) this.visit(this.sweep, this.visitor);
    else this.parts.store.flush();
    if (this.sweep.isDone) this.ahead?.scans.close();
    if (this.sweep.position < this.publishAt && !this.sweep.isDone) return false;
    this.parts.store.groups.publish();
    this.publishAt = Math.max(this.publishAt, this.sweep.position) * 8;
    return true;
  }

  /** Goes on through the rows of groups that need a new judgement. */
  sweepAgain(): void {
    this.visit(this.again, this.againVisitor);
    if (this.again.isDone) this.staleGroups = new Set();
  }

  /** A row is to be judged anew, if it was. */
  judgeAgain(slot: number): void {
    if (this.parts.store.isSeen(slot)) this.stale.push(slot);
  }

  judgeStale(): void {
    const { store } = this.parts;
    this.stale.push(...store.takeRelabelled());
    for (const slot of this.stale.splice(0, STALE_AT_ONCE)) {
      const line = store.isSeen(slot) ? this.parts.lineOf(slot) : undefined;
      if (line !== undefined) this.judge(slot, this.parts.contextOf(line));
    }
  }

  /** Publishes the facts of all rows, and finds those that they judge otherwise now. */
  settle(): void {
    const { store } = this.parts;
    store.groups.publish();
    this.publishAt = Infinity;
    this.stale.push(...store.takeRelabelled());
    const { numbers, rows } = store.groups.takeStale();
    if (rows <= FEW_STALE && this.staleGroups.size === 0) this.stale.push(...store.slotsOf(numbers));
    else if (numbers.size > 0) {
      this.staleGroups = new Set([...this.staleGroups, ...numbers]);
      this.again.restart();
    }
  }

  /** Takes in a row that fits a plan. False where facts are known and hold something against the plan: it is to be judged. */
  takeFitting(slot: number, plan: GroupPlan, digest: RowDigest): boolean {
    this.parts.store.take(slot, plan.group, digest);
    if (this.isBeforeFacts) {
      this.stale.push(slot);
      return true;
    }
    const verdict = this.quiet.verdictOf(plan);
    if (verdict === undefined) return false;
    this.judgeAs(slot, verdict);
    return true;
  }

  /** Takes in a row that is broken: no facts change what is said of it. */
  takeBroken(slot: number): void {
    this.parts.store.takeUnread(slot);
    if (this.isBeforeFacts) this.stale.push(slot);
    else this.judgeAs(slot, this.brokenVerdict);
  }

  /** Takes in a row that was parsed, and judges it when facts are known. */
  takeParsed(slot: number, context: RowContext): void {
    this.parts.store.takeParsed(slot, context);
    if (this.isBeforeFacts) this.stale.push(slot);
    else this.judge(slot, context);
  }

  /** Takes in a row that is too long for anybody. */
  takeUnread(slot: number): void {
    const { store, config } = this.parts;
    store.takeUnread(slot);
    this.judgeAs(slot, store.verdicts.numberOf(unreadFindings(MAX_LINE_BYTES, config)));
  }

  private visit(sweep: RowSweep, visitor: RowVisitor): void {
    this.parts.turns.visit(sweep, visitor, PART);
    this.parts.store.flush();
  }

  private readonly visitor: RowVisitor = {
    isDone: (id) => this.parts.store.isSeen(this.parts.slots.slotOf(id)),
    scanned: (id, number) => {
      const { slots, store, kernelRows } = this.parts;
      const slot = slots.slotOf(id);
      if (store.isSeen(slot)) return;
      if (kernelRows.isBroken(number)) {
        this.takeBroken(slot);
        return;
      }
      const plan = this.fast.fit(number);
      if (plan === undefined) {
        this.takeParsed(slot, this.parts.contextOf(kernelRows.textOf(number)));
        return;
      }
      const isJudged = this.takeFitting(slot, plan, this.fast.digest(plan));
      if (!isJudged) this.judge(slot, this.parts.contextOf(kernelRows.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.parts.slots.slotOf(id);
      if (this.parts.store.isSeen(slot)) return;
      if (bytes === undefined) this.takeUnread(slot);
      else this.takeParsed(slot, this.parts.contextOf(decodeUtf8(bytes)));
    },
  };

  /** Rows of groups of which the facts say something else now. */
  private readonly againVisitor: RowVisitor = {
    scanned: (id, number) => {
      const slot = this.parts.slots.slotOf(id);
      if (!this.isStale(slot)) return;
      const plan = this.fast.fit(number);
      const verdict = plan && this.quiet.verdictOf(plan);
      if (verdict !== undefined) this.judgeAs(slot, verdict);
      else this.judge(slot, this.parts.contextOf(this.parts.kernelRows.textOf(number)));
    },
    line: (id, bytes) => {
      const slot = this.parts.slots.slotOf(id);
      if (this.isStale(slot) && bytes !== undefined) this.judge(slot, this.parts.contextOf(decodeUtf8(bytes)));
    },
  };

  private isStale(slot: number): boolean {
    return this.staleGroups.has(this.parts.store.groupOf(slot));
  }

  private judge(slot: number, context: RowContext): void {
    this.judgeAs(slot, this.parts.store.verdicts.numberOf(checkContext(context, [1])));
  }

  private judgeAs(slot: number, verdict: number): void {
    const { store, slots, unfinished } = this.parts;
    const isUnfinished = unfinished !== undefined && slots.idOf(slot) === unfinished;
    store.groups.noteJudged(store.groupOf(slot));
    store.judge(slot, isUnfinished ? store.verdicts.without(verdict, saysUnfinished) : verdict);
  }
}

/** What is said of a row that is too long to be read: nothing else. @param bytes of its line */
export function unreadFindings(bytes: number, config: AnalysisParts['config']): readonly Finding[] {
  const finding = longLineFinding(bytes, MAX_LINE_BYTES, config);
  return finding === undefined ? [] : [finding];
}
