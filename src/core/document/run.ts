/** Stable for the life of a document: through edits, moves, undo and saves. Not through a reload or a restored backup. */
export type RowId = number;

/**
 * Consecutive rows with consecutive ids, whose lines stand one after the other in the file (`base`, `start` is a line number)
 * or in the journal (`start` is an entry number).
 */
export interface Run {
  readonly id: RowId;
  readonly count: number;
  readonly source: 'base' | 'journal';
  readonly start: number;
}

/** Ids of rows that were typed start here; below are line numbers of the file as it was opened. */
export const FIRST_TYPED_ID = 2 ** 32;

/** The part of a run from its row `from` on, `count` rows long. */
export function sliceRun(run: Run, from: number, count: number): Run {
  return { id: run.id + from, count, source: run.source, start: run.start + from };
}

/** Whether `next` goes on exactly where `run` ends, in ids and in lines, so that both are one run. */
export function continues(run: Run, next: Run): boolean {
  return run.source === next.source && run.id + run.count === next.id && run.start + run.count === next.start;
}

/** The same rows in as few runs as can be. */
export function coalesce(runs: Iterable<Run>): Run[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (run.count === 0) continue;
    if (last !== undefined && continues(last, run))
      merged[merged.length - 1] = { ...last, count: last.count + run.count };
    else merged.push(run);
  }
  return merged;
}

export function countRows(runs: readonly Pick<Run, 'count'>[]): number {
  return runs.reduce((sum, run) => sum + run.count, 0);
}
