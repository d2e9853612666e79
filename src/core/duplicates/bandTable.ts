/** Buckets with more members than this are not compared all with all. */
export const LARGE_BUCKET = 64;
/** How many members on either side, in the order of their hashes, a member of a large bucket is compared with. */
export const REACH = 4;

/** Nodes of a part of a sorted list, on average. */
const PART_NODES = 8;
/** Parts up to which their nodes are compared each with each. */
const SMALL_PART = 32;
/** Nodes that may come after sorting before it is worth to sort anew: so many, or this share of those that are sorted. */
const FEW_LATE = 1024;
const LATE_SHARE = 1 / 16;

/** What a node is: nowhere, in the sorted lists, come after them, or gone from them. */
const ABSENT = 0;
const SORTED = 1;
const LATE = 2;
const GONE = 3;

/**
 * Which nodes have a band in common. Every band has the keys of all nodes, and a list of the nodes that is sorted by the first bits of
 * their keys, so that a bucket is found in a part of the list: some nine bytes a node and band. Nodes are put in first and sorted
 * later, some at a time (`sortSome`); those that come after that are kept in maps.
 */
export class BandTable {
  private capacity: number;
  private readonly keys: Int32Array[] = [];
  private readonly lists: Int32Array[] = [];
  /** Where each part of the list ends. */
  private readonly ends: Int32Array[] = [];
  private readonly late: Map<number, number[]>[] = [];
  private lateCount = 0;
  private states: Uint8Array;
  private end = 0;
  /** Whether sorting has begun, so that nodes that come now are late. */
  private isBegun = false;
  /** How far sorting is: all of the bands before this one; of this one, nodes are counted or put in their places before that. */
  private band = 0;
  private isCounted = false;
  private next = 0;
  /** Of the nodes that are sorted: the one behind the last, and how far keys are shifted to give their part. */
  private sortedEnd = 0;
  private shift = 31;
  /** Keys of the part that is looked at. */
  private readonly partKeys = new Int32Array(SMALL_PART);
  /** Grows with every entry that is looked at. */
  steps = 0;

  constructor(
    readonly bands: number,
    expectedNodes: number,
  ) {
    this.capacity = Math.max(16, expectedNodes);
    this.states = new Uint8Array(this.capacity);
    for (let band = 0; band < bands; band++) {
      this.keys.push(new Int32Array(this.capacity));
      this.late.push(new Map());
    }
  }

  /** How many parts the lists have. */
  get parts(): number {
    return 2 ** (32 - this.shift);
  }

  get isSorted(): boolean {
    return this.band === this.bands;
  }

  /** Whether sorting is under way: nodes that were removed keep their numbers until it ends. */
  get isSorting(): boolean {
    return this.isBegun && !this.isSorted;
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
    if (node >= this.capacity) this.grow(node);
    this.end = Math.max(this.end, node + 1);
    const isLate = this.isBegun;
    this.states[node] = isLate ? LATE : SORTED;
    if (isLate) this.lateCount++;
    for (let band = 0; band < this.bands; band++) {
      const key = keys[band] ?? 0;
      at(this.keys, band)[node] = key;
      if (!isLate) continue;
      const bucket = at(this.late, band).get(key);
      if (bucket === undefined) at(this.late, band).set(key, [node]);
      else bucket.push(node);
    }
  }

  remove(node: number): void {
    if (this.states[node] === LATE) {
      this.lateCount--;
      for (let band = 0; band < this.bands; band++) this.removeLate(band, node);
    }
    this.states[node] = this.states[node] === SORTED && this.isBegun ? GONE : ABSENT;
  }

  /** Forgets which nodes are in a bucket together; `sortSome` finds out again. */
  unsort(): void {
    this.band = this.next = this.sortedEnd = this.lateCount = 0;
    this.isBegun = this.isCounted = false;
    this.lists.length = this.ends.length = 0;
    for (const buckets of this.late) buckets.clear();
    for (let node = 0; node < this.end; node++) this.states[node] = this.has(node) ? SORTED : ABSENT;
  }

  /** Sorts on, looking at up to so many nodes; false when all bands are sorted. */
  sortSome(most: number): boolean {
    if (this.isSorted) return false;
    if (!this.isBegun) this.beginSorting();
    if (this.next === 0 && !this.isCounted) {
      this.lists[this.band] = new Int32Array(this.sortedEnd);
      this.ends[this.band] = new Int32Array(this.parts);
    }
    const to = Math.min(this.sortedEnd, this.next + most);
    if (this.isCounted) this.place(to);
    else this.count(to);
    this.next = to;
    if (to < this.sortedEnd) return true;
    this.next = 0;
    if (this.isCounted) this.band++;
    else sumUp(at(this.ends, this.band));
    this.isCounted = !this.isCounted;
    return !this.isSorted;
  }

  /** The nodes that have come since sorting began. */
  lateNodes(): number[] {
    const [buckets] = this.late;
    return buckets === undefined ? [] : [...buckets.values()].flat();
  }

  haveSame(band: number, a: number, b: number): boolean {
    const keys = at(this.keys, band);
    return keys[a] === keys[b];
  }

