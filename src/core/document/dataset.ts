import type { ByteSource } from '../text/byteSource';
import type { LineChunk, LineIndex } from '../text/lineIndex';
import type { RestoredBackup } from './backup';
import {
  type Change,
  type GroupId,
  IndexIncompleteError,
  type Operation,
  type Row,
  StaleSnapshotError,
} from './change';
import { changeOf, type Step } from './changeOf';
import type { Group } from './history';
import type { JournalFile } from './journal';
import { lengthOf } from './content';
import { keepLines } from './lineKeeping';
import { Model } from './model';
import { Relocation } from './relocation';
import { planRows, readPlannedRows } from './rowReader';
import { type RowId, type Run, sliceRun } from './run';
import type { SaveSnapshot } from './saveSnapshot';
import { anchorLines, unsavedEdits } from './unsavedEdits';

/** Rows longer than this are read in part unless the reader asks for more. */
export const MAX_ROW_BYTES = 64 * 1024 * 1024;

export interface DatasetOptions {
  /** Bytes of the byte order mark that the file begins with (3 or 0). The scanner is fed from there. */
  readonly bomLength?: number;
  /** Where the journal goes beyond 64 MiB. Without one it stays in memory. Called at most once. */
  readonly openJournalFile?: () => Promise<JournalFile>;
  /** Edits to begin with; rows then appear when the index is finished. */
  readonly backup?: RestoredBackup;
  /** Bytes of the journal in memory from which on it goes to its file; 64 MiB. */
  readonly journalMemory?: number;
}

export interface EditOptions {
  /**
   * One of a burst of edits (typing): extends the group of the burst's edits before it, if the last change was one of them, has
   * the same label, and nothing closed the group; else begins a group that the next may extend.
   */
  readonly extend?: boolean;
}

export interface ReadOptions {
  /** Longer lines are read up to here; 64 MiB. */
  readonly maxRowBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * One open dataset: the rows of a file and what its author did to them. Rows appear as `appendIndex` brings in the lines of the
 * file; edits, undo and redo are synchronous; texts are read on demand. Owns `base` from the start: closes it when another
 * takes its place, and on `dispose`.
 */
export class Dataset {
  /** For the modules of this folder. */
  readonly model: Model;
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly rebaseListeners = new Set<() => void>();
  private readonly backup: RestoredBackup | undefined;

  constructor(base: ByteSource, options: DatasetOptions = {}) {
    this.model = new Model(base, options.bomLength ?? 0, {
      ...(options.openJournalFile && { openFile: options.openJournalFile }),
      ...(options.journalMemory !== undefined && { memoryLimit: options.journalMemory }),
    });
    this.backup = options.backup;
  }

  /** The file that the rows' ranges are in: the one opened, or the one last saved. */
  get base(): ByteSource {
    return this.model.content.base;
  }

  get index(): LineIndex {
    return this.model.content.index;
  }

  /** Whether the last line of the file is known. Saving and backing up wait for it. */
  get indexed(): boolean {
    return this.model.indexed;
  }

  /** Number of rows. */
  get count(): number {
    return this.model.rows.count;
  }

  /** Grows by one with every change, undo and redo included. */
  get revision(): number {
    return this.model.revision;
  }

  /** Whether the rows differ from the file: the state is another than the saved one (undo and redo can come back to it). */
  get isDirty(): boolean {
    return this.model.history.isDirty;
  }

  get canUndo(): boolean {
    return this.model.history.canUndo;
  }

  get canRedo(): boolean {
    return this.model.history.canRedo;
  }

  /** The line end that most lines of the file had when it was opened; inserted rows get it. */
  get lineEnding(): '\n' | '\r\n' {
    return this.model.content.lineEnding;
  }

  get hasBom(): boolean {
    return this.model.content.bomLength > 0;
  }

  /** Takes in the next lines of the file. */
  appendIndex(chunk: LineChunk): void {
    if (this.indexed) throw new RangeError('All lines of the file are there already.');
    this.model.appendLines(chunk, this.backup === undefined);
  }

