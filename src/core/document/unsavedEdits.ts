import { lastAtMost } from './idIndex';
import { type Run, sliceRun } from './run';

/** Rows that came to stand somewhere: new ones, or lines of the file from elsewhere (`line` is that of the first). */
export interface PlacedRows {
  readonly rows: Run;
  readonly index: number;
  readonly line: number | undefined;
}

/** A line of the file that an edit is found by, and the row that stands for it now. */
export interface Anchor {
  readonly line: number;
  readonly row: Run;
}

/** How rows differ from the lines of the file, by line numbers and runs. `index` is where it is in the document. */
export type UnsavedEdit =
  | { readonly kind: 'replace'; readonly line: number; readonly row: Run; readonly index: number }
  | { readonly kind: 'delete'; readonly line: number; readonly count: number }
  /** What stands between two rows that kept their places; undefined for the start and the end of the file. */
  | {
      readonly kind: 'gap';
      readonly after: Anchor | undefined;
      readonly before: Anchor | undefined;
      readonly placed: readonly PlacedRows[];
    };

/** Some rows that are lines of the file (`line` is that of the first), or that are not. */
export interface AlignedRows {
  readonly run: Run;
  readonly index: number;
  readonly line: number | undefined;
}

interface Part extends AlignedRows {
  /** Whether these rows count as having kept their place. */
  inPlace: boolean;
}

/**
 * What an author did to a file, whatever the way there: compares the rows with the lines that they come from. `layout` says
 * which row each line is the line of, in line order.
 */
export function unsavedEdits(rows: readonly Run[], layout: readonly Run[]): UnsavedEdit[] {
  const parts = alignRows(rows, layout).map((part) => ({ ...part, inPlace: false }));
  markInPlace(parts);
  return [...changesOf(parts), ...deletionsOf(parts, layout)];
}

/** Cuts rows into stretches that are lines of the file one after the other, and stretches that are new. */
export function alignRows(rows: readonly Run[], layout: readonly Run[]): AlignedRows[] {
  const byId = layout.toSorted((a, b) => a.id - b.id);
  const ids = byId.map(({ id }) => id);
  const parts: AlignedRows[] = [];
  let index = 0;
  for (const run of rows) {
    let from = 0;
    while (from < run.count) {
      const at = lastAtMost(ids, run.id + from);
      const lines = byId[at];
      const into = lines === undefined ? 0 : run.id + from - lines.id;
      const isLine = lines !== undefined && into < lines.count;
      const end = isLine ? lines.id + lines.count : (ids[at + 1] ?? Infinity);
      const count = Math.min(run.count, end - run.id) - from;
      parts.push({
        run: sliceRun(run, from, count),
        index: index + from,
        line: isLine ? lines.start + into : undefined,
      });
      from += count;
    }
    index += run.count;
  }
  return parts;
}

/** Marks the parts of an increasing sequence of lines that has as many rows as can be: the others are those that moved. */
function markInPlace(parts: readonly Part[]): void {
  const lined = parts.filter((part) => part.line !== undefined);
  const order = lined.map((_, i) => i).sort((a, b) => (lined[a]?.line ?? 0) - (lined[b]?.line ?? 0));
  const ranks = new Array<number>(lined.length);
  order.forEach((i, rank) => (ranks[i] = rank));
  const best = new BestBefore(lined.length);
  const previous = lined.map((part, i) => {
    const rank = ranks[i] ?? 0;
    const { weight, item } = best.find(rank);
    best.add(rank, weight + part.run.count, i);
    return item;
  });
  for (let i = best.find(lined.length).item; i >= 0; i = previous[i] ?? -1) {
    const part = lined[i];
    if (part !== undefined) part.inPlace = true;
  }
}

/** The heaviest chain that ends below a rank (a Fenwick tree of maxima). */
class BestBefore {
  private readonly weights: number[];
  private readonly items: number[];

  constructor(size: number) {
    this.weights = new Array<number>(size + 1).fill(0);
    this.items = new Array<number>(size + 1).fill(-1);
  }

  find(rank: number): { readonly weight: number; readonly item: number } {
    let weight = 0;
    let item = -1;
    for (let at = rank; at > 0; at -= at & -at) {
      if ((this.weights[at] ?? 0) <= weight) continue;
      weight = this.weights[at] ?? 0;
      item = this.items[at] ?? -1;
    }
    return { weight, item };
  }

  add(rank: number, weight: number, item: number): void {
    for (let at = rank + 1; at < this.weights.length; at += at & -at) {
      if ((this.weights[at] ?? 0) >= weight) continue;
      this.weights[at] = weight;
      this.items[at] = item;
    }
  }
}

function changesOf(parts: readonly Part[]): UnsavedEdit[] {
  const edits: UnsavedEdit[] = [];
  let after: Anchor | undefined;
  let placed: PlacedRows[] = [];
  const closeGap = (before: Anchor | undefined) => {
    if (placed.length > 0) edits.push({ kind: 'gap', after, before, placed });
    placed = [];
  };
  for (const { run, index, line, inPlace } of parts) {
    if (!inPlace || line === undefined) {
      placed.push({ rows: run, index, line });
      continue;
    }
    closeGap({ line, row: sliceRun(run, 0, 1) });
    for (let row = 0; run.source === 'journal' && row < run.count; row++) {
      edits.push({ kind: 'replace', line: line + row, row: sliceRun(run, row, 1), index: index + row });
    }
    after = { line: line + run.count - 1, row: sliceRun(run, run.count - 1, 1) };
  }
  closeGap(undefined);
  return edits;
}

/** Stretches of lines that are no rows any more. */
function deletionsOf(parts: readonly Part[], layout: readonly Run[]): UnsavedEdit[] {
  const present = parts.filter((part) => part.line !== undefined).sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const last = layout.at(-1);
  const end = last === undefined ? 0 : last.start + last.count;
  const deletions: UnsavedEdit[] = [];
  let line = 0;
  for (const part of [...present, undefined]) {
    const next = part?.line ?? end;
    if (next > line) deletions.push({ kind: 'delete', line, count: next - line });
    line = next + (part?.run.count ?? 0);
  }
  return deletions;
}

/** Deleted lines beyond so many, and moved lines beyond so many, are only counted: a whole file that was sorted, say. */
const MOST_DELETED = 10_000;
const MOST_MOVED = 1000;

/** The lines whose texts must be known to find the places of edits in a changed file. */
export function anchorLines(edits: readonly UnsavedEdit[]): { readonly line: number; readonly count: number }[] {
  const lines: { line: number; count: number }[] = [];
  let deleted = 0;
  let moved = 0;
  for (const edit of edits) {
    if (edit.kind === 'replace') lines.push({ line: edit.line, count: 1 });
    else if (edit.kind === 'delete') {
      if ((deleted += edit.count) <= MOST_DELETED) lines.push({ line: edit.line, count: edit.count });
    } else {
      for (const anchor of [edit.after, edit.before]) if (anchor) lines.push({ line: anchor.line, count: 1 });
      for (const { line, rows } of edit.placed) {
        if (line !== undefined && (moved += rows.count) <= MOST_MOVED) lines.push({ line, count: rows.count });
      }
    }
  }
  return lines;
}
