import { BandKeys } from './bandKeys';
import { BandSorter, type SortedBand } from './bandSorter';

/** Buckets with more members than this are not compared all with all. */
export const LARGE_BUCKET = 64;
/** How many members on either side, in the order of their hashes, a member of a large bucket is compared with. */
export const REACH = 4;

/** Nodes that may come after sorting before it is worth to sort anew: so many, or this share of those that are sorted. */
const FEW_LATE = 1024;
const LATE_SHARE = 1 / 16;

/** What a node is: nowhere, in the sorted lists, come after them, or gone from them. Those that stand in the lists are odd. */
const ABSENT = 0;
const SORTED = 1;
const LATE = 2;
const GONE = 3;

/**
 * Which nodes have a band in common. Every band has the keys of all nodes, and a list of the nodes that is sorted by the first bits of
 * their keys, so that a bucket is found in a part of the list: little more than eight bytes a node and band. Nodes are put in first and sorted
 * later, some at a time (`sortSome`); those that come after that are kept in maps.
 */
export class BandTable {
  private readonly keys: BandKeys;
  /** The bands that are sorted. */
  private readonly lists: SortedBand[] = [];
  private readonly late: Map<number, number[]>[];
  private lateCount = 0;
  private states: Uint8Array;
  private end = 0;
  /** While sorting is under way. */
  private sorter: BandSorter | undefined;
  /** The node behind the last of those that are sorted. */
  private sortedEnd = 0;
  /** Grows with every entry that is looked at. */
  steps = 0;

  constructor(
    readonly bands: number,
    expectedNodes: number,
  ) {
    const nodes = Math.max(16, expectedNodes);
    this.keys = new BandKeys(bands, nodes);
    this.late = Array.from({ length: bands }, () => new Map<number, number[]>());
    this.states = new Uint8Array(nodes);
  }

  get isSorted(): boolean {
    return this.lists.length === this.bands;
  }

  /** Whether sorting is under way: nodes that were removed keep their numbers until it ends. */
  get isSorting(): boolean {
    return this.sorter !== undefined;
  }

  /** Whether so many nodes have come since sorting that it is worth to sort anew. */
  get isOutdated(): boolean {
    return this.lateCount > Math.max(FEW_LATE, this.sortedEnd * LATE_SHARE);
  }

  has(node: number): boolean {
    const state = this.states[node];
    return state === SORTED || state === LATE;
  }

  /** Puts in a node, with the keys of its bands. Not one that was removed while sorting is under way. */
  add(node: number, keys: Int32Array): void {
    this.keys.set(node, keys);
    if (node >= this.states.length) this.states = longer(this.states, node);
    this.end = Math.max(this.end, node + 1);
    this.states[node] = this.isBegun ? LATE : SORTED;
    if (!this.isBegun) return;
    this.lateCount++;
    for (const [band, buckets] of this.late.entries()) {
      const key = keys[band] ?? 0;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [node]);
      else bucket.push(node);
    }
  }

  remove(node: number): void {
    if (this.states[node] === LATE) {
      this.lateCount--;
      for (const [band, buckets] of this.late.entries()) this.removeLate(buckets, this.keys.of(band)[node] ?? 0, node);
    }
    this.states[node] = this.states[node] === SORTED && this.isBegun ? GONE : ABSENT;
  }

  /** Forgets which nodes are in a bucket together; `sortSome` finds out again. */
  unsort(): void {
    this.sortedEnd = this.lateCount = 0;
    this.sorter = undefined;
    this.lists.length = 0;
    for (const buckets of this.late) buckets.clear();
    for (let node = 0; node < this.end; node++) this.states[node] = this.has(node) ? SORTED : ABSENT;
  }

  /** Sorts on, looking at some `most` nodes; false when all bands are sorted. */
  sortSome(most: number): boolean {
    if (this.isSorted) return false;
    this.sorter ??= this.beginSorting();
    const list = this.sorter.sortSome(this.keys.of(this.lists.length), this.states, most);
    if (list === undefined || this.lists.push(list) < this.bands) return true;
    this.sorter = undefined;
    return false;
  }

  /** The nodes that have come since sorting began. */
  lateNodes(): number[] {
    const [buckets] = this.late;
    return buckets === undefined ? [] : [...buckets.values()].flat();
  }

  haveSame(band: number, a: number, b: number): boolean {
    const keys = this.keys.of(band);
    return keys[a] === keys[b];
  }

  /** Every node of a node's bucket in a band, the node itself too, in no order. */
  bucketOf(band: number, node: number): number[] {
    const keys = this.keys.of(band);
    const key = keys[node] ?? 0;
    const bucket = [...this.lateOf(band, key)];
    this.steps += bucket.length;
    if (!this.isSorted) return bucket;
    const list = at(this.lists, band);
    const part = key >>> list.shift;
    for (let i = startOf(list, part), end = list.ends[part] ?? 0; i < end; i++) {
      const other = list.nodes[i] ?? 0;
      this.steps++;
      if (this.states[other] === SORTED && keys[other] === key) bucket.push(other);
    }
    return bucket;
  }

  /** How many runs of nodes with the same key were found when a band was sorted. */
  runsOf(band: number): number {
    return at(this.lists, band).runs.length / 2;
  }

  /** Calls back with the bucket of each of some runs that still has two or more sorted nodes, late ones too. */
  forEachBucket(band: number, from: number, to: number, callback: (bucket: number[]) => void): void {
    const { nodes, runs } = at(this.lists, band);
    const keys = this.keys.of(band);
    for (let run = from; run < to; run++) {
      const bucket: number[] = [];
      for (let i = runs[2 * run] ?? 0, end = runs[2 * run + 1] ?? 0; i < end; i++) {
        const node = nodes[i] ?? 0;
        if (this.states[node] === SORTED) bucket.push(node);
      }
      if (bucket.length < 2) continue;
      callback(this.lateCount === 0 ? bucket : bucket.concat(this.lateOf(band, keys[bucket[0] ?? 0] ?? 0)));
    }
  }

  /** Gives back the memory of a band's runs. */
  forgetRuns(band: number): void {
    at(this.lists, band).runs = new Int32Array(0);
  }

  private lateOf(band: number, key: number): readonly number[] {
    return this.late[band]?.get(key) ?? [];
  }

  private get isBegun(): boolean {
    return this.isSorting || this.isSorted;
  }

  private beginSorting(): BandSorter {
    this.sortedEnd = this.end;
    return new BandSorter(this.end);
  }

  private removeLate(buckets: Map<number, number[]>, key: number, node: number): void {
    const left = (buckets.get(key) ?? []).filter((other) => other !== node);
    if (left.length === 0) buckets.delete(key);
    else buckets.set(key, left);
  }
}

function startOf({ ends }: SortedBand, part: number): number {
  return part === 0 ? 0 : (ends[part - 1] ?? 0);
}

function at<T>(bands: readonly T[], band: number): T {
  const found = bands[band];
  if (found === undefined) throw new RangeError(`There is no band ${band}.`);
  return found;
}

function longer(array: Uint8Array, index: number): Uint8Array {
  const copy = new Uint8Array(Math.max(index + 1, Math.ceil(array.length * 1.5)));
  copy.set(array);
  return copy;
}