  /** Says that all lines of the file are there. @throws RangeError when the lines do not add up to the file's size */
  finishIndex(): void {
    const { index, base } = this.model.content;
    if (index.end !== base.size) throw new RangeError(`The lines found end at ${index.end}, the file at ${base.size}.`);
    this.model.indexed = true;
    if (this.backup === undefined) return;
    this.backup.applyTo(this.model);
    this.tellRebase();
  }

  /** @throws RangeError when there is no such row */
  idAt(index: number): RowId {
    return this.model.rows.at(index).id;
  }

  /** Where a row stands now, -1 when it is not there. */
  indexOf(id: RowId): number {
    return this.model.rows.indexOf(id);
  }

  /** 0 until the row's text changes; grows with each change of the text, undo and redo included. */
  versionOf(id: RowId): number {
    return this.model.versionOf(id);
  }

  /** The rows from `from` on, as runs. */
  runs(from = 0, count = Infinity): Run[] {
    return this.model.rows.slice(from, count);
  }

  /** Up to `count` rows from index `from`. Lines of more than `maxRowBytes` are cut to that (`complete` false). */
  async readRows(from: number, count: number, options: ReadOptions = {}): Promise<Row[]> {
    for (;;) {
      const { content, rows } = this.model;
      const plans = planRows(rows.slice(from, count), from, (id) => this.versionOf(id));
      try {
        return await readPlannedRows(content, plans, options.maxRowBytes ?? MAX_ROW_BYTES, options.signal);
      } catch (error) {
        // A save replaced the base meanwhile, and the old one was closed: the rows are in the new one.
        if (this.base === content.base || options.signal?.aborted) throw error;
      }
    }
  }

  /** One row, undefined when it is not there. */
  async readRow(id: RowId, options?: ReadOptions): Promise<Row | undefined> {
    const index = this.indexOf(id);
    return index < 0 ? undefined : (await this.readRows(index, 1, options))[0];
  }

  /** Length of a row's line in bytes, its own line end included; undefined when it is not there. */
  byteLength(id: RowId): number | undefined {
    const { content, rows } = this.model;
    const run = rows.locate(id)?.run;
    return run && lengthOf(content, sliceRun(run, 0, 1));
  }

  /**
   * Does the operations as one undoable step, all or none, and tells the listeners. Takes some microseconds an operation.
   * Undefined, and nothing done, when they change nothing. An operation is asked for when those before it are done.
   * @throws StaleRowError, RowTextError, RangeError when an operation cannot be done; then nothing has changed
   */
  edit(label: string, operations: Iterable<Operation>, options: EditOptions = {}): Change | undefined {
    const edited = this.model.edit(operations);
    if (edited === undefined) return undefined;
    const { group, isNew } = this.model.history.record(label, edited.log, options.extend ?? false);
    return this.tell('edit', group, isNew, [{ log: edited.log, inverted: false }], edited.inserted);
  }

  /** Closes the open group: the next edit begins another, also with `extend`. */
  closeGroup(): void {
    this.model.history.close();
  }

  /**
   * Undoes the last group, or everything back to the state before group `groupId`. Undefined, and nothing done, when there is
   * nothing to undo or that group is undone already (or was dropped).
   */
  undo(groupId?: GroupId): Change | undefined {
    return this.replay('undo', this.model.history.undo(groupId));
  }

  /** Redoes the next undone group, or everything up to and including group `groupId`. Undefined when it is not undone. */
  redo(groupId?: GroupId): Change | undefined {
    return this.replay('redo', this.model.history.redo(groupId));
  }

  /** Calls `listener` after every edit, undo and redo, in order. It must not throw. */
  onChange(listener: (change: Change) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  }

  /**
   * Calls `listener` after the rows have come to refer to another file, or to a backup: after `finishIndex` with a backup, after
   * `commitSave` and `appendBase`. It must not throw.
   */
  onRebase(listener: () => void): { dispose(): void } {
    this.rebaseListeners.add(listener);
    return { dispose: () => void this.rebaseListeners.delete(listener) };
  }

