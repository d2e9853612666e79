import type { Hash64 } from './contentHash';

const FREE = 0;
const DELETED = -1;
/** Slots for each row that is expected, and share of them that may be used before there are more. */
const SLOTS_A_ROW = 1.35;
const FULLEST = 0.9;
/** Shorter clusters are walked again each time. */
const LONG_WALK = 16;

interface Walk {
  readonly members: readonly number[];
  readonly size: number;
  first: number | undefined;
  order: ((row: number) => number) | undefined;
}

/**
 * Rows by their 64-bit key: which rows have the same. An open-addressing table of typed arrays whose slots hold rows, not keys:
 * about 17 bytes a row, where a `Map` takes 70 to 140 and ends at 16.7 million entries. Bits of a slot that no row number needs
 * hold bits of its key, so that other keys are mostly passed by without a look elsewhere in memory. Rows are small whole numbers
 * (ids of a document, or line numbers). Adding is O(1); removing is O(1) but for the walk through the row's own cluster.
 */
export class ClusterTable {
  /** Row + 1 of the first of each cluster, by key, in the low `rowBits`; above them the highest bits of the key. */
  private slots: Int32Array;
  private rowBits: number;
  /** Rows from here on need another bit. */
  private rowLimit: number;
  private used = 0;
  private high: Int32Array;
  private low: Int32Array;
  /** Row + 1 of the next member, in a ring; 0 for a row that is not there. */
  private next: Int32Array;
  private count = 0;
  /** Long clusters that were walked since the last change. */
  private readonly walks = new Map<string, Walk>();
  private clusters = 0;

  constructor(expectedRows = 1024) {
    this.slots = slotsFor(expectedRows);
    this.rowBits = bitsFor(expectedRows);
    this.rowLimit = 2 ** this.rowBits - 1;
    const room = withRoom(expectedRows);
    this.high = new Int32Array(room);
    this.low = new Int32Array(room);
    this.next = new Int32Array(room);
  }

  /** How many rows there are. */
  get size(): number {
    return this.count;
  }

  /** How many different keys they have. */
  get distinct(): number {
    return this.clusters;
  }

  has(row: number): boolean {
    return (this.next[row] ?? 0) !== 0;
  }

  /** Adds a row, or gives it another key; true where it is the only one with it. */
  add(row: number, key: Hash64): boolean {
    return this.addKey(row, key.high, key.low);
  }

  /** The same with the halves of the key. */
  addKey(row: number, high: number, low: number): boolean {
    if (this.has(row)) this.remove(row);
    this.makeRoom(row);
    if (this.walks.size > 0) this.walks.clear();
    this.high[row] = high;
    this.low[row] = low;
    this.count++;
    const slot = this.slotOf(high, low);
    const entry = this.slots[slot] ?? FREE;
    if (entry > 0) {
      const first = this.rowIn(entry);
      this.next[row] = this.next[first] ?? 0;
      this.next[first] = row + 1;
      return false;
    }
    if (entry === FREE) this.used++;
    this.slots[slot] = this.entryOf(row, high);
    this.next[row] = row + 1;
    this.clusters++;
    return true;
  }

  /**
   * Reads where a key would go, so that it is at hand when the row is added: reads do not wait for each other, adding does.
   * Gives anything, so that the read is not dropped as useless.
   */
  touch(high: number, low: number): number {
    const { slots } = this;
    return slots[startOf(high, low, slots.length)] ?? 0;
  }

  /** Removes a row; true where it was the only one with its key. */
  remove(row: number): boolean {
    const next = this.next[row] ?? 0;
    if (next === 0) return false;
    this.walks.clear();
    const high = this.high[row] ?? 0;
    const slot = this.slotOf(high, this.low[row] ?? 0);
    this.count--;
    this.next[row] = 0;
    if (next === row + 1) {
      this.slots[slot] = DELETED;
      this.clusters--;
      return true;
    }
    let before = next;
    while (this.next[before - 1] !== row + 1) before = this.next[before - 1] ?? 0;
    this.next[before - 1] = next;
    if (this.rowIn(this.slots[slot] ?? FREE) === row) this.slots[slot] = this.entryOf(next - 1, high);
    return false;
  }

  /** Whether no other row has the row's key; also for a row that is not there. */
  isAlone(row: number): boolean {
    const next = this.next[row] ?? 0;
    return next === 0 || next === row + 1;
  }

  /** Every row with the key of `row`, or so many of them, itself too, in no order; empty for a row that is not there. */
  membersOf(row: number, most = Infinity): number[] {
    const members: number[] = [];
    for (let at = this.next[row] ?? 0; at !== 0; at = this.next[at - 1] ?? 0) {
      members.push(at - 1);
      if (at === row + 1 || members.length >= most) break;
    }
    return members;
  }

  /** Another row with the key of `row`; undefined where none is. */
  otherThan(row: number): number | undefined {
    return this.isAlone(row) ? undefined : (this.next[row] ?? 0) - 1;
  }

