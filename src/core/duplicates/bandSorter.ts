import type { BandKeys } from './bandKeys';

/** Bits by which a coarse part falls into parts: some thousand nodes, which the first cache of a processor holds. */
const REFINED_BITS = 7;
/** Nodes of the smallest part, on average. */
const PART_NODES = 8;
/** So many of the smallest parts are one in the list that is kept, to whom a node more or less in a look is nothing. */
const JOINED_BITS = 2;
/** Keys that are read at once. */
const AT_ONCE = 4096;

/** The nodes of a band, part by part. */
export interface SortedBand {
  readonly nodes: Int32Array;
  /** How far a key is shifted to the right to give its part. */
  readonly shift: number;
  /** Where each part ends. */
  readonly ends: Int32Array;
}

/**
 * Sorts nodes by the first bits of their keys, one band after the other, some nodes at a time: first into coarse parts, with the keys
 * beside the nodes; then each of those into its parts. Going to the parts at once would take a cache miss a node.
 */
export class BandSorter {
  private readonly shift: number;
  private readonly coarseShift: number;
  private readonly refinedBits: number;
  /** Nodes of each coarse part; then where it begins; then where it ends. */
  private readonly coarse: Int32Array;
  /** By coarse parts: key and node. */
  private readonly entries: Int32Array;
  private readonly places: Int32Array;
  private readonly chunk = new Int32Array(AT_ONCE);
  private stage: 'counting' | 'scattering' | 'refining' = 'counting';
  /** Nodes, or coarse parts, that have been worked through in this stage. */
  private next = 0;
  private sorted: SortedBand | undefined;

  /** @param nodes one more than the last node */
  constructor(private readonly nodes: number) {
    const bits = Math.max(JOINED_BITS + 1, Math.ceil(Math.log2(Math.max(1, nodes / PART_NODES))));
    this.shift = 32 - bits;
    const coarseBits = Math.max(1, bits - REFINED_BITS);
    this.coarseShift = 32 - coarseBits;
    this.refinedBits = this.coarseShift - this.shift;
    this.coarse = new Int32Array(2 ** coarseBits);
    this.places = new Int32Array(2 ** this.refinedBits);
    this.entries = new Int32Array(nodes * 2);
  }

  /**
   * Goes on with a band, looking at some `most` nodes; gives it when it is sorted, and begins with the next one then.
   * @param states odd for the nodes that take part, which must stay the same until the band is sorted
   */
  sortSome(keys: BandKeys, band: number, states: Uint8Array, most: number): SortedBand | undefined {
    if (this.stage === 'refining') return this.refineSome(most);
    const to = Math.min(this.nodes, this.next + most);
    while (this.next < to) {
      const end = Math.min(to, this.next + AT_ONCE);
      keys.read(band, this.next, end, this.chunk);
      if (this.stage === 'counting') this.count(states, end);
      else this.scatter(states, end);
      this.next = end;
    }
    if (to === this.nodes) this.endStage();
    return undefined;
  }

  private count(states: Uint8Array, to: number): void {
    const { coarse, coarseShift, chunk, next } = this;
    for (let node = next; node < to; node++) {
      if (((states[node] ?? 0) & 1) === 0) continue;
      const part = (chunk[node - next] ?? 0) >>> coarseShift;
      coarse[part] = (coarse[part] ?? 0) + 1;
    }
  }

  private scatter(states: Uint8Array, to: number): void {
    const { coarse, coarseShift, entries, chunk, next } = this;
    for (let node = next; node < to; node++) {
      if (((states[node] ?? 0) & 1) === 0) continue;
      const key = chunk[node - next] ?? 0;
      const part = key >>> coarseShift;
      const place = coarse[part] ?? 0;
      coarse[part] = place + 1;
      entries[2 * place] = key;
      entries[2 * place + 1] = node;
    }
  }

  private endStage(): void {
    this.next = 0;
    if (this.stage === 'counting') {
      this.stage = 'scattering';
      sumUp(this.coarse);
      return;
    }
    this.stage = 'refining';
    const shift = this.shift + JOINED_BITS;
    this.sorted = {
      nodes: new Int32Array(this.coarse[this.coarse.length - 1] ?? 0),
      shift,
      ends: new Int32Array(2 ** (32 - shift)),
    };
  }

  private refineSome(most: number): SortedBand | undefined {
    const { coarse, sorted } = this;
    if (sorted === undefined) return undefined;
    const limit = this.startOf(this.next) + most;
    while (this.next < coarse.length && this.startOf(this.next) < limit) this.refine(this.next++, sorted);
    if (this.next < coarse.length) return undefined;
    this.stage = 'counting';
    this.next = 0;
    this.coarse.fill(0);
    this.sorted = undefined;
    return sorted;
  }

  private startOf(coarsePart: number): number {
    return coarsePart === 0 ? 0 : (this.coarse[coarsePart - 1] ?? 0);
  }

  private refine(coarsePart: number, { nodes, ends }: SortedBand): void {
    const { entries, places, shift } = this;
    const [from, to] = [this.startOf(coarsePart), this.coarse[coarsePart] ?? 0];
    const mask = places.length - 1;
    places.fill(0);
    for (let i = from; i < to; i++) {
      const part = ((entries[2 * i] ?? 0) >>> shift) & mask;
      places[part] = (places[part] ?? 0) + 1;
    }
    sumUp(places);
    const sortedNodes = nodes.subarray(from, to);
    for (let i = from; i < to; i++) {
      const part = ((entries[2 * i] ?? 0) >>> shift) & mask;
      const place = places[part] ?? 0;
      places[part] = place + 1;
      sortedNodes[place] = entries[2 * i + 1] ?? 0;
    }
    const firstPart = coarsePart << this.refinedBits;
    // The last of those that are joined stays.
    for (let i = 0; i <= mask; i++) ends[(firstPart + i) >> JOINED_BITS] = from + (places[i] ?? 0);
  }
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
