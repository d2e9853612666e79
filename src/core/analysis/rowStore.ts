import { signatureOf } from '../checks/datasetFacts';
import { labelKeyOf } from '../checks/placeholder';
import type { RowContext } from '../checks/rowContext';
import type { CheckConfig } from '../config/checkConfig';
import { DuplicateIndex, type DuplicateOptions } from '../duplicates/duplicateIndex';
import { withRoom } from '../duplicates/clusterTable';
import { DigestBatch } from '../duplicates/digestBatch';
import type { RowDigest } from '../duplicates/rowDigest';
import { RowColumn } from './rowColumn';
import { NO_RECORD, RowGroups, UNSEEN } from './rowGroups';
import { CLEAN, VerdictTable } from './verdictTable';

/** Rows with an answer like "none" to one instruction, from which on it is a label; as `checkPair` has it. */
const COMMON_LABEL = 3;

/** Rows whose digests are added together: enough for the memory to be busy, few enough for its caches. */
const BATCH = 256;

/**
 * What is known of each row, by slot: its group, the verdicts of both tiers, its place among the duplicates. Some ten bytes a row
 * besides the duplicates.
 */
export class RowStore {
  readonly groups: RowGroups;
  readonly duplicates: DuplicateIndex;
  readonly verdicts = new VerdictTable();
  private readonly batch = new DigestBatch(BATCH);
  private readonly groupColumn: RowColumn;
  private seen = 0;
  private seenBySecond = 0;
  /** Verdict + 1; 0 for a row that was not judged. */
  private readonly first: RowColumn;
  private readonly second: RowColumn;
  /** The same of the author's own rules, which have their say in their own time: 0 where they say nothing. */
  private readonly remarked = new RowColumn();
  private readonly labels = new Map<number, number>();
  private readonly slotsByLabel = new Map<number, Set<number>>();
  /** Rows of labels that became common, or no longer are. */
  private readonly relabelled = new Set<number>();

  /**
   * @param expectedRows for which there is room at once
   * @param readAgain how rows are read again, as they were taken in
   */
  constructor(
    config: CheckConfig,
    expectedRows: number,
    readAgain: Required<Pick<DuplicateOptions, 'viewOf' | 'load' | 'helper'>>,
  ) {
    const { conflictingPrompts: conflictShare, knownField } = config.thresholds;
    this.groups = new RowGroups(knownField);
    const room = withRoom(expectedRows);
    this.groupColumn = new RowColumn(room);
    this.first = new RowColumn(room);
    this.second = new RowColumn(room);
    this.duplicates = new DuplicateIndex({ conflictShare, near: config.near, expectedRows, ...readAgain });
  }

  /** How many rows have been taken in. */
  get count(): number {
    return this.seen;
  }

  /** How many of them tier 2 has judged. */
  get secondCount(): number {
    return this.seenBySecond;
  }

  isSeen(slot: number): boolean {
    return this.groupColumn.get(slot) !== UNSEEN;
  }

  isSeenByTier2(slot: number): boolean {
    return this.second.get(slot) !== 0;
  }

  groupOf(slot: number): number {
    return this.groupColumn.get(slot);
  }

  /** The rows of some groups. */
  slotsOf(groups: ReadonlySet<number>): number[] {
    const slots: number[] = [];
    if (groups.size === 0) return slots;
    for (let slot = 0; slot < this.groupColumn.length; slot++) {
      if (groups.has(this.groupColumn.get(slot))) slots.push(slot);
    }
    return slots;
  }

  /** Takes in a row of a group that is known, with its digest. The duplicates hear of it at the next `flush`. */
  take(slot: number, group: number, { exact, prompt }: RowDigest): void {
    this.see(slot, group);
    if (this.batch.isFull) this.flush();
    this.batch.push(slot, exact, prompt);
  }

  flush(): void {
    if (this.batch.count > 0) this.duplicates.addAll(this.batch);
  }

