import { IdIndex, lastAtMost } from './idIndex';
import {
  packStart,
  type PackedRuns,
  pushAllJoined,
  pushJoined,
  pushPart,
  RUN_SIZE,
  unpackRun,
  unpackRuns,
} from './packedRuns';
import { type Run, type RowId, sliceRun } from './run';

/** Runs in a leaf at most; a splice inside a leaf moves that many. */
const MAX_RUNS = 64;
/** Up to so many new numbers are compared with the old ones, to leave the index of ids alone where it is right. */
const FEW = 8 * RUN_SIZE;

/** Some neighbouring runs. The arrays of a frozen leaf belong to a snapshot too and are copied before the next change. */
interface Leaf {
  packed: PackedRuns;
  rows: number;
  /** Position in the list of leaves. */
  ordinal: number;
  frozen: boolean;
}

/** A place between or in runs: `offset` rows into run `run` of `leaf`. */
interface Place {
  readonly leaf: Leaf;
  readonly run: number;
  readonly offset: number;
}

/** The order of rows at one moment; later changes of the rows that it came from do not show. */
export interface FrozenRows {
  readonly count: number;
  runs(): Iterable<Run>;
}

/**
 * The order of the rows of a document, as runs (a piece table). Two levels: a list of leaves with up to 64 runs each, and the
 * number of the first row of each leaf, worked out when needed; another such list finds the leaf of an id. So a step costs some
 * microseconds as long as there are some hundred thousand runs, however many rows they stand for.
 */
export class Rows {
  private leaves: Leaf[] = [newLeaf()];
  /** Number of the first row of each leaf; right up to and including position `known`. */
  private readonly starts: number[] = [0];
  private known = 0;
  private readonly byId = new IdIndex<Leaf>();
  private rows = 0;

  constructor(runs: Iterable<Run> = []) {
    this.splice(0, 0, runs);
  }

  get count(): number {
    return this.rows;
  }

  /** The row at an index as a run of one. @throws RangeError when there is none */
  at(index: number): Run {
    this.check(index, this.rows - 1);
    const { leaf, run, offset } = this.place(index);
    return sliceRun(unpackRun(leaf.packed, run * RUN_SIZE), offset, 1);
  }

  /** Index of a row; -1 when it is not there. */
  indexOf(id: RowId): number {
    return this.locate(id)?.index ?? -1;
  }

  /** Index of a row and its run from this row on; undefined when it is not there. */
  locate(id: RowId): { readonly index: number; readonly run: Run } | undefined {
    const leaf = this.byId.floor(id);
    if (leaf === undefined) return undefined;
    const { packed } = leaf;
    let before = 0;
    for (let at = 0; at < packed.length; at += RUN_SIZE) {
      const count = packed[at + 1] ?? 0;
      const into = id - (packed[at] ?? 0);
      if (into >= 0 && into < count) {
        return { index: this.startOf(leaf) + before + into, run: sliceRun(unpackRun(packed, at), into, count - into) };
      }
      before += count;
    }
    return undefined;
  }

  /** The rows from `from` on as runs, at most `count` rows. */
  slice(from = 0, count = Infinity): Run[] {
    const to = Math.min(this.rows, from + count);
    if (from >= to) return [];
    this.check(from, this.rows);
    return this.collect(this.place(from), to - from);
  }

  /** A copy that later changes leave alone. Shares its memory until then. */
  freeze(): FrozenRows {
    const lists = this.leaves.map((leaf) => {
      leaf.frozen = true;
      return leaf.packed;
    });
    return {
      count: this.rows,
      *runs() {
        for (const packed of lists) yield* unpackRuns(packed);
      },
    };
  }

