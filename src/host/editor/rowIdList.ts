import type { RowId } from '../../protocol/editor';

/** A growing list of row ids in 8 bytes each: a search may match millions of rows. */
export class RowIdList {
  private ids: Float64Array = new Float64Array(1024);
  private count = 0;

  static of(ids: Float64Array): RowIdList {
    const list = new RowIdList();
    list.ids = ids;
    list.count = ids.length;
    return list;
  }

  get length(): number {
    return this.count;
  }

  push(id: RowId): void {
    if (this.count === this.ids.length) {
      const larger = new Float64Array(Math.max(1024, this.count * 2));
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.count++] = id;
  }

  at(index: number): RowId | undefined {
    return index >= 0 && index < this.count ? this.ids[index] : undefined;
  }

  slice(from: number, to: number): RowId[] {
    return [...this.ids.subarray(Math.min(from, this.count), Math.min(to, this.count))];
  }
}
