import { BandKeys } from './bandKeys';
import { BandSorter, type SortedBand } from './bandSorter';
import { BucketFinder } from './bucketFinder';

/** Buckets with more members than this are not compared all with all. */
export const LARGE_BUCKET = 64;
/** How many members on either side, in the order of their hashes, a member of a large bucket is compared with. */
export const REACH = 4;

/** Nodes that may come after listing before it is worth to look for all buckets anew: so many, or this share of those that are listed. */
const FEW_LATE = 1024;
const LATE_SHARE = 1 / 16;
/** Keys that are passed by one after the other in the time that one is looked up. */
const SCANNED_A_STEP = 32;
/** A walk through the keys of more nodes would keep an edit waiting: 20 to 30 ms a million. Lists of so many are made in any case. */
const MOST_SCANNED = 2_000_000;

/**
 * What a node is: nowhere, there, come since a band was begun or lists were, or gone since lists were. Those that the band that is
 * under way, or lists, look at are odd.
 */
const ABSENT = 0;
const PRESENT = 1;
const LATE = 2;
const GONE = 3;

/**
 * Which nodes have a band in common. The buckets of two and more nodes are found band by band, some nodes at a time (`findSome`), and
 * not kept. The bucket of a single node is found by a walk through all keys of its band; or, when there are lists of where the nodes
 * of a band stand (`listSome`), in a part of one. Lists cost four bytes a node and band, so they are made only for who asks for single
 * buckets, and where a walk would take too long.
 */
export class BandTable {
  private readonly keys: BandKeys;
  private readonly late: Map<number, number[]>[];
  private lateCount = 0;
  private states: Uint8Array;
  private end = 0;
  /** While the buckets of all bands are being found: of which band. */
  private finder: BucketFinder | undefined;
  private band = 0;
  /** The bands that are listed. */
  private readonly lists: SortedBand[] = [];
  private sorter: BandSorter | undefined;
  /** The node behind the last of those that are listed. */
  private listedEnd = 0;
  private wantsLists = false;
  /** The buckets of the node that was asked for last, until keys change. */
  private scanned: { readonly node: number; readonly nodesByBand: readonly (readonly number[])[] } | undefined;
  /** Grows with every entry that is looked at. */
  steps = 0;

  constructor(
    readonly bands: number,
    expectedNodes: number,
    private readonly mostScanned = MOST_SCANNED,
  ) {
    this.keys = new BandKeys(bands);
    this.late = Array.from({ length: bands }, () => new Map<number, number[]>());
    this.states = new Uint8Array(Math.max(16, expectedNodes));
  }

  /** How many nodes there have been at once. */
  get size(): number {
    return this.end;
  }

  /** Whether lists are worth their memory, because single buckets were asked for or would take long, and are not there yet. */
  get isToBeListed(): boolean {
    return (this.wantsLists || this.end > this.mostScanned) && !this.isListed;
  }

  /** Whether lists are being made: nodes that were removed keep their numbers until that ends. */
  get isListing(): boolean {
    return this.sorter !== undefined;
  }

  /** Whether so many nodes have come since they were listed that it is worth to look for all buckets anew. */
  get isOutdated(): boolean {
    return this.listedEnd > 0 && this.lateCount > Math.max(FEW_LATE, this.listedEnd * LATE_SHARE);
  }

  has(node: number): boolean {
    const state = this.states[node];
    return state === PRESENT || state === LATE;
  }

  /** Puts in a node, with the keys of its bands. Not one that was removed while lists are made. */
  add(node: number, keys: Int32Array): void {
    this.keys.set(node, keys);
    this.scanned = undefined;
    if (node >= this.states.length) this.states = longer(this.states, node);
    this.end = Math.max(this.end, node + 1);
    const isLate = this.finder !== undefined || this.isListing || this.isListed;
    this.states[node] = isLate ? LATE : PRESENT;
    if (!isLate) return;
    this.lateCount++;
    for (let band = this.firstFollowed; band < this.endFollowed; band++) this.addLate(band, keys[band] ?? 0, node);
  }

  remove(node: number): void {
    if (this.states[node] === LATE) {
      this.lateCount--;
      for (let band = this.firstFollowed; band < this.endFollowed; band++) {
        this.removeLate(this.lateOf(band), this.keys.keyOf(band, node), node);
      }
    }
    this.states[node] = this.states[node] === PRESENT && this.isListing ? GONE : ABSENT;
  }

  /** Forgets the lists, and the buckets that are being found. */
  forget(): void {
    this.finder = this.sorter = undefined;
    this.wantsLists = false;
    this.listedEnd = this.band = this.lists.length = 0;
    this.takeInLate();
    for (let node = 0; node < this.end; node++) if (!this.has(node)) this.states[node] = ABSENT;
  }