  /**
   * Takes `deleteCount` rows away at `at`, puts the rows of `inserted` there, and returns what was taken. Ids must be unique in
   * the document.
   */
  splice(at: number, deleteCount: number, inserted: Iterable<Run>): Run[] {
    this.check(at, this.rows);
    if (deleteCount !== 0) this.check(at + deleteCount - 1, this.rows - 1);
    if (!(deleteCount >= 0)) throw new RangeError('Rows to delete cannot be fewer than none.');
    const from = this.place(at);
    const removed = this.collect(from, deleteCount);
    const to = deleteCount === 0 ? from : this.place(at + deleteCount);
    this.replace(from, to, inserted);
    return removed;
  }

  /** Everything between two places gives way to `inserted`, and neighbours that go on in it are joined with it. */
  private replace(from: Place, to: Place, inserted: Iterable<Run>): void {
    const first = Math.max(0, from.run - 1) * RUN_SIZE;
    const last = Math.min(to.leaf.packed.length, (to.run + 2) * RUN_SIZE);
    const middle = joined(from, first, to, last, inserted);
    if (from.leaf === to.leaf) this.rewrite(from.leaf, first, last, middle);
    else this.rewriteAcross(from.leaf, first, to.leaf, last, middle);
  }

  private rewrite(leaf: Leaf, first: number, last: number, middle: PackedRuns): void {
    const old = leaf.packed.slice(first, last);
    const few = middle.length <= FEW;
    for (let at = 0; at < old.length; at += RUN_SIZE) {
      if (!few || !startsRun(middle, old[at] ?? 0)) this.byId.delete(old[at] ?? 0);
    }
    for (let at = 0; at < middle.length; at += RUN_SIZE) this.byId.set(middle[at] ?? 0, leaf);
    if (leaf.frozen) {
      leaf.packed = leaf.packed.slice();
      leaf.frozen = false;
    }
    if (few) leaf.packed.splice(first, last - first, ...middle);
    else leaf.packed = leaf.packed.slice(0, first).concat(middle, leaf.packed.slice(last));
    this.settle(leaf);
  }

  private rewriteAcross(from: Leaf, first: number, to: Leaf, last: number, middle: PackedRuns): void {
    for (let i = from.ordinal; i <= to.ordinal; i++) {
      const leaf = this.leaves[i];
      if (leaf === undefined) continue;
      this.forget(leaf.packed, leaf === from ? first : 0, leaf === to ? last : leaf.packed.length);
      this.rows -= leaf.rows;
    }
    const tail = to.packed.slice(last);
    this.leaves.splice(from.ordinal + 1, to.ordinal - from.ordinal);
    this.number(from.ordinal + 1);
    from.rows = 0;
    from.packed = from.packed.slice(0, first).concat(middle, tail);
    from.frozen = false;
    this.remember(from, first);
    this.settle(from);
  }

  /** Counts a leaf's rows again, cuts it up where it is too long, and drops it where it is empty. */
  private settle(leaf: Leaf): void {
    const rowsBefore = leaf.rows;
    const packed = leaf.packed;
    const added: Leaf[] = [];
    if (packed.length > MAX_RUNS * RUN_SIZE) {
      const parts = Math.ceil(packed.length / RUN_SIZE / (MAX_RUNS * 0.6));
      const size = Math.ceil(packed.length / RUN_SIZE / parts) * RUN_SIZE;
      for (let at = size; at < packed.length; at += size) added.push(newLeaf(packed.slice(at, at + size)));
      packed.length = size;
    }
    leaf.rows = sumRows(packed);
    this.rows += leaf.rows - rowsBefore;
    for (const part of added) this.rows += part.rows;
    if (added.length > 0) {
      this.leaves = this.leaves.slice(0, leaf.ordinal + 1).concat(added, this.leaves.slice(leaf.ordinal + 1));
      this.number(leaf.ordinal + 1);
      for (const part of added) this.remember(part, 0);
    }
    if (leaf.rows !== rowsBefore) this.known = Math.min(this.known, leaf.ordinal);
    if (packed.length === 0 && this.leaves.length > 1) {
      this.leaves.splice(leaf.ordinal, 1);
      this.number(leaf.ordinal);
    }
  }

