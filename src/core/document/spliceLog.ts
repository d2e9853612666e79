import { packRun, type PackedRuns, RUN_SIZE, unpackRuns } from './packedRuns';
import type { Run } from './run';

/** `removed` at `at` gave way to `inserted`. */
export interface RowSplice {
  readonly at: number;
  readonly removed: readonly Run[];
  readonly inserted: readonly Run[];
}

/**
 * Splices in the order in which they were done, as flat numbers: a bulk edit of 50,000 rows is 50,000 splices, kept as long as
 * it can be undone.
 */
export class SpliceLog {
  private readonly packed: PackedRuns = [];
  /** For each splice: where its runs begin, `at`, and how many runs are removed. */
  private readonly starts: number[] = [];
  private readonly ats: number[] = [];
  private readonly removedRuns: number[] = [];

  get length(): number {
    return this.starts.length;
  }

  push(at: number, removed: readonly Run[], inserted: readonly Run[]): void {
    this.starts.push(this.packed.length);
    this.ats.push(at);
    this.removedRuns.push(removed.length);
    for (const run of removed) packRun(this.packed, run);
    for (const run of inserted) packRun(this.packed, run);
  }

  get(i: number): RowSplice {
    const start = this.starts[i] ?? 0;
    const middle = start + (this.removedRuns[i] ?? 0) * RUN_SIZE;
    const end = this.starts[i + 1] ?? this.packed.length;
    return {
      at: this.ats[i] ?? 0,
      removed: [...unpackRuns(this.packed, start, middle)],
      inserted: [...unpackRuns(this.packed, middle, end)],
    };
  }

  /** The splices in order; `inverted` from last to first, each taking back what it did. */
  *splices(inverted = false): Generator<RowSplice> {
    for (let i = 0; i < this.length; i++) {
      if (!inverted) yield this.get(i);
      else {
        const { at, removed, inserted } = this.get(this.length - 1 - i);
        yield { at, removed: inserted, inserted: removed };
      }
    }
  }

  /** All runs of all splices. */
  runs(): Iterable<Run> {
    return unpackRuns(this.packed);
  }

  /** A log of its own with the same splices. */
  copy(): SpliceLog {
    return this.map((run) => [run]);
  }

  /** Adds the splices of `next`; splices that give one row text after text become one. */
  join(next: SpliceLog): void {
    for (const splice of next.splices()) this.pushJoining(splice);
  }

  /** The log with each run replaced by the runs that `relocate` gives. */
  map(relocate: (run: Run) => Iterable<Run>): SpliceLog {
    const mapped = new SpliceLog();
    for (const { at, removed, inserted } of this.splices()) {
      mapped.push(
        at,
        removed.flatMap((run) => [...relocate(run)]),
        inserted.flatMap((run) => [...relocate(run)]),
      );
    }
    return mapped;
  }

  private pushJoining(splice: RowSplice): void {
    const id = rewrittenId(splice);
    const last = this.length > 0 && id !== undefined ? this.get(this.length - 1) : undefined;
    if (last === undefined || rewrittenId(last) !== id || last.at !== splice.at) {
      this.push(splice.at, splice.removed, splice.inserted);
      return;
    }
    this.packed.length = this.starts.pop() ?? 0;
    this.ats.pop();
    this.removedRuns.pop();
    this.push(last.at, last.removed, splice.inserted);
  }
}

/** The row whose text a splice replaced; undefined when rows came or went. */
export function rewrittenId({ removed, inserted }: RowSplice): number | undefined {
  const [before] = removed;
  const [after] = inserted;
  if (removed.length !== 1 || inserted.length !== 1 || before?.count !== 1 || after?.count !== 1) return undefined;
  return before.id === after.id ? before.id : undefined;
}
