import type { ByteSource } from '../text/byteSource';
import { type LineChunk, LineIndex } from '../text/lineIndex';
import type { Content } from './content';
import { applyOperations, applySplices, type Edited } from './editing';
import { type Group, History } from './history';
import { Journal, type JournalOptions } from './journal';
import { KnownLines } from './knownLines';
import type { Operation } from './change';
import { Relocation } from './relocation';
import { Rows } from './rows';
import { coalesce, FIRST_TYPED_ID, type RowId, type Run } from './run';
import { SaveSnapshot } from './saveSnapshot';
import { rewrittenId, type SpliceLog } from './spliceLog';

/**
 * The state behind a `Dataset`, for the modules of this folder: which rows there are, where their lines stand, and what can be
 * undone. Every step is synchronous and leaves it whole.
 */
export class Model {
  rows = new Rows();
  content: Content;
  readonly history = new History();
  /** Lines of the base that the journal has copies of. */
  known = new KnownLines();
  /** The row that each line of the base is the line of, as runs in line order. */
  layout: Run[] = [];
  indexed = false;
  revision = 0;
  private readonly versions = new Map<RowId, number>();
  private nextTypedId = FIRST_TYPED_ID;
  private lineEnds = { lf: 0, crlf: 0 };

  constructor(base: ByteSource, bomLength: number, journal: JournalOptions) {
    this.content = {
      base,
      bomLength,
      index: new LineIndex(bomLength),
      journal: new Journal(journal),
      lineEnding: '\n',
    };
  }

  versionOf(id: RowId): number {
    return this.versions.get(id) ?? 0;
  }

  allocateIds(count: number): RowId {
    const first = this.nextTypedId;
    this.nextTypedId += count;
    return first;
  }

  /** Takes in lines of the file that follow those that are known. Their rows come behind all others. */
  appendLines(chunk: LineChunk, withRows: boolean): void {
    const { index } = this.content;
    const line = index.count;
    index.append(chunk);
    this.countLineEnds(chunk);
    const run: Run = { id: line, count: index.count - line, source: 'base', start: line };
    this.layout = coalesce([...this.layout, run]);
    if (withRows) this.rows.splice(this.rows.count, 0, [run]);
  }

  /** Does an edit; undefined when it changes nothing. */
  edit(operations: Iterable<Operation>): Edited | undefined {
    const edited = applyOperations(this, operations);
    if (edited.log.length === 0) return undefined;
    this.revision++;
    this.renewVersions(edited.log);
    return edited;
  }

  /** Does a group again, or takes it back. */
  replay(group: Group, inverted: boolean): void {
    applySplices(this.rows, group.log, inverted);
    this.renewVersions(group.log);
  }

  snapshot(): SaveSnapshot {
    this.history.close();
    return new SaveSnapshot(this.revision, this.history.state, this.content, this.rows.freeze());
  }

  /** The lines of the base that the document or its history needs and the file written from `snapshot` will not hold. */
  linesMissing(relocation: Relocation): Run[] {
    return [...relocation.linesMissing(this.history.runs()), ...relocation.linesMissing(this.rows.slice())];
  }

  /** Makes the file written from `snapshot` the base. */
  rebase(snapshot: SaveSnapshot, base: ByteSource): void {
    const relocation = new Relocation(snapshot);
    const relocate = (run: Run) => relocation.relocate(run, this.known);
    const rows = new Rows(this.rows.slice().flatMap(relocate));
    this.history.relocate(relocate);
    this.history.markSaved(snapshot.state);
    this.rows = rows;
    this.known = relocation.known(this.known);
    this.content = { ...this.content, base, index: relocation.index() };
    this.layout = relocation.layout();
  }

  /** Takes in lines that were added behind the file from outside. The first may be the line end that the last line lacked. */
  growBase(base: ByteSource, chunk: LineChunk): void {
    const index = new LineIndex(this.content.bomLength);
    const line = this.content.index.count;
    index.appendFrom(this.content.index, 0, line);
    let { lengths } = chunk;
    if (index.unterminated && lengths.length > 0) {
      index.terminateLast(lengths[0] ?? 0);
      lengths = lengths.subarray(1);
      this.known.delete(line - 1);
    }
    index.append({ ...chunk, lengths });
    const run: Run = { id: this.allocateIds(lengths.length), count: lengths.length, source: 'base', start: line };
    this.content = { ...this.content, base, index };
    this.layout = coalesce([...this.layout, run]);
    this.rows.splice(this.rows.count, 0, [run]);
    this.revision++;
  }

  /** Replaces all rows by those of a backup, in which ids of untyped rows are line numbers. */
  restore(rows: readonly Run[], typedIds: number): void {
    this.rows = new Rows(rows);
    this.nextTypedId = FIRST_TYPED_ID + typedIds;
    this.history.markSaved(undefined);
  }

  private renewVersions(log: SpliceLog): void {
    for (const splice of log.splices()) {
      const id = rewrittenId(splice);
      if (id !== undefined) this.versions.set(id, this.revision);
    }
  }

  private countLineEnds(chunk: LineChunk): void {
    this.lineEnds.crlf += chunk.crlf;
    this.lineEnds.lf += chunk.lengths.length - chunk.crlf - (chunk.unterminated ? 1 : 0);
    const lineEnding = this.lineEnds.crlf > this.lineEnds.lf ? '\r\n' : '\n';
    if (lineEnding !== this.content.lineEnding) this.content = { ...this.content, lineEnding };
  }
}
