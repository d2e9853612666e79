import type { NearSettings } from '../config/checkConfig';
import type { Sketch } from '../kernel/nearKernel';
import type { ExampleView } from '../record/view';
import type { Hash64 } from './contentHash';
import { ClusterTable, withRoom } from './clusterTable';
import type { DigestBatch } from './digestBatch';
import { type ComparesRows, NearDuplicates } from './nearDuplicates';
import { digestOf, foldedTextOf, nearTextOf, normalizedDigestOf, type RowDigest } from './rowDigest';

/** How a row repeats another. `kept` is the first row of the cluster: the one that has no verdict itself. */
export interface DuplicateVerdict {
  readonly kind: 'exact' | 'normalized' | 'near' | 'conflict';
  readonly kept: number;
  /** Rows of the cluster, this one and the kept one too. */
  readonly size: number;
  /** Near duplicates only: the row that is most alike, and how much. */
  readonly nearest?: { readonly row: number; readonly similarity: number };
}

/** Where a row stands in the file; decides which member of a cluster is the first. Ids in file order need none. */
export type RowOrder = (row: number) => number;

export interface DuplicateOptions {
  /** Share of repeated prompts above which several responses a prompt are the way of the dataset. */
  readonly conflictShare: number;
  /** How near duplicates are told; undefined where they are not looked for. */
  readonly near: NearSettings | undefined;
  readonly expectedRows?: number;
  /**
   * The example of a row, as it was added. Where it is given, near duplicates are looked for in `findNear`, some rows at a time;
   * without it texts are kept, and near duplicates are found as rows are added.
   */
  readonly viewOf?: (row: number) => ExampleView | undefined;
  /**
   * Loads the text by which near duplicates of a row are judged into the kernel that all share, and returns how many code points it has;
   * negative where `viewOf` must be asked.
   */
  readonly load?: (row: number) => number;
  /** Who compares rows besides. Only where `viewOf` is given. */
  readonly helper?: ComparesRows | undefined;
}

/** Fewer further responses than this show no habit, however small the file. */
const FEWEST_FURTHER = 10;

const inOrder: RowOrder = (row) => row;

/**
 * Which rows of a dataset repeat each other. Rows come and go one by one; what is found depends on the rows and their order in the
 * file alone, not on the order in which they came.
 */
export class DuplicateIndex {
  private readonly exact: ClusterTable;
  private readonly prompts: ClusterTable;
  private readonly normalized: ClusterTable;
  private near: NearDuplicates | undefined;
  /** Texts by which near duplicates are judged, where nobody else keeps them. */
  private readonly texts = new Map<number, string>();
  /** Different keys of `normalized` among the rows that `near` has. */
  private nearKeys = 0;
  /** Different examples without a prompt: the clusters of `exact` that have no place in `prompts`. */
  private promptless = 0;
  /** What `ClusterTable.touch` gave. */
  private touched = 0;

  constructor(private readonly options: DuplicateOptions) {
    this.exact = new ClusterTable(options.expectedRows);
    this.prompts = new ClusterTable(options.expectedRows);
    this.normalized = new ClusterTable(options.expectedRows);
  }

  /** The part of tier 1: exact duplicates and conflicts. */
  add(row: number, view: ExampleView): void {
    this.addDigest(row, digestOf(view));
  }

  /** The same for a row whose digest is known. */
  addDigest(row: number, { exact, prompt }: RowDigest): void {
    this.removeDigest(row);
    const isFirst = this.exact.add(row, exact);
    if (prompt !== undefined) this.prompts.add(row, prompt);
    else if (isFirst) this.promptless++;
  }

  /** The same for many rows at once, in half the time. Empties the batch. */
  addAll(batch: DigestBatch): void {
    const { rows, exactHigh, exactLow, promptHigh, promptLow, hasPrompt, count } = batch;
    for (let i = 0; i < count; i++) {
      this.touched ^= this.exact.touch(exactHigh[i] ?? 0, exactLow[i] ?? 0);
      this.touched ^= this.prompts.touch(promptHigh[i] ?? 0, promptLow[i] ?? 0);
    }
    for (let i = 0; i < count; i++) {
      const row = rows[i] ?? 0;
      if (this.exact.has(row)) this.removeDigest(row);
      const isFirst = this.exact.addKey(row, exactHigh[i] ?? 0, exactLow[i] ?? 0);
      if (hasPrompt[i] === 1) this.prompts.addKey(row, promptHigh[i] ?? 0, promptLow[i] ?? 0);
      else if (isFirst) this.promptless++;
    }
    batch.count = 0;
  }