  /** What a save would write now. Closes the open group. @throws IndexIncompleteError */
  snapshot(): SaveSnapshot {
    if (!this.indexed) throw new IndexIncompleteError();
    return this.model.snapshot();
  }

  /**
   * Before the rename: copies to the journal the lines that the document and its history reach and the saved file will not hold.
   * @throws TornReadError when the file changed
   */
  async prepareRebase(snapshot: SaveSnapshot, signal?: AbortSignal): Promise<void> {
    const { content, known } = this.model;
    if (snapshot.content !== content) throw new StaleSnapshotError();
    for (const { start, count } of this.model.linesMissing(new Relocation(snapshot))) {
      await keepLines(content, known, start, count, signal);
    }
  }

  /**
   * After the rename: from now on rows are ranges of `newBase`, the file that was written from `snapshot`. Edits made since the
   * snapshot stay, and stay dirty. Undo goes on working across it. Nothing is scanned.
   * @throws StaleSnapshotError when another save was committed since the snapshot: take snapshots inside the lock of saves
   * @throws RangeError when `newBase` has not the size that the snapshot says
   */
  commitSave(snapshot: SaveSnapshot, newBase: ByteSource): void {
    const old = this.model.content;
    if (snapshot.content !== old) throw new StaleSnapshotError();
    if (newBase.size !== snapshot.totalBytes) {
      throw new RangeError(`The saved file has ${newBase.size} bytes instead of ${snapshot.totalBytes}.`);
    }
    this.model.rebase(snapshot, newBase);
    this.leaveBase(old.base);
  }

  /** Takes in lines that were added behind the file; for `appendBase`, which has checked them. */
  growBase(grown: ByteSource, chunk: LineChunk): void {
    const old = this.base;
    this.model.growBase(grown, chunk);
    this.leaveBase(old);
  }

  private leaveBase(old: ByteSource): void {
    this.tellRebase();
    // Nothing depends on the old file any more; that it could not be closed is nobody's concern.
    old.close().catch(() => undefined);
  }

  private tellRebase(): void {
    for (const listener of this.rebaseListeners) listener();
  }

  /**
   * Reads and keeps the texts of file lines that unsaved edits rest on (deleted rows, neighbours of new ones), so that the edits
   * find their places again if the file is changed from outside. Call it in the background soon after edits.
   * @throws TornReadError when the file changed
   */
  async rememberAnchors(signal?: AbortSignal): Promise<void> {
    const { content, known, rows, layout } = this.model;
    for (const { line, count } of anchorLines(unsavedEdits(rows.slice(), layout))) {
      if (content !== this.model.content) return; // a save came between: these lines are others now
      await keepLines(content, known, line, count, signal);
    }
  }

  /** Lets go of the file and the journal. Reads under way reject. */
  async dispose(): Promise<void> {
    this.listeners.clear();
    this.rebaseListeners.clear();
    await this.model.content.base.close();
    await this.model.content.journal.dispose();
  }

  private replay(cause: 'undo' | 'redo', groups: readonly Group[]): Change | undefined {
    const last = groups.at(-1);
    if (last === undefined) return undefined;
    const inverted = cause === 'undo';
    this.model.revision++;
    for (const group of groups) this.model.replay(group, inverted);
    return this.tell(
      cause,
      last,
      false,
      groups.map(({ log }) => ({ log, inverted })),
      [],
    );
  }

  private tell(
    cause: Change['cause'],
    group: Group,
    isNewGroup: boolean,
    steps: readonly Step[],
    inserted: readonly Run[],
  ): Change {
    const { revision, count } = this;
    const facts = { cause, groupId: group.id, label: group.label, isNewGroup, revision, count };
    const change = changeOf(facts, steps, inserted);
    for (const listener of this.listeners) listener(change);
    return change;
  }
}
