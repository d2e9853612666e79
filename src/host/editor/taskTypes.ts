import type { RowId } from '../../protocol/editor';

/** Most task types that a page is offered. */
const MOST = 100;

/** Task types declared by the rows that were read so far, each row counted once, with what it declared last. */
export class TaskTypes {
  private readonly byRow = new Map<RowId, string>();
  private readonly counts = new Map<string, number>();

  add(row: RowId, type: string): void {
    const before = this.byRow.get(row);
    if (before === type) return;
    if (before !== undefined) this.count(before, -1);
    this.byRow.set(row, type);
    this.count(type, 1);
  }

  /** The most frequent first. */
  list(): string[] {
    return [...this.counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MOST)
      .map(([type]) => type);
  }

  clear(): void {
    this.byRow.clear();
    this.counts.clear();
  }

  private count(type: string, by: number): void {
    const count = (this.counts.get(type) ?? 0) + by;
    if (count === 0) this.counts.delete(type);
    else this.counts.set(type, count);
  }
}
