import type { RowId, Run } from './run';
import type { RowSplice } from './spliceLog';

/** Consecutive row ids. */
export interface IdRange {
  readonly id: RowId;
  readonly count: number;
}

export interface TouchedRows {
  /** Rows that came, went, or have another text. */
  readonly changed: readonly IdRange[];
  /** Those of them that did not only go. */
  readonly came: readonly IdRange[];
  /** Rows that are the same and stand elsewhere. */
  readonly moved: readonly IdRange[];
}

/** With more runs than this, rows that were only moved are not told from others. */
const MANY_RUNS = 500;

/** What splices did to rows, all together: a row that went as often as it came, with the same line, is where it was or was moved. */
export function touchedRows(splices: readonly RowSplice[]): TouchedRows {
  let gone = splices.flatMap((splice) => splice.removed);
  const came = splices.flatMap((splice) => splice.inserted);
  if (gone.length + came.length > MANY_RUNS) return { changed: [...gone, ...came], came, moved: [] };
  const added: Run[] = [];
  const moved: Run[] = [];
  for (const run of came) {
    const matched = gone.flatMap((other) => overlap(run, other));
    const distinct = matched.filter((part, i) =>
      matched.slice(0, i).every((other) => overlap(part, other).length === 0),
    );
    moved.push(...distinct);
    added.push(...without([run], distinct));
    gone = takeOnce(gone, distinct);
  }
  return { changed: [...gone, ...added], came: added, moved };
}

/** `runs` without `parts`, each of which is taken from one run only. */
function takeOnce(runs: readonly Run[], parts: readonly Run[]): Run[] {
  let rest = [...runs];
  for (const part of parts) {
    const at = rest.findIndex((run) => overlap(run, part).length > 0);
    const run = rest[at];
    if (run !== undefined) rest = [...rest.slice(0, at), ...subtract(run, part), ...rest.slice(at + 1)];
  }
  return rest;
}

function without(runs: readonly Run[], others: readonly Run[]): Run[] {
  let rest = [...runs];
  for (const other of others) rest = rest.flatMap((run) => subtract(run, other));
  return rest;
}

/** The rows that both have, with the same lines. */
function overlap(run: Run, other: Run): Run[] {
  const isSameText = run.source === other.source && run.start - run.id === other.start - other.id;
  const from = Math.max(run.id, other.id);
  const to = Math.min(run.id + run.count, other.id + other.count);
  if (!isSameText || from >= to) return [];
  return [{ ...run, id: from, start: run.start + (from - run.id), count: to - from }];
}

function subtract(run: Run, other: Run): Run[] {
  const [shared] = overlap(run, other);
  if (shared === undefined) return [run];
  const behind = shared.id + shared.count;
  const before = { ...run, count: shared.id - run.id };
  const after = { ...run, id: behind, start: run.start + (behind - run.id), count: run.id + run.count - behind };
  return [before, after].filter(({ count }) => count > 0);
}
