import type { RowId } from '../document/run';
import type { RowSplice } from '../document/spliceLog';
import { type IdRange, touchedRows } from '../document/touchedRows';
import type { RowRemarks } from './remarks';

/** What the author's rules say of one row, as its text is now. */
export interface RemarkedRow {
  readonly id: RowId;
  readonly remarks: RowRemarks;
}

/**
 * What the author's rules have said of the rows of a dataset. A row that is edited has no remarks any more until the rules were
 * asked again. Thousands of rows mostly share one remark.
 */
export class KnownRemarks {
  private readonly byRow = new Map<RowId, RowRemarks>();
  private readonly shared = new Map<string, RowRemarks>();

  get(id: RowId): RowRemarks | undefined {
    return this.byRow.get(id);
  }

  /** The rows that have remarks. */
  get ids(): Iterable<RowId> {
    return this.byRow.keys();
  }

  set(rows: readonly RemarkedRow[]): void {
    for (const { id, remarks } of rows) this.byRow.set(id, this.share(remarks));
  }

  /** Forgets everything, and gives the rows that had remarks. */
  clear(): RowId[] {
    const ids = [...this.byRow.keys()];
    this.byRow.clear();
    this.shared.clear();
    return ids;
  }

  /** Forgets what was said of rows that an edit changed, and gives those that had remarks. */
  rowsChanged(splices: readonly RowSplice[]): RowId[] {
    if (this.byRow.size === 0) return [];
    return touchedRows(splices).changed.flatMap((range) => this.drop(range));
  }

  private drop({ id, count }: IdRange): RowId[] {
    const isIn = (row: RowId): boolean => row >= id && row < id + count;
    const candidates =
      count < this.byRow.size ? Array.from({ length: count }, (_, i) => id + i) : [...this.byRow.keys()].filter(isIn);
    return candidates.filter((row) => this.byRow.delete(row));
  }

  /** Shared text is shown in part by leaks, and copies stand in one row each, so that hardly two are the same. */
  private share(remarks: RowRemarks): RowRemarks {
    if (remarks.leaks.length > 0 || remarks.copies !== undefined) return remarks;
    const key = JSON.stringify(remarks.rejections);
    const known = this.shared.get(key);
    if (known === undefined) this.shared.set(key, remarks);
    return known ?? remarks;
  }
}
