import type { BandKeys } from './bandKeys';

/** Places of the sieve for each node, at least: one in some ten keys falls where another did without being the same. */
const SPARSE = 8;
const SMALLEST = 1024;
/** Keys that are read at once. */
const AT_ONCE = 4096;

/**
 * Finds which nodes have a key in common, one band after the other, some nodes at a time. Few have one: so keys go through a sieve
 * first, where each falls on one of many places, and only those that fall where another did are grouped. Both are a few random looks into
 * memory that a cache holds, while sorting moves every key twice.
 */
export class BucketFinder {
  /** Two bits a place: whether a key fell on it, and whether another did. */
  private readonly sieve: Int32Array;
  private readonly shift: number;
  private readonly chunk = new Int32Array(AT_ONCE);
  private stage: 'sifting' | 'gathering' | 'grouping' = 'sifting';
  /** Nodes, or found ones, that have been worked through in this stage. */
  private next = 0;
  /** Nodes that fell on a place with others, and their keys. */
  private nodes = new Int32Array(SMALLEST);
  private keys = new Int32Array(SMALLEST);
  private found = 0;
  /** Found node + 1 of the first of each group, by key: open addressing. */
  private slots = new Int32Array(SMALLEST);
  /** Found node + 1 of the next of its group. */
  private links = new Int32Array(SMALLEST);
  /** The first of each group of two or more. */
  private groups = new Int32Array(SMALLEST);
  private groupCount = 0;

  /** One more than the last node of the band. */
  private end = 0;

  /** @param nodes that are expected */
  constructor(nodes: number) {
    const bits = Math.min(31, Math.ceil(Math.log2(Math.max(64, nodes * SPARSE))));
    this.shift = 32 - bits;
    this.sieve = new Int32Array(2 ** (bits - 4));
  }

  /** How many groups of nodes with the same key the last band has. */
  get count(): number {
    return this.groupCount;
  }

  /**
   * Goes on with a band, looking at some `most` nodes; true when its groups are known, until it is called again.
   * @param states odd for the nodes that take part
   * @param end one more than the last of them; those that come later are not looked at
   */
  findSome(keys: BandKeys, band: number, states: Uint8Array, end: number, most: number): boolean {
    if (this.stage === 'sifting' && this.next === 0) this.end = end;
    const all = this.stage === 'grouping' ? this.found : this.end;
    const to = Math.min(all, this.next + most);
    if (this.stage === 'grouping') this.group(to);
    else {
      for (; this.next < to; this.next = Math.min(to, this.next + AT_ONCE)) {
        const until = Math.min(to, this.next + AT_ONCE);
        keys.read(band, this.next, until, this.chunk);
        if (this.stage === 'sifting') this.sift(states, until);
        else this.gather(states, until);
      }
    }
    this.next = to;
    return to === all && this.endStage();
  }

  /** Calls back with the nodes of some groups, and their key. */
  forEach(from: number, to: number, callback: (nodes: number[], key: number) => void): void {
    const { groups, links, nodes, keys } = this;
    for (let group = from; group < to; group++) {
      const first = groups[group] ?? 0;
      const members: number[] = [];
      for (let at = first + 1; at !== 0; at = links[at - 1] ?? 0) members.push(nodes[at - 1] ?? 0);
      callback(members, keys[first] ?? 0);
    }
  }

  private sift(states: Uint8Array, end: number): void {
    const { sieve, shift, chunk, next } = this;
    for (let node = next; node < end; node++) {
      if (((states[node] ?? 0) & 1) === 0) continue;
      const place = (chunk[node - next] ?? 0) >>> shift;
      const word = sieve[place >>> 4] ?? 0;
      const bit = 1 << ((place & 15) << 1);
      sieve[place >>> 4] = word | bit | ((word & bit) << 1);
    }
  }

  private gather(states: Uint8Array, end: number): void {
    const { sieve, shift, chunk, next } = this;
    this.makeRoom(this.found + end - next);
    const { nodes, keys } = this;
    let { found } = this;
    for (let node = next; node < end; node++) {
      const key = chunk[node - next] ?? 0;
      const place = key >>> shift;
      // Written in any case, since a branch would be guessed wrong.
      nodes[found] = node;
      keys[found] = key;
      found += ((sieve[place >>> 4] ?? 0) >>> (((place & 15) << 1) | 1)) & (states[node] ?? 0) & 1;
    }
    this.found = found;
  }

  private group(to: number): void {
    const { slots, links, keys } = this;
    const mask = slots.length - 1;
    for (let i = this.next; i < to; i++) {
      const key = keys[i] ?? 0;
      let slot = key & mask;
      let first = slots[slot] ?? 0;
      while (first !== 0 && keys[first - 1] !== key) {
        slot = (slot + 1) & mask;
        first = slots[slot] ?? 0;
      }
      if (first === 0) {
        slots[slot] = i + 1;
        links[i] = 0;
        continue;
      }
      if (links[first - 1] === 0) this.addGroup(first - 1);
      links[i] = links[first - 1] ?? 0;
      links[first - 1] = i + 1;
    }
  }

  private addGroup(first: number): void {
    if (this.groupCount === this.groups.length) this.groups = longer(this.groups, this.groupCount * 2);
    this.groups[this.groupCount++] = first;
  }

  /** True where it was the last. */
  private endStage(): boolean {
    this.next = 0;
    if (this.stage === 'sifting') {
      this.stage = 'gathering';
      this.found = 0;
      return false;
    }
    if (this.stage === 'gathering') {
      this.stage = 'grouping';
      this.sieve.fill(0);
      this.groupCount = 0;
      const slots = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, this.found * 2)));
      if (slots === this.slots.length) this.slots.fill(0);
      else this.slots = new Int32Array(slots);
      if (this.links.length < this.found) this.links = new Int32Array(this.nodes.length);
      return false;
    }
    this.stage = 'sifting';
    return true;
  }

  private makeRoom(nodes: number): void {
    if (nodes < this.nodes.length) return;
    this.nodes = longer(this.nodes, nodes * 2);
    this.keys = longer(this.keys, nodes * 2);
  }
}

function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}
