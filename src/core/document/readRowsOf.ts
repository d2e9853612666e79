import type { Row } from './change';
import type { Dataset } from './dataset';
import type { RowId } from './run';

/** Rows are read together where no more than this many rows lie between them. */
const GAP = 8;

/** Whole rows, in the order in which they stand; those that are gone are left out. */
export async function readRowsOf(dataset: Dataset, ids: readonly RowId[], maxRowBytes: number): Promise<Row[]> {
  const wanted = new Set(ids);
  const places = ids.map((id) => dataset.indexOf(id)).filter((index) => index >= 0);
  places.sort((a, b) => a - b);
  const spans: { from: number; to: number }[] = [];
  for (const place of places) {
    const last = spans.at(-1);
    if (last !== undefined && place - last.to <= GAP) last.to = place;
    else spans.push({ from: place, to: place });
  }
  const read = await Promise.all(spans.map(({ from, to }) => dataset.readRows(from, to - from + 1, { maxRowBytes })));
  return read.flat().filter(({ id }) => wanted.has(id));
}
