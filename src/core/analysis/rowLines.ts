import type { ReplicaRows, RowsReplica } from '../document/replica';
import type { RowId } from '../document/run';
import { decodeUtf8 } from '../text/encoding';
import { type LineSource, readLine } from './lineSource';

const NEWLINE = 0x0a;

/** The lines of a dataset's rows, in the file or as they were typed. */
export class RowLines {
  constructor(
    readonly rows: RowsReplica,
    private file: LineSource,
  ) {}

  get source(): LineSource {
    return this.file;
  }

  /** The rows stand in another file now, with the same texts. */
  rebase(source: LineSource): void {
    this.file = source;
  }

  /** Where a row is; undefined where it is not there. */
  rowOf(id: RowId): ReplicaRows | undefined {
    const index = this.rows.indexOf(id);
    const [row] = index < 0 ? [] : this.rows.read(index, 1);
    return row;
  }

  /** The line of a row; undefined where it is not there, or too long to be read. */
  lineOf(id: RowId): string | undefined {
    const row = this.rowOf(id);
    const bytes = row === undefined ? undefined : readLine(this.file, row);
    return bytes === undefined ? undefined : decodeUtf8(bytes);
  }

  /** How long the line of a row is that `lineOf` does not give; undefined where there is no such row. */
  lengthOf(id: RowId): number | undefined {
    const row = this.rowOf(id);
    if (row === undefined) return undefined;
    return row.kind === 'typed' ? row.line.length : this.file.range(row.line, 1).length;
  }

  /** Whether a row's line has a line end. */
  isTerminated(row: ReplicaRows): boolean {
    if (row.kind === 'typed') return row.line.at(-1) === NEWLINE;
    const { offset, length } = this.file.range(row.line, 1);
    const last = new Uint8Array(1);
    this.file.read(last, offset + length - 1);
    return last[0] === NEWLINE;
  }
}
