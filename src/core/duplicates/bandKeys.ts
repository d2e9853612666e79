/** Nodes whose keys of one band stand side by side: some lines of a processor's cache, and all their bands in its first cache. */
const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;
const IN_BLOCK = BLOCK - 1;
/** Nodes of a segment: what there is room for grows by these, without a copy. */
const SEGMENT_BITS = 14;
const IN_SEGMENT = (1 << SEGMENT_BITS) - 1;

/**
 * The keys of all nodes: four bytes a node and band. A node's keys of all bands are written close together, and one band of many nodes
 * is read without coming by the others.
 */
export class BandKeys {
  private readonly segments: Int32Array[] = [];
  /** Keys of a block. */
  private readonly stride: number;

  constructor(private readonly bands: number) {
    this.stride = bands << BLOCK_BITS;
  }

  keyOf(band: number, node: number): number {
    return this.segments[node >>> SEGMENT_BITS]?.[this.placeOf(band, node)] ?? 0;
  }

  /** Sets the keys of a node: the first of `keys`, one for each band. */
  set(node: number, keys: Int32Array): void {
    const segment = this.segments[node >>> SEGMENT_BITS] ?? this.grow(node);
    let place = this.placeOf(0, node);
    for (let band = 0; band < this.bands; band++, place += BLOCK) segment[place] = keys[band] ?? 0;
  }

  /** Reads the keys that the nodes `from` to `to` have in a band. */
  read(band: number, from: number, to: number, into: Int32Array): void {
    for (let node = from; node < to;) {
      const segment = this.segments[node >>> SEGMENT_BITS];
      const end = Math.min(to, (node | IN_BLOCK) + 1);
      let place = this.placeOf(band, node);
      for (let i = node - from; i < end - from; i++) into[i] = segment?.[place++] ?? 0;
      node = end;
    }
  }

  /** The nodes before `end` that have a key in common with a node, by band. One walk through all keys, in the order in which they stand. */
  nodesLike(node: number, end: number): number[][] {
    const found = Array.from({ length: this.bands }, (): number[] => []);
    const keys = found.map((_, band) => this.keyOf(band, node));
    for (const [number, segment] of this.segments.entries()) {
      let first = number << SEGMENT_BITS;
      for (let block = 0; block < segment.length && first < end; block += this.stride, first += BLOCK) {
        for (let band = 0, start = block; band < this.bands; band++, start += BLOCK) {
          const key = keys[band] ?? 0;
          if (hasKey(segment, start, key)) addPlaces(segment, start, key, first, found[band]);
        }
      }
    }
    return found.map((nodes) => nodes.filter((other) => other < end));
  }

  private placeOf(band: number, node: number): number {
    return ((node & IN_SEGMENT) >>> BLOCK_BITS) * this.stride + (band << BLOCK_BITS) + (node & IN_BLOCK);
  }

  private grow(node: number): Int32Array {
    const wanted = node >>> SEGMENT_BITS;
    while (this.segments.length <= wanted) this.segments.push(new Int32Array(this.bands << SEGMENT_BITS));
    return this.segments[wanted] ?? new Int32Array();
  }
}

/** Whether one of the keys of a block from `start` on is a key: four at a time, without a branch by each. */
function hasKey(keys: Int32Array, start: number, key: number): boolean {
  for (let i = start; i < start + BLOCK; i += 4) {
    if (keys[i] === key || keys[i + 1] === key || keys[i + 2] === key || keys[i + 3] === key) return true;
  }
  return false;
}

function addPlaces(keys: Int32Array, start: number, key: number, first: number, found: number[] | undefined): void {
  for (let i = start; i < start + BLOCK; i++) if (keys[i] === key) found?.push(first + i - start);
}
