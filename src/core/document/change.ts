import type { RowId } from './run';
import type { RowSplice } from './spliceLog';

/** The bytes that end a row's own line; a last line may have none. */
export type LineEnd = '\n' | '\r\n' | '';

/** A row as it was read. */
export interface Row {
  readonly id: RowId;
  /** From 0, in file order, at the time of reading. */
  readonly index: number;
  readonly version: number;
  /** The line without its line end, decoded with byte escapes (`decodeUtf8`). Cut to a head when `complete` is false. */
  readonly text: string;
  readonly lineEnd: LineEnd;
  /** Length of the line in bytes, its own line end included. */
  readonly byteLength: number;
  /** False for a row that was longer than the reader's limit; such a row cannot be the `row` of a `replace`. */
  readonly complete: boolean;
}

/** One step of an edit. Steps are done in order: an index means the document after the steps before it. */
export type Operation =
  /**
   * Gives a row another text. `row` is the row as it was last read: its version is checked, and its text is what the journal
   * remembers as the original line. `text` holds no newline. The row keeps its id, and its own line end unless it gets another.
   */
  | { readonly kind: 'replace'; readonly row: Row; readonly text: string; readonly lineEnd?: LineEnd }
  /** Inserts rows before row `at` (`count` appends), with the line end that most lines of the file have. */
  | { readonly kind: 'insert'; readonly at: number; readonly texts: readonly string[] }
  | { readonly kind: 'delete'; readonly ids: readonly RowId[] }
  /** Deletes by position; whole stretches at once, however long. */
  | { readonly kind: 'deleteRange'; readonly at: number; readonly count: number }
  /** Moves rows, in file order, so that they stand before the row that is now at `to` (`count` moves to the end). */
  | { readonly kind: 'move'; readonly ids: readonly RowId[]; readonly to: number };

/** Names a group of edits that is undone at once. Unique in the process, so that a stale one never means another group. */
export type GroupId = number;

/** `removed` rows at `at` gave way to `inserted` rows. */
export interface SpliceCounts {
  readonly at: number;
  readonly removed: number;
  readonly inserted: number;
}

/** What an edit, an undo or a redo did. */
export interface Change {
  readonly cause: 'edit' | 'undo' | 'redo';
  /** The group that was made, extended, undone or redone. */
  readonly groupId: GroupId;
  readonly label: string;
  /** Of an edit: whether it began a group (fire an edit event), or extended the open one. */
  readonly isNewGroup: boolean;
  /** Grows by one with every change, undo and redo included. */
  readonly revision: number;
  /** Number of rows afterwards. */
  readonly count: number;
  /** Rows that came, went or moved, in the order in which they were done; one covering splice when they are very many. */
  readonly splices: readonly SpliceCounts[];
  /** Rows whose text changed, with their new versions; undefined when they are very many. */
  readonly touched: readonly { readonly id: RowId; readonly version: number }[] | undefined;
  /** New rows, in the order in which the operations asked for them. */
  readonly inserted: readonly { readonly id: RowId; readonly count: number }[];
  /** A row worth showing: the first that was touched or came in. */
  readonly reveal: RowId | undefined;
  /** What was done, row by row, in order: for a replica. */
  readonly rowSplices: () => Iterable<RowSplice>;
}

/** An edit was made against a row that has changed since, or is gone. `current` is undefined when it is gone. */
export class StaleRowError extends Error {
  override readonly name = 'StaleRowError';
  constructor(
    readonly id: RowId,
    readonly currentVersion: number | undefined,
  ) {
    super(
      currentVersion === undefined ? `Row ${id} is not in the document.` : `Row ${id} has changed since it was read.`,
    );
  }
}

/** A text that cannot be one row: it holds a newline. */
export class RowTextError extends Error {
  override readonly name = 'RowTextError';
  constructor() {
    super('A row is one line: its text cannot hold a newline.');
  }
}

/** A save was finished of which the document no longer is what the snapshot says: another save or a reload came between. */
export class StaleSnapshotError extends Error {
  override readonly name = 'StaleSnapshotError';
  constructor() {
    super('Another save or a change of the file came between this snapshot and its commit.');
  }
}

/** Something that needs the whole file (saving, backing up) was asked for before its last line was found. */
export class IndexIncompleteError extends Error {
  override readonly name = 'IndexIncompleteError';
  constructor() {
    super('The lines of the file have not all been found yet.');
  }
}