  /** How many rows have the key of `row`; 0 for a row that is not there. Remembered for the cluster that was asked for last. */
  sizeOf(row: number): number {
    if (this.isAlone(row)) return this.has(row) ? 1 : 0;
    return this.walk(row)?.size ?? 0;
  }

  /** The row of the cluster that stands first in the file. */
  firstOf(row: number, order: (row: number) => number): number | undefined {
    if (this.isAlone(row)) return this.has(row) ? row : undefined;
    const walk = this.walk(row);
    if (walk === undefined) return undefined;
    if (walk.first !== undefined && walk.order === order) return walk.first;
    walk.order = order;
    walk.first = walk.members.reduce((first, member) => (order(member) < order(first) ? member : first), row);
    return walk.first;
  }

  keyOf(row: number): Hash64 | undefined {
    return this.has(row) ? { high: this.high[row] ?? 0, low: this.low[row] ?? 0 } : undefined;
  }

  haveSameKey(a: number, b: number): boolean {
    return this.has(a) && this.has(b) && this.high[a] === this.high[b] && this.low[a] === this.low[b];
  }

  /** Some row with a key; undefined where none has it. */
  rowWith(key: Hash64): number | undefined {
    const entry = this.slots[this.slotOf(key.high, key.low)] ?? FREE;
    return entry > 0 ? this.rowIn(entry) : undefined;
  }

  /** Calls back with the rows of each cluster of two or more, in no order. */
  forEachCluster(callback: (rows: readonly number[]) => void): void {
    for (const entry of this.slots) {
      const row = this.rowIn(entry);
      if (entry > 0 && !this.isAlone(row)) callback(this.membersOf(row));
    }
  }

  /** Walks a row's cluster once for all its members: else a cluster of n would cost n walks of n steps. */
  private walk(row: number): Walk | undefined {
    if (!this.has(row)) return undefined;
    const some = this.membersOf(row, LONG_WALK);
    if (some.length < LONG_WALK) return walkOf(some);
    const key = `${this.high[row] ?? 0} ${this.low[row] ?? 0}`;
    let walk = this.walks.get(key);
    if (walk === undefined) this.walks.set(key, (walk = walkOf(this.membersOf(row))));
    return walk;
  }

  /** The slot that holds the key's cluster, or the one where it would go. */
  private slotOf(high: number, low: number): number {
    const { slots, rowBits } = this;
    const mark = markOf(high, rowBits);
    let free = -1;
    for (let slot = startOf(high, low, slots.length); ; slot = slot + 1 === slots.length ? 0 : slot + 1) {
      const entry = slots[slot] ?? FREE;
      if (entry === FREE) return free === -1 ? slot : free;
      if (entry === DELETED) {
        if (free === -1) free = slot;
      } else if (entry >>> rowBits === mark) {
        const row = this.rowIn(entry);
        if (this.high[row] === high && this.low[row] === low) return slot;
      }
    }
  }

  private entryOf(row: number, high: number): number {
    return (markOf(high, this.rowBits) << this.rowBits) | (row + 1);
  }

  private rowIn(entry: number): number {
    return (entry & ((1 << this.rowBits) - 1)) - 1;
  }

  private makeRoom(row: number): void {
    if (row >= this.next.length) {
      const length = Math.max(row + 1, Math.ceil(this.next.length * 1.5));
      this.high = grown(this.high, length);
      this.low = grown(this.low, length);
      this.next = grown(this.next, length);
    }
    if (this.used + 1 > this.slots.length * FULLEST || row >= this.rowLimit) this.rehash();
  }

  private rehash(): void {
    const rows = this.slots.filter((entry) => entry > 0).map((entry) => this.rowIn(entry));
    this.slots = slotsFor((this.clusters + 1) * 1.5);
    this.rowBits = bitsFor(this.next.length);
    this.rowLimit = 2 ** this.rowBits - 1;
    this.used = this.clusters;
    for (const row of rows) {
      const high = this.high[row] ?? 0;
      this.slots[this.slotOf(high, this.low[row] ?? 0)] = this.entryOf(row, high);
    }
  }
}

/** Rows for which to have room at once: the first that is inserted into ten million must not wait until all have moved. */
export function withRoom(expectedRows: number): number {
  return expectedRows + (expectedRows >> 6) + 64;
}

/** Bits that hold row + 1 of so many rows; one is left for the sign, which tells deleted slots. */
function bitsFor(rows: number): number {
  return Math.min(31, Math.max(16, Math.ceil(Math.log2(rows + 2))));
}

function markOf(high: number, rowBits: number): number {
  return rowBits === 31 ? 0 : high >>> (rowBits + 1);
}

function slotsFor(rows: number): Int32Array {
  return new Int32Array(Math.ceil(Math.max(16, rows * SLOTS_A_ROW)));
}

/** Where to look for a key first. By the highest bits of a product, which all bits of the key have a part in. */
function startOf(high: number, low: number, slots: number): number {
  const hash = Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b);
  return Math.floor((hash >>> 0) * (slots / 2 ** 32));
}

function grown(array: Int32Array, length: number): Int32Array {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}

function walkOf(members: readonly number[]): Walk {
  return { members, size: members.length, first: undefined, order: undefined };
}
