import { RowColumn } from '../analysis/rowColumn';

/** A number a row, by slot, and how many rows have each: counts follow every change. 0 stands for a row that is not counted. */
export class CountedColumn {
  private readonly column = new RowColumn();
  private counts = new Int32Array(256);

  get(slot: number): number {
    return this.column.get(slot);
  }

  set(slot: number, value: number): void {
    const before = this.column.get(slot);
    if (before === value) return;
    if (before > 0) this.counts[before] = (this.counts[before] ?? 0) - 1;
    if (value > 0) {
      if (value >= this.counts.length) this.lengthen(value);
      this.counts[value] = (this.counts[value] ?? 0) + 1;
    }
    this.column.set(slot, value);
  }

  /** Rows with a value. */
  countOf(value: number): number {
    return this.counts[value] ?? 0;
  }

  /** Every value above 0 that rows have, with how many. */
  *entries(): Generator<readonly [number, number]> {
    const { counts } = this;
    for (let value = 1; value < counts.length; value++) {
      const count = counts[value] ?? 0;
      if (count > 0) yield [value, count];
    }
  }

  /** Values by slot; shorter than there are slots where the last ones have none. */
  get values(): Uint8Array | Uint16Array | Uint32Array {
    return this.column.values;
  }

  private lengthen(value: number): void {
    const longer = new Int32Array(Math.max(value + 1, this.counts.length * 2));
    longer.set(this.counts);
    this.counts = longer;
  }
}
