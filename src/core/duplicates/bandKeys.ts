/** The keys of all nodes, band by band: four bytes a node and band. */
export class BandKeys {
  private readonly bands: Int32Array[];

  constructor(count: number, nodes: number) {
    this.bands = Array.from({ length: count }, () => new Int32Array(nodes));
  }

  /** The keys of a band, by node; another array once a node did not fit. */
  of(band: number): Int32Array {
    const keys = this.bands[band];
    if (keys === undefined) throw new RangeError(`There is no band ${band}.`);
    return keys;
  }

  /** Sets the keys of a node: the first of `keys`, one for each band. */
  set(node: number, keys: Int32Array): void {
    if (node >= this.of(0).length) this.grow(node);
    for (let band = 0; band < this.bands.length; band++) this.of(band)[node] = keys[band] ?? 0;
  }

  private grow(node: number): void {
    for (const [band, keys] of this.bands.entries()) {
      const longer = new Int32Array(Math.max(node + 1, Math.ceil(keys.length * 1.5)));
      longer.set(keys);
      this.bands[band] = longer;
    }
  }
}