  /** Goes on with finding the buckets of a band, the first one at first, looking at some `most` nodes; true when they are known. */
  findSome(most: number): boolean {
    this.finder ??= new BucketFinder(this.end);
    return this.finder.findSome(this.keys, this.band, this.states, this.end, most);
  }

  /** How many buckets of two and more nodes were found. */
  get found(): number {
    return this.finder?.count ?? 0;
  }

  /** Calls back with some of the buckets that were found and have two or more nodes still, with those that came since. */
  forEachBucket(from: number, to: number, callback: (bucket: number[]) => void): void {
    this.finder?.forEach(from, to, (nodes, key) => {
      const still = nodes.filter((node) => this.states[node] === PRESENT);
      if (still.length > 1)
        callback(this.lateCount === 0 ? still : still.concat(this.lateOf(this.band).get(key) ?? []));
    });
  }

  /** Goes on to the next band; false after the last one. */
  nextBand(): boolean {
    this.takeInLate();
    if (++this.band < this.bands) return true;
    this.band = 0;
    this.finder = undefined;
    return false;
  }

  /** Makes lists, looking at some `most` nodes. Not while buckets are being found. */
  listSome(most: number): void {
    if (this.isListed) return;
    this.sorter ??= this.beginListing();
    const list = this.sorter.sortSome(this.keys, this.lists.length, this.states, most);
    if (list !== undefined && this.lists.push(list) === this.bands) this.sorter = undefined;
  }

  haveSame(band: number, a: number, b: number): boolean {
    return this.keys.keyOf(band, a) === this.keys.keyOf(band, b);
  }

  /** Every node of a node's bucket in a band, the node itself too, in no order. */
  bucketOf(band: number, node: number): number[] {
    return this.isListed ? this.listedWith(band, node) : this.scannedWith(band, node);
  }

  /** All buckets of a node at once: who asks for one most often asks for the others, too. */
  private scannedWith(band: number, node: number): number[] {
    if (this.scanned?.node !== node) {
      this.wantsLists = true;
      this.steps += Math.ceil((this.end * this.bands) / SCANNED_A_STEP);
      this.scanned = { node, nodesByBand: this.keys.nodesLike(node, this.end) };
    }
    return (this.scanned.nodesByBand[band] ?? []).filter((other) => this.has(other));
  }

  private listedWith(band: number, node: number): number[] {
    const key = this.keys.keyOf(band, node);
    const bucket = [...(this.lateOf(band).get(key) ?? [])];
    this.steps += bucket.length;
    const list = this.lists[band];
    if (list === undefined) throw new RangeError(`There is no band ${band}.`);
    const part = key >>> list.shift;
    for (let i = startOf(list, part), end = list.ends[part] ?? 0; i < end; i++) {
      const other = list.nodes[i] ?? 0;
      this.steps++;
      if (this.states[other] === PRESENT && this.keys.keyOf(band, other) === key) bucket.push(other);
    }
    return bucket;
  }

  private get isListed(): boolean {
    return this.lists.length === this.bands;
  }

  private beginListing(): BandSorter {
    this.listedEnd = this.end;
    return new BandSorter(this.end);
  }

  /** Late nodes are followed in the band that is under way, or for lists in all. */
  private get firstFollowed(): number {
    return this.finder === undefined ? 0 : this.band;
  }

  private get endFollowed(): number {
    return this.finder === undefined ? this.bands : this.band + 1;
  }

  private lateOf(band: number): Map<number, number[]> {
    const buckets = this.late[band];
    if (buckets === undefined) throw new RangeError(`There is no band ${band}.`);
    return buckets;
  }

  private addLate(band: number, key: number, node: number): void {
    const buckets = this.lateOf(band);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [node]);
    else bucket.push(node);
  }

  private removeLate(buckets: Map<number, number[]>, key: number, node: number): void {
    const left = (buckets.get(key) ?? []).filter((other) => other !== node);
    if (left.length === 0) buckets.delete(key);
    else buckets.set(key, left);
  }

  /** Those that came late are as the others now. */
  private takeInLate(): void {
    if (this.lateCount === 0) return;
    this.lateCount = 0;
    for (const buckets of this.late) buckets.clear();
    for (let node = 0; node < this.end; node++) if (this.states[node] === LATE) this.states[node] = PRESENT;
  }
}

function startOf({ ends }: SortedBand, part: number): number {
  return part === 0 ? 0 : (ends[part - 1] ?? 0);
}

function longer(array: Uint8Array, index: number): Uint8Array {
  const copy = new Uint8Array(Math.max(index + 1, Math.ceil(array.length * 1.5)));
  copy.set(array);
  return copy;
}