  private number(from: number): void {
    for (let i = from; i < this.leaves.length; i++) {
      const leaf = this.leaves[i];
      if (leaf !== undefined) leaf.ordinal = i;
    }
    this.known = Math.max(0, Math.min(this.known, from - 1));
    this.starts.length = this.leaves.length;
  }

  private forget(packed: PackedRuns, from: number, to: number): void {
    for (let at = from; at < to; at += RUN_SIZE) this.byId.delete(packed[at] ?? 0);
  }

  private remember(leaf: Leaf, from: number): void {
    for (let at = from; at < leaf.packed.length; at += RUN_SIZE) this.byId.set(leaf.packed[at] ?? 0, leaf);
  }

  private startOf(leaf: Leaf): number {
    this.know(leaf.ordinal);
    return this.starts[leaf.ordinal] ?? 0;
  }

  private know(ordinal: number): void {
    for (let i = this.known; i < ordinal; i++) {
      this.starts[i + 1] = (this.starts[i] ?? 0) + (this.leaves[i]?.rows ?? 0);
    }
    this.known = Math.max(this.known, ordinal);
  }

  /** Where the row at `index` is; for `count`, behind the last run. */
  private place(index: number): Place {
    this.know(this.leaves.length - 1);
    const leaf = this.leaves[lastAtMost(this.starts, index)] ?? newLeaf();
    let offset = index - (this.starts[leaf.ordinal] ?? 0);
    let run = 0;
    for (let at = 1; at < leaf.packed.length && offset >= (leaf.packed[at] ?? 0); at += RUN_SIZE, run++) {
      offset -= leaf.packed[at] ?? 0;
    }
    return { leaf, run, offset };
  }

  private collect(from: Place, count: number): Run[] {
    const runs: Run[] = [];
    let { run, offset } = from;
    for (let i = from.leaf.ordinal, left = count; left > 0 && i < this.leaves.length; i++, run = 0) {
      const packed = this.leaves[i]?.packed ?? [];
      for (let at = run * RUN_SIZE; at < packed.length && left > 0; at += RUN_SIZE, offset = 0) {
        const whole = unpackRun(packed, at);
        const part = sliceRun(whole, offset, Math.min(left, whole.count - offset));
        runs.push(part);
        left -= part.count;
      }
    }
    return runs;
  }

  private check(index: number, last: number): void {
    if (!(index >= 0 && index <= last)) throw new RangeError(`There is no row ${index} among ${this.rows}.`);
  }
}

/** What stands from number `first` to number `last` once everything between two places has given way to `inserted`. */
function joined(from: Place, first: number, to: Place, last: number, inserted: Iterable<Run>): PackedRuns {
  const middle: PackedRuns = [];
  const start = from.run * RUN_SIZE;
  pushAllJoined(middle, from.leaf.packed, first, start);
  if (from.offset > 0) pushPart(middle, from.leaf.packed, start, 0, from.offset);
  for (const run of inserted) pushJoined(middle, run.id, run.count, packStart(run));
  let end = to.run * RUN_SIZE;
  if (to.offset > 0) {
    pushPart(middle, to.leaf.packed, end, to.offset, (to.leaf.packed[end + 1] ?? 0) - to.offset);
    end += RUN_SIZE;
  }
  pushAllJoined(middle, to.leaf.packed, end, last);
  return middle;
}

/** Whether a run of the list starts at `id`. */
function startsRun(packed: PackedRuns, id: number): boolean {
  for (let at = 0; at < packed.length; at += RUN_SIZE) if (packed[at] === id) return true;
  return false;
}

function newLeaf(packed: PackedRuns = []): Leaf {
  return { packed, rows: sumRows(packed), ordinal: 0, frozen: false };
}

function sumRows(packed: PackedRuns): number {
  let rows = 0;
  for (let at = 1; at < packed.length; at += RUN_SIZE) rows += packed[at] ?? 0;
  return rows;
}