  /** Takes in a row that was parsed. */
  takeParsed(slot: number, context: RowContext): void {
    const { record } = context;
    if (record === undefined) {
      this.see(slot, NO_RECORD);
      return;
    }
    const { view } = context;
    this.see(slot, this.groups.numberOf(view.shape, signatureOf(record)));
    this.duplicates.add(slot, view);
    const label = labelKeyOf(view);
    if (label !== undefined) this.addLabel(slot, label);
  }

  /** A row that nobody reads, because it is too long. */
  takeUnread(slot: number): void {
    this.see(slot, NO_RECORD);
  }

  judge(slot: number, verdict: number): void {
    this.replace(this.first, slot, verdict + 1);
  }

  judgeTier2(slot: number, verdict: number): void {
    if (!this.isSeenByTier2(slot)) this.seenBySecond++;
    this.replace(this.second, slot, verdict + 1);
  }

  /** Takes what the author's rules say of a row; nothing without a verdict. */
  remark(slot: number, verdict: number | undefined): void {
    this.replace(this.remarked, slot, verdict === undefined ? 0 : verdict + 1);
  }

  /** The verdicts of a row, of the tiers and rules that have judged it. */
  verdictsOf(slot: number): number[] {
    return [this.first.get(slot), this.second.get(slot), this.remarked.get(slot)]
      .filter((number) => number > 0)
      .map((number) => number - 1);
  }

  /** Whether tiers and duplicates have nothing to say of a row that both tiers have judged. */
  isClean(slot: number): boolean {
    const judged = CLEAN + 1;
    return this.first.get(slot) === judged && this.second.get(slot) === judged && this.duplicates.isAlone(slot);
  }

  /**
   * The first of the rows `from` to `end` (of slots) that has one of the verdicts that are marked by 1 in `marks`, which has a place
   * for each and one before them; `end` where none has.
   */
  nextMarked(from: number, end: number, marks: Uint8Array): number {
    const byFirst = this.first.nextMarked(from, end, marks);
    const bySecond = this.second.nextMarked(from, byFirst, marks);
    return this.remarked.nextMarked(from, bySecond, marks);
  }

  /** Forgets a row that went, or is to be taken in anew. */
  forget(slot: number): void {
    const group = this.groupColumn.get(slot);
    if (group === UNSEEN) return;
    this.groupColumn.set(slot, UNSEEN);
    this.seen--;
    this.groups.add(group, -1);
    this.duplicates.remove(slot);
    this.replace(this.first, slot, 0);
    if (this.isSeenByTier2(slot)) this.seenBySecond--;
    this.replace(this.second, slot, 0);
    const label = this.labels.get(slot);
    if (label !== undefined) this.removeLabel(slot, label);
  }

  /** Rows whose answer became a label, or no longer is one, since the last call. */
  takeRelabelled(): number[] {
    const slots = [...this.relabelled];
    this.relabelled.clear();
    return slots;
  }

  private see(slot: number, group: number): void {
    this.groupColumn.set(slot, group);
    this.groups.add(group, 1);
    this.seen++;
  }

  private replace(column: RowColumn, slot: number, value: number): void {
    const before = column.get(slot);
    if (before > 0) this.verdicts.count(before - 1, -1);
    if (value > 0) this.verdicts.count(value - 1, 1);
    if (before !== value) column.set(slot, value);
  }

  private addLabel(slot: number, label: number): void {
    this.labels.set(slot, label);
    let slots = this.slotsByLabel.get(label);
    if (slots === undefined) this.slotsByLabel.set(label, (slots = new Set()));
    if (this.groups.addLabel(label, 1) === COMMON_LABEL) this.relabel(slots);
    slots.add(slot);
  }

  private removeLabel(slot: number, label: number): void {
    this.labels.delete(slot);
    this.relabelled.delete(slot);
    const slots = this.slotsByLabel.get(label);
    slots?.delete(slot);
    if (this.groups.addLabel(label, -1) === COMMON_LABEL - 1) this.relabel(slots ?? []);
    if (slots?.size === 0) this.slotsByLabel.delete(label);
  }

  private relabel(slots: Iterable<number>): void {
    for (const slot of slots) this.relabelled.add(slot);
  }
}
