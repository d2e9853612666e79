import { countRows, type RowId } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import { type IdRange, touchedRows } from '../document/touchedRows';

/** Edited rows up to which an edit is worked in at once. */
export const FEW_TOUCHED = 64;

/** Rows that edits have touched and that wait for their turn. */
export class TouchedRowQueue {
  private readonly ranges: IdRange[] = [];

  get isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  /** Few enough to be worked in at once. */
  get isSmall(): boolean {
    return countRows(this.ranges) <= FEW_TOUCHED;
  }

  /**
   * Takes in what splices did.
   * @param isUnseen whether no sweep has come by a row, which may stand before the sweep's position now that it was moved
   */
  add(splices: readonly RowSplice[], isUnseen: (id: RowId) => boolean): void {
    const { changed, moved } = touchedRows(splices);
    this.ranges.push(...changed);
    for (const { id, count } of moved) {
      for (let i = 0; i < count; i++) if (isUnseen(id + i)) this.ranges.push({ id: id + i, count: 1 });
    }
  }

  /** Takes at most so many rows out, the last first. */
  take(most: number, redo: (id: RowId) => void): void {
    for (let left = most; left > 0; left--) {
      const range = this.ranges.pop();
      if (range === undefined) break;
      if (range.count > 1) this.ranges.push({ id: range.id, count: range.count - 1 });
      redo(range.id + range.count - 1);
    }
  }
}
