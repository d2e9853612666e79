import type { RowId, RowSummary } from '../../../src/protocol/editor';
import type { RowRange } from './rowRanges';
import { placeAfterSplice } from './rowRanges';

/** More than any screen and its overscan; a few megabytes at most. */
const capacity = 4000;

/** The row summaries around what is in sight, by their place in the list. Stale rows are shown until their new text is there. */
export class RowCache {
  #rows = new Map<number, RowSummary>();
  #stale = new Set<number>();

  get(place: number): RowSummary | undefined {
    return this.#rows.get(place);
  }

  /** The row, unless it may have changed or another may stand there. */
  getFresh(place: number): RowSummary | undefined {
    return this.#stale.has(place) ? undefined : this.#rows.get(place);
  }

  /** Takes rows in, and lets go of the ones that are farthest from them. */
  put(from: number, rows: readonly RowSummary[]): void {
    rows.forEach((row, offset) => {
      this.#rows.set(from + offset, row);
      this.#stale.delete(from + offset);
    });
    this.#trim(from + rows.length / 2);
  }

  /** Takes the rows of another cache in, as fresh or as stale as they are there. */
  merge(other: RowCache): void {
    let first = Infinity;
    for (const [place, row] of other.#rows) {
      first = Math.min(first, place);
      this.#rows.set(place, row);
      if (other.#stale.has(place)) this.#stale.add(place);
      else this.#stale.delete(place);
    }
    this.#trim(first);
  }

  #trim(middle: number): void {
    if (this.#rows.size <= capacity) return;
    const byDistance = [...this.#rows.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const place of byDistance.slice(capacity / 2)) this.#remove(place);
  }

  #remove(place: number): void {
    this.#rows.delete(place);
    this.#stale.delete(place);
  }

  /** Moves what is known after `removed` rows at `at` gave way to `inserted` ones. */
  splice(at: number, removed: number, inserted: number): void {
    const rows = this.#rows;
    const stale = this.#stale;
    this.#rows = new Map();
    this.#stale = new Set();
    for (const [place, row] of rows) {
      const moved = placeAfterSplice(place, at, removed, inserted);
      if (moved === undefined) continue;
      this.#rows.set(moved, moved === place ? row : { ...row, index: row.index + moved - place });
      if (stale.has(place) || (place >= at && place < at + removed)) this.#stale.add(moved);
    }
  }

  /** Changes a row that is known, which stays as fresh or stale as it is. */
  replace(id: RowId, change: (row: RowSummary) => RowSummary): void {
    for (const [place, row] of this.#rows) if (row.id === id) this.#rows.set(place, change(row));
  }

  markStale(ids: ReadonlySet<RowId>): void {
    for (const [place, row] of this.#rows) if (ids.has(row.id)) this.#stale.add(place);
  }

  markAllStale(): void {
    this.#stale = new Set(this.#rows.keys());
  }

  clear(): void {
    this.#rows.clear();
    this.#stale.clear();
  }

  /** The first run of at most `limit` rows in the range that are unknown or stale. */
  gap({ from, to }: RowRange, limit: number): RowRange | undefined {
    const isMissing = (place: number) => !this.#rows.has(place) || this.#stale.has(place);
    let start = from;
    while (start < to && !isMissing(start)) start++;
    if (start >= to) return undefined;
    let end = start + 1;
    while (end < to && end - start < limit && isMissing(end)) end++;
    return { from: start, to: end };
  }
}