  /** Every node of a node's bucket in a band, the node itself too, in no order. */
  bucketOf(band: number, node: number): number[] {
    const keys = at(this.keys, band);
    const key = keys[node] ?? 0;
    const bucket = [...(at(this.late, band).get(key) ?? [])];
    this.steps += bucket.length;
    if (!this.isSorted) return bucket;
    const list = at(this.lists, band);
    const part = key >>> this.shift;
    for (let i = this.startOf(band, part), end = at(this.ends, band)[part] ?? 0; i < end; i++) {
      const other = list[i] ?? 0;
      this.steps++;
      if (this.states[other] === SORTED && keys[other] === key) bucket.push(other);
    }
    return bucket;
  }

  /** Calls back with every bucket that has two or more sorted nodes in a part, late ones too. */
  forEachBucket(band: number, part: number, callback: (bucket: number[]) => void): void {
    const start = this.startOf(band, part);
    const end = at(this.ends, band)[part] ?? 0;
    if (end - start < 2) return;
    if (end - start > SMALL_PART) this.forEachOfLarge(band, start, end, callback);
    else this.forEachOfSmall(band, start, end, callback);
  }

  private forEachOfSmall(band: number, start: number, end: number, callback: (bucket: number[]) => void): void {
    const list = at(this.lists, band);
    const keys = at(this.keys, band);
    const { partKeys } = this;
    for (let i = start; i < end; i++) partKeys[i - start] = keys[list[i] ?? 0] ?? 0;
    for (let i = 0; i < end - start - 1; i++) {
      const key = partKeys[i] ?? 0;
      for (let j = i + 1; j < end - start; j++) {
        if (partKeys[j] !== key) continue;
        // The first of a bucket calls back for all.
        if (partKeys.indexOf(key) === i) this.callBack(band, list.slice(start, end), key, callback);
        break;
      }
    }
  }

  private forEachOfLarge(band: number, start: number, end: number, callback: (bucket: number[]) => void): void {
    const keys = at(this.keys, band);
    const buckets = new Map<number, number[]>();
    for (const node of at(this.lists, band).subarray(start, end)) {
      const bucket = buckets.get(keys[node] ?? 0);
      if (bucket === undefined) buckets.set(keys[node] ?? 0, [node]);
      else bucket.push(node);
    }
    for (const [key, bucket] of buckets) if (bucket.length > 1) this.callBack(band, bucket, key, callback);
  }

  private callBack(
    band: number,
    nodes: ArrayLike<number> & Iterable<number>,
    key: number,
    callback: (bucket: number[]) => void,
  ): void {
    const keys = at(this.keys, band);
    const sorted = Array.from(nodes).filter((node) => this.states[node] === SORTED && keys[node] === key);
    if (sorted.length > 1) callback([...sorted, ...(at(this.late, band).get(key) ?? [])]);
  }

  private startOf(band: number, part: number): number {
    return part === 0 ? 0 : (at(this.ends, band)[part - 1] ?? 0);
  }

  private beginSorting(): void {
    this.isBegun = true;
    this.sortedEnd = this.end;
    const bits = Math.ceil(Math.log2(Math.max(2, this.sortedEnd / PART_NODES)));
    this.shift = 32 - bits;
  }

  /** Counts the nodes of each part. */
  private count(to: number): void {
    const { states, shift } = this;
    const [keys, counts] = [at(this.keys, this.band), at(this.ends, this.band)];
    for (let node = this.next; node < to; node++) {
      if (!isInList(states[node])) continue;
      const part = (keys[node] ?? 0) >>> shift;
      counts[part] = (counts[part] ?? 0) + 1;
    }
  }

  /** Puts nodes where they belong; the beginnings of parts become their ends. */
  private place(to: number): void {
    const { states, shift } = this;
    const [keys, list, ends] = [at(this.keys, this.band), at(this.lists, this.band), at(this.ends, this.band)];
    for (let node = this.next; node < to; node++) {
      if (!isInList(states[node])) continue;
      const part = (keys[node] ?? 0) >>> shift;
      const place = ends[part] ?? 0;
      list[place] = node;
      ends[part] = place + 1;
    }
  }

  private removeLate(band: number, node: number): void {
    const buckets = at(this.late, band);
    const key = at(this.keys, band)[node] ?? 0;
    const left = (buckets.get(key) ?? []).filter((other) => other !== node);
    if (left.length === 0) buckets.delete(key);
    else buckets.set(key, left);
  }

  private grow(node: number): void {
    this.capacity = Math.max(node + 1, Math.ceil(this.capacity * 1.5));
    for (let band = 0; band < this.bands; band++) this.keys[band] = longer(at(this.keys, band), this.capacity);
    const states = new Uint8Array(this.capacity);
    states.set(this.states);
    this.states = states;
  }
}

/** Whether a node takes part in sorting: one that goes meanwhile keeps its place. */
function isInList(state: number | undefined): boolean {
  return state === SORTED || state === GONE;
}

/** Makes counts the places where their parts begin. */
function sumUp(counts: Int32Array): void {
  let sum = 0;
  for (let part = 0; part < counts.length; part++) {
    const count = counts[part] ?? 0;
    counts[part] = sum;
    sum += count;
  }
}

function at<T>(bands: readonly T[], band: number): T {
  const found = bands[band];
  if (found === undefined) throw new RangeError(`There is no band ${band}.`);
  return found;
}

function longer(array: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}
