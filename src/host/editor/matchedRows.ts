import type { EditorCalls, RowId } from '../../protocol/editor';
import type { DatasetRows } from './datasetRows';
import { RowIdList } from './rowIdList';

export interface MatchesHost {
  readonly rows: DatasetRows;
  /** Where a row stands now, -1 when it is gone. */
  indexOf(id: RowId): number;
}

/** Some rows of a dataset, in file order: what the view `matches` shows of a search or of a filter. */
export class MatchedRows {
  constructor(
    private readonly host: MatchesHost,
    private readonly list = new RowIdList(),
  ) {}

  get length(): number {
    return this.list.length;
  }

  /** Adds a row that stands behind those that are there. */
  push(id: RowId): void {
    this.list.push(id);
  }

  async summaries(from: number, count: number): Promise<EditorCalls['getRows']['result']> {
    const total = this.length;
    const summaries = await this.host.rows.summariesOf(this.list.slice(from, from + count));
    return { revision: this.host.rows.revision, total, rows: summaries };
  }

  ids(from: number, count: number): readonly RowId[] {
    return this.list.slice(from, from + count);
  }

  /** Where a row stands among them, -1 when it is none. */
  locate(id: RowId): number {
    const index = this.host.indexOf(id);
    if (index < 0) return -1;
    const at = this.firstFrom(index);
    return this.list.at(at) === id ? at : -1;
  }

  /** The next of them after row index `from` (before it, `backwards`), going round. */
  next(from: number, backwards: boolean): EditorCalls['findNext']['result'] {
    const { length } = this;
    if (length === 0) return undefined;
    const at = backwards ? this.firstFrom(from) - 1 : this.firstFrom(from + 1);
    const ordinal = (at + length) % length;
    const id = this.list.at(ordinal);
    if (id === undefined) return undefined;
    return { id, index: this.host.indexOf(id), ordinal };
  }

  /** The first that stands at row index `index` or behind it. Rows that are gone count as behind. */
  private firstFrom(index: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.host.indexOf(this.list.at(middle) ?? -1);
      if (at >= 0 && at < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