  /** The part of tier 2: normalized and near duplicates. */
  addFolded(row: number, view: ExampleView): void {
    this.removeFolded(row);
    const folded = foldedTextOf(view);
    const isNew = this.normalized.add(row, normalizedDigestOf(view, folded));
    const { near, viewOf } = this.options;
    if (near === undefined) return;
    const text = near.part === 'example' ? folded : nearTextOf(view, near.part);
    this.near ??= this.createNear(near);
    if (!this.near.add(row, text)) return;
    if (isNew) this.nearKeys++;
    if (viewOf === undefined) this.texts.set(row, text);
    this.followNear();
  }

  /**
   * The same for a row of which the digest is known, and whose text by which near duplicates are judged the kernel that all share has
   * folded just now. Only where `viewOf` is given.
   */
  addLoaded(row: number, normalized: Hash64, points: number): void {
    this.removeFolded(row);
    const isNew = this.normalized.add(row, normalized);
    const { near } = this.options;
    if (near === undefined) return;
    this.near ??= this.createNear(near);
    if (this.near.addLoaded(row, points) && isNew) this.nearKeys++;
  }

  /**
   * The same for a row that was read elsewhere.
   * @param text the hash and the sketch of the text by which near duplicates are judged; undefined where it is not to be compared
   */
  addSketched(row: number, normalized: Hash64, text?: { readonly hash: Hash64; readonly sketch: Sketch }): void {
    this.removeFolded(row);
    const isNew = this.normalized.add(row, normalized);
    const { near } = this.options;
    if (near === undefined || text === undefined) return;
    this.near ??= this.createNear(near);
    this.near.addSketched(row, text.hash, text.sketch);
    if (isNew) this.nearKeys++;
  }

  /** Whether near duplicates of all rows so far have been found. */
  get isNearDone(): boolean {
    return this.near?.isDone ?? true;
  }

  /** Whether `findNear` has work that finds nothing more, but makes further edits cheaper. */
  get hasUpkeep(): boolean {
    return this.near?.hasUpkeep ?? false;
  }

  /**
   * Looks for near duplicates for about so many milliseconds, and says whether there is more to do, upkeep too.
   * @throws what `viewOf` throws; asked again, it goes on
   */
  findNear(milliseconds: number): boolean {
    return this.near?.work(milliseconds) ?? false;
  }

  remove(row: number): void {
    this.removeDigest(row);
    this.removeFolded(row);
  }

  /** Whether the row certainly has no verdict, and is in nobody else's. */
  isAlone(row: number): boolean {
    const isUnlike = this.foundNear?.isAlone(row) ?? true;
    return this.exact.isAlone(row) && this.prompts.isAlone(row) && this.normalized.isAlone(row) && isUnlike;
  }

  /**
   * How many rows have a verdict of each kind, without looking at them. Of normalized duplicates only once every row was folded.
   */
  counts(): Readonly<Record<DuplicateVerdict['kind'], number>> {
    const { exact, prompts, normalized } = this;
    const isFolded = normalized.size === exact.size;
    return {
      exact: exact.size - exact.distinct,
      normalized: isFolded ? exact.distinct - normalized.distinct : 0,
      near: this.foundNear?.countOf(this.nearKeys) ?? 0,
      conflict: this.hasSeveralResponses ? 0 : exact.distinct - this.promptless - prompts.distinct,
    };
  }

  /** Rows whose verdicts may change when `row` changes or goes: the members of its clusters, without itself. */
  relatedTo(row: number): number[] {
    const near = this.foundNear?.clusterOf(row) ?? [];
    const related = [this.exact, this.prompts, this.normalized].flatMap((table) => table.membersOf(row));
    return [...new Set([...related, ...near])].filter((other) => other !== row);
  }

  /** Every row of the exact, normalized or near cluster of a row, in file order: what a side-by-side view shows. */
  clusterOf(row: number, kind: DuplicateVerdict['kind'], order: RowOrder = inOrder): number[] {
    const members = kind === 'near' ? (this.foundNear?.clusterOf(row) ?? []) : this.tableOf(kind).membersOf(row);
    return members.sort((a, b) => order(a) - order(b));
  }

  /** Calls back with the rows of each cluster of two or more, in no order; normalized clusters hold exact ones. */
  forEachCluster(kind: 'exact' | 'normalized' | 'near', callback: (rows: readonly number[]) => void): void {
    if (kind === 'near') this.foundNear?.forEachCluster(callback);
    else this.tableOf(kind).forEachCluster(callback);
  }

  /** Whether other rows repeat this one exactly, and it is the first. */
  isKept(row: number, order: RowOrder = inOrder): boolean {
    return this.exact.sizeOf(row) > 1 && this.exact.firstOf(row, order) === row;
  }

