/** Parts up to which their nodes are compared each with each. */
const SMALL_PART = 32;
/** Bits by which a coarse part falls into parts: some thousand nodes, which the first cache of a processor holds. */
const REFINED_BITS = 7;
/** Nodes of the smallest part, on average: so few that they are compared each with each. */
const PART_NODES = 8;
/** So many of the smallest parts are one in the list that is kept, to whom a node more or less in a look is nothing. */
const JOINED_BITS = 2;

/** The nodes of a band, part by part. */
export interface SortedBand {
  readonly nodes: Int32Array;
  /** How far a key is shifted to the right to give its part. */
  readonly shift: number;
  /** Where each part ends. */
  readonly ends: Int32Array;
  /** Nodes with the same key stand side by side; where those that are two or more begin and end. */
  runs: Int32Array;
}

/**
 * Sorts nodes by the first bits of their keys, one band after the other, some nodes at a time: first into coarse parts, with the keys
 * beside the nodes; then each of those into its parts. Going to the parts at once would take a cache miss a node, and so would looking
 * up keys to find those that are the same.
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
  /** Keys of the coarse part that is refined, part by part. */
  private keys = new Int32Array(1024);
  private stage: 'counting' | 'scattering' | 'refining' = 'counting';
  /** Nodes, or coarse parts, that have been worked through in this stage. */
  private next = 0;
  private sorted: SortedBand | undefined;
  private runs = new Int32Array(1024);
  private runWords = 0;

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
  sortSome(keys: Int32Array, states: Uint8Array, most: number): SortedBand | undefined {
    if (this.stage === 'refining') return this.refineSome(most);
    const to = Math.min(this.nodes, this.next + most);
    if (this.stage === 'counting') this.count(keys, states, to);
    else this.scatter(keys, states, to);
    this.next = to;
    if (to === this.nodes) this.endStage();
    return undefined;
  }

  private count(keys: Int32Array, states: Uint8Array, to: number): void {
    const { coarse, coarseShift } = this;
    for (let node = this.next; node < to; node++) {
      if (((states[node] ?? 0) & 1) === 0) continue;
      const part = (keys[node] ?? 0) >>> coarseShift;
      coarse[part] = (coarse[part] ?? 0) + 1;
    }
  }

  private scatter(keys: Int32Array, states: Uint8Array, to: number): void {
    const { coarse, coarseShift, entries } = this;
    for (let node = this.next; node < to; node++) {
      if (((states[node] ?? 0) & 1) === 0) continue;
      const key = keys[node] ?? 0;
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
      sumUp(this.coarse, 0);
      return;
    }
    this.stage = 'refining';
    const shift = this.shift + JOINED_BITS;
    this.sorted = {
      nodes: new Int32Array(this.coarse[this.coarse.length - 1] ?? 0),
      shift,
      ends: new Int32Array(2 ** (32 - shift)),
      runs: this.runs,
    };
    this.runWords = 0;
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
    sorted.runs = this.runs.slice(0, this.runWords);
    return sorted;
  }

  private startOf(coarsePart: number): number {
    return coarsePart === 0 ? 0 : (this.coarse[coarsePart - 1] ?? 0);
  }

  private refine(coarsePart: number, { nodes, ends }: SortedBand): void {
    const { entries, places, shift } = this;
    const [from, to] = [this.startOf(coarsePart), this.coarse[coarsePart] ?? 0];
    if (to - from > this.keys.length) this.keys = new Int32Array((to - from) * 2);
    const sortedKeys = this.keys;
    const mask = places.length - 1;
    places.fill(0);
    for (let i = from; i < to; i++) {
      const part = ((entries[2 * i] ?? 0) >>> shift) & mask;
      places[part] = (places[part] ?? 0) + 1;
    }
    sumUp(places, 0);
    const sortedNodes = nodes.subarray(from, to);
    for (let i = from; i < to; i++) {
      const key = entries[2 * i] ?? 0;
      const part = (key >>> shift) & mask;
      const place = places[part] ?? 0;
      places[part] = place + 1;
      sortedKeys[place] = key;
      sortedNodes[place] = entries[2 * i + 1] ?? 0;
    }
    const firstPart = coarsePart << this.refinedBits;
    for (let i = 0, start = 0; i <= mask; i++) {
      const end = places[i] ?? 0;
      // The last of those that are joined stays.
      ends[(firstPart + i) >> JOINED_BITS] = from + end;
      if (end - start > SMALL_PART) groupLarge(sortedKeys, sortedNodes, start, end);
      this.findRuns(sortedKeys, sortedNodes, from, start, end);
      start = end;
    }
  }

  /** Puts the nodes of a part that have the same key side by side. */
  private findRuns(keys: Int32Array, nodes: Int32Array, from: number, start: number, end: number): void {
    const isGrouped = end - start > SMALL_PART;
    for (let i = start; i < end;) {
      const key = keys[i] ?? 0;
      let next = i + 1;
      for (let j = next; j < end; j++) {
        if (keys[j] === key) swap(keys, nodes, j, next++);
        else if (isGrouped) break;
      }
      if (next - i > 1) this.addRun(from + i, from + next);
      i = next;
    }
  }

  private addRun(from: number, to: number): void {
    if (this.runWords === this.runs.length) {
      const longer = new Int32Array(this.runs.length * 2);
      longer.set(this.runs);
      this.runs = longer;
    }
    this.runs[this.runWords++] = from;
    this.runs[this.runWords++] = to;
  }
}

function swap(keys: Int32Array, nodes: Int32Array, a: number, b: number): void {
  const [key, node] = [keys[a] ?? 0, nodes[a] ?? 0];
  keys[a] = keys[b] ?? 0;
  nodes[a] = nodes[b] ?? 0;
  keys[b] = key;
  nodes[b] = node;
}

/** The same for a part with many nodes, of which most have one key. */
function groupLarge(keys: Int32Array, nodes: Int32Array, start: number, end: number): void {
  const groups = new Map<number, number[]>();
  for (let i = start; i < end; i++) {
    const group = groups.get(keys[i] ?? 0);
    if (group === undefined) groups.set(keys[i] ?? 0, [nodes[i] ?? 0]);
    else group.push(nodes[i] ?? 0);
  }
  let at = start;
  for (const [key, group] of groups) {
    keys.fill(key, at, at + group.length);
    for (const node of group) nodes[at++] = node;
  }
}

/** Makes counts the places where their parts begin. */
function sumUp(counts: Int32Array, from: number): void {
  let sum = from;
  for (let part = 0; part < counts.length; part++) {
    const count = counts[part] ?? 0;
    counts[part] = sum;
    sum += count;
  }
}
