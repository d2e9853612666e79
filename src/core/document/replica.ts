import { packRun, type PackedRuns, RUN_SIZE, unpackRuns } from './packedRuns';
import { Rows } from './rows';
import type { RowId, Run } from './run';
import type { RowSplice } from './spliceLog';

/** Lines of the journal with their line ends: entry numbers, lengths, and all bytes one after the other. */
export interface ReplicaLines {
  readonly entries: Float64Array;
  readonly lengths: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * What a replica is told, in order. Plain data that can be cloned or moved between threads. `baseLines` is how many lines of the
 * file the document knew.
 */
export type ReplicaMessage =
  /** All rows anew: a backup was restored, or another file became the base. */
  | {
      readonly kind: 'reset';
      readonly revision: number;
      readonly baseLines: number;
      /** Packed runs (`packedRuns.ts`). */
      readonly rows: Float64Array;
      readonly lines: ReplicaLines;
    }
  /** An edit, undo or redo. */
  | {
      readonly kind: 'splices';
      readonly revision: number;
      readonly baseLines: number;
      /** For each splice: where, how many rows go, how many runs come, and those runs packed. */
      readonly splices: Float64Array;
      /** Lines of rows that come, those that the replica does not have yet. */
      readonly lines: ReplicaLines;
    };

/** Some rows of a replica: consecutive lines of the file, or one line of the journal. */
export type ReplicaRows =
  | { readonly kind: 'base'; readonly id: RowId; readonly count: number; readonly line: number }
  | { readonly kind: 'typed'; readonly id: RowId; readonly line: Uint8Array };

/**
 * The rows of a document in another thread, which finds the lines of the file itself. Each side may be ahead in that: lines that
 * are found later come behind all rows that are there, so an edit means the same rows on both sides.
 */
export class RowsReplica {
  private rows = new Rows();
  private lines = new Map<number, Uint8Array>();
  private baseLines = 0;
  /** The revision of the document that the rows are of. */
  revision = 0;

  get count(): number {
    return this.rows.count;
  }

  /** Index of a row; -1 when it is not there. */
  indexOf(id: RowId): number {
    return this.rows.indexOf(id);
  }

  /** Says that at least the first `lines` lines of the file as it was opened are known: new ones come as rows behind all others. */
  growBase(lines: number): void {
    const count = lines - this.baseLines;
    if (count <= 0) return;
    this.rows.splice(this.rows.count, 0, [{ id: this.baseLines, count, source: 'base', start: this.baseLines }]);
    this.baseLines = lines;
  }

  /** @param onSplice told every splice, right after it was done */
  apply(message: ReplicaMessage, onSplice?: (splice: RowSplice) => void): void {
    if (message.kind === 'reset') {
      this.lines = new Map();
      this.rows = new Rows(unpackRuns(message.rows));
      this.baseLines = message.baseLines;
    }
    this.growBase(message.baseLines);
    this.addLines(message.lines);
    if (message.kind === 'splices') {
      for (const { at, removed, inserted } of readSplices(message.splices)) {
        const gone = this.rows.splice(at, removed, inserted);
        onSplice?.({ at, removed: gone, inserted });
      }
    }
    this.revision = message.revision;
  }

  /** The rows in order, from index `from` on. */
  *read(from = 0, count = Infinity): Generator<ReplicaRows> {
    for (const run of this.rows.slice(from, count)) {
      if (run.source === 'base') yield { kind: 'base', id: run.id, count: run.count, line: run.start };
      else yield* this.typedRows(run);
    }
  }

  private *typedRows(run: Run): Generator<ReplicaRows> {
    for (let i = 0; i < run.count; i++) {
      const line = this.lines.get(run.start + i);
      if (line === undefined) throw new RangeError(`The replica was not told line ${run.start + i} of the journal.`);
      yield { kind: 'typed', id: run.id + i, line };
    }
  }

  private addLines({ entries, lengths, bytes }: ReplicaLines): void {
    let offset = 0;
    entries.forEach((entry, i) => {
      const length = lengths[i] ?? 0;
      this.lines.set(entry, bytes.subarray(offset, offset + length));
      offset += length;
    });
  }
}

/** Splices as the numbers of a message. */
export function packSplices(splices: Iterable<RowSplice>): PackedRuns {
  const packed: number[] = [];
  for (const { at, removed, inserted } of splices) {
    packed.push(
      at,
      removed.reduce((sum, run) => sum + run.count, 0),
      inserted.length,
    );
    for (const run of inserted) packRun(packed, run);
  }
  return packed;
}

interface CountedSplice {
  readonly at: number;
  readonly removed: number;
  readonly inserted: readonly Run[];
}

function* readSplices(packed: Float64Array): Generator<CountedSplice> {
  for (let at = 0; at < packed.length;) {
    const end = at + 3 + (packed[at + 2] ?? 0) * RUN_SIZE;
    yield { at: packed[at] ?? 0, removed: packed[at + 1] ?? 0, inserted: [...unpackRuns(packed, at + 3, end)] };
    at = end;
  }
}