  /** The first row of another dataset that is exactly this one. */
  sameIn(row: number, other: DuplicateIndex, order: RowOrder = inOrder): number | undefined {
    return firstWithKeyOf(row, this.exact, other.exact, order);
  }

  /** The first row of another dataset that is this one apart from case, spacing and punctuation. */
  normalizedIn(row: number, other: DuplicateIndex, order: RowOrder = inOrder): number | undefined {
    return firstWithKeyOf(row, this.normalized, other.normalized, order);
  }

  /** Whether several responses a prompt are the way of this dataset, so that a second one is no conflict. */
  get hasSeveralResponses(): boolean {
    const distinct = this.exact.distinct - this.promptless;
    const further = distinct - this.prompts.distinct;
    return further >= FEWEST_FURTHER && further / distinct > this.options.conflictShare;
  }

  /** What is to be said of one row: at most one of exact, normalized and near, and a conflict where there is one. */
  verdictsOf(row: number, order: RowOrder = inOrder): DuplicateVerdict[] {
    const same = this.exactVerdict(row, order) ?? this.normalizedVerdict(row, order) ?? this.nearVerdict(row, order);
    const conflict = same?.kind === 'exact' ? undefined : this.conflictVerdict(row, order);
    return [same, conflict].filter((verdict) => verdict !== undefined);
  }

  private removeDigest(row: number): void {
    const hadPrompt = this.prompts.has(row);
    this.prompts.remove(row);
    if (this.exact.remove(row) && !hadPrompt) this.promptless--;
  }

  private removeFolded(row: number): void {
    const wasNear = this.near?.has(row) === true;
    if (this.normalized.remove(row) && wasNear) this.nearKeys--;
    this.near?.remove(row);
    this.texts.delete(row);
    this.followNear();
  }

  /** Where nobody calls `findNear`, edits are worked in at once; unless they are so many that it pays to wait for a question. */
  private followNear(): void {
    if (this.options.viewOf === undefined && this.near?.isLive === true) this.near.settle();
  }

  /** The near duplicates, as far as they are found; all of them where nobody calls `findNear`. */
  private get foundNear(): NearDuplicates | undefined {
    if (this.options.viewOf === undefined) this.near?.settle();
    return this.near;
  }

  private createNear({ threshold, recall, part }: NearSettings): NearDuplicates {
    const { viewOf, load, expectedRows, helper } = this.options;
    const textOf = (row: number): string | undefined => {
      const view = viewOf?.(row);
      return view === undefined ? this.texts.get(row) : nearTextOf(view, part);
    };
    const given = {
      ...(expectedRows === undefined ? {} : { expectedRows: withRoom(expectedRows) }),
      ...(load === undefined ? {} : { load }),
    };
    return new NearDuplicates({ threshold, recall, textOf, helper, isBulk: viewOf !== undefined, ...given });
  }

  private exactVerdict(row: number, order: RowOrder): DuplicateVerdict | undefined {
    return verdict('exact', row, this.exact.firstOf(row, order), this.exact.sizeOf(row));
  }

  private normalizedVerdict(row: number, order: RowOrder): DuplicateVerdict | undefined {
    return verdict('normalized', row, this.normalized.firstOf(row, order), this.normalized.sizeOf(row));
  }

  private nearVerdict(row: number, order: RowOrder): DuplicateVerdict | undefined {
    const found = this.foundNear?.verdictOf(row, order);
    return found === undefined ? undefined : { kind: 'near', ...found };
  }

  private conflictVerdict(row: number, order: RowOrder): DuplicateVerdict | undefined {
    if (this.prompts.sizeOf(row) < 2 || this.hasSeveralResponses) return undefined;
    const first = this.prompts.firstOf(row, order);
    if (first === undefined || this.exact.haveSameKey(row, first)) return undefined;
    return verdict('conflict', row, first, this.prompts.sizeOf(row));
  }

  private tableOf(kind: 'exact' | 'normalized' | 'conflict'): ClusterTable {
    if (kind === 'exact') return this.exact;
    return kind === 'normalized' ? this.normalized : this.prompts;
  }
}

function verdict(
  kind: DuplicateVerdict['kind'],
  row: number,
  kept: number | undefined,
  size: number,
): DuplicateVerdict | undefined {
  return kept === undefined || kept === row || size < 2 ? undefined : { kind, kept, size };
}

function firstWithKeyOf(row: number, own: ClusterTable, other: ClusterTable, order: RowOrder): number | undefined {
  const key = own.keyOf(row);
  const same = key === undefined ? undefined : other.rowWith(key);
  return same === undefined ? undefined : other.firstOf(same, order);
}
