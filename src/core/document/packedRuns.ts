import type { Run } from './run';

/** Numbers that one run takes in a packed list. */
export const RUN_SIZE = 3;

/**
 * Runs as a flat list of numbers: id, count, and where the lines start: a line number of the base, or -1 - entry for the
 * journal. A tenth of the memory of objects, and sent between threads as it is.
 */
export type PackedRuns = number[];

/** The packed form of where a run starts. */
export function packStart(run: Run): number {
  return run.source === 'base' ? run.start : -1 - run.start;
}

export function packRun(into: PackedRuns, run: Run): void {
  into.push(run.id, run.count, packStart(run));
}

/** The run whose numbers begin at position `at`. */
export function unpackRun(packed: ArrayLike<number>, at: number): Run {
  const start = packed[at + 2] ?? 0;
  return {
    id: packed[at] ?? 0,
    count: packed[at + 1] ?? 0,
    source: start >= 0 ? 'base' : 'journal',
    start: start >= 0 ? start : -1 - start,
  };
}

export function* unpackRuns(packed: ArrayLike<number>, from = 0, to = packed.length): Generator<Run> {
  for (let at = from; at < to; at += RUN_SIZE) yield unpackRun(packed, at);
}

/** Adds a run to a packed list; one that goes on where the last run ends makes that longer. */
export function pushJoined(into: PackedRuns, id: number, count: number, start: number): void {
  if (count === 0) return;
  const last = into.length - RUN_SIZE;
  if (last >= 0) {
    const lastCount = into[last + 1] ?? 0;
    const lastStart = into[last + 2] ?? 0;
    // Lines of the base count upwards from 0, entries of the journal downwards from -1.
    const sameSource = lastStart >= 0 === start >= 0;
    const goesOn = sameSource && start === (start >= 0 ? lastStart + lastCount : lastStart - lastCount);
    if (goesOn && (into[last] ?? 0) + lastCount === id) {
      into[last + 1] = lastCount + count;
      return;
    }
  }
  into.push(id, count, start);
}

/** Adds the runs between two positions of another packed list. */
export function pushAllJoined(into: PackedRuns, from: PackedRuns, start: number, end: number): void {
  for (let at = start; at < end; at += RUN_SIZE) pushJoined(into, from[at] ?? 0, from[at + 1] ?? 0, from[at + 2] ?? 0);
}

/** Adds the part of a packed run from its row `skip` on, `count` rows long. */
export function pushPart(into: PackedRuns, from: PackedRuns, at: number, skip: number, count: number): void {
  const start = from[at + 2] ?? 0;
  pushJoined(into, (from[at] ?? 0) + skip, count, start >= 0 ? start + skip : start - skip);
}
