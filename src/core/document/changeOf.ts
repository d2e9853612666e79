import type { Change, GroupId } from './change';
import type { Run, RowId } from './run';
import { rewrittenId, type RowSplice, type SpliceLog } from './spliceLog';

/** How many splices or touched rows a change names one by one. */
const MANY = 1000;

/** A log that was done, or taken back. */
export interface Step {
  readonly log: SpliceLog;
  readonly inverted: boolean;
}

export interface ChangeFacts {
  readonly cause: Change['cause'];
  readonly groupId: GroupId;
  readonly label: string;
  readonly isNewGroup: boolean;
  readonly revision: number;
  readonly count: number;
}

/** Describes what some steps did. */
export function changeOf(facts: ChangeFacts, steps: readonly Step[], inserted: readonly Run[]): Change {
  const splices: Change['splices'][number][] = [];
  const touched = new Set<RowId>();
  let grown = 0;
  let reveal: RowId | undefined;
  for (const splice of splicesOf(steps)) {
    const id = rewrittenId(splice);
    if (id !== undefined) touched.add(id);
    else {
      const counts = { at: splice.at, removed: countRuns(splice.removed), inserted: countRuns(splice.inserted) };
      grown += counts.inserted - counts.removed;
      splices.push(counts);
    }
    reveal ??= id ?? splice.inserted[0]?.id;
  }
  const covering = [{ at: 0, removed: facts.count - grown, inserted: facts.count }];
  return {
    ...facts,
    splices: splices.length > MANY ? covering : splices,
    touched: touched.size > MANY ? undefined : [...touched].map((id) => ({ id, version: facts.revision })),
    inserted: inserted.map(({ id, count }) => ({ id, count })),
    reveal,
    rowSplices: () => splicesOf(steps),
  };
}

function* splicesOf(steps: readonly Step[]): Generator<RowSplice> {
  for (const { log, inverted } of steps) yield* log.splices(inverted);
}

function countRuns(runs: readonly Run[]): number {
  let rows = 0;
  for (const run of runs) rows += run.count;
  return rows;
}
