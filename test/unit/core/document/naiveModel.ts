import type { Dataset } from '../../../../src/core/document/dataset';
import type { RowId } from '../../../../src/core/document/run';

/** One line as bytes: content and its own line end. */
export interface NaiveRow {
  readonly id: RowId;
  readonly line: Buffer;
}

interface State {
  readonly rows: readonly NaiveRow[];
}

/**
 * What a document should be, done the slow and plain way: every state is a full copy of all rows. The property tests compare
 * the real one with it after every step.
 */
export class NaiveModel {
  private states: State[];
  private groupIds: (number | undefined)[] = [undefined];
  private position = 0;
  private saved: State | undefined;
  private bursting: string | undefined;

  constructor(
    readonly prefix: Buffer,
    rows: readonly NaiveRow[],
    public defaultEnd: string,
  ) {
    const state = { rows };
    this.states = [state];
    this.saved = state;
  }

  get rows(): readonly NaiveRow[] {
    return this.state.rows;
  }

  get isDirty(): boolean {
    return this.state !== this.saved;
  }

  get canUndo(): boolean {
    return this.position > 0;
  }

  get canRedo(): boolean {
    return this.position < this.states.length - 1;
  }

  get state(): State {
    const state = this.states[this.position];
    if (state === undefined) throw new Error('no state');
    return state;
  }

  /** The bytes that a save should write. */
  bytes(): Buffer {
    const lines = this.rows.map(({ line }, i) => {
      const bare = line.at(-1) !== 10;
      return bare && (i < this.rows.length - 1 || line.length === 0)
        ? Buffer.concat([line, Buffer.from(this.defaultEnd)])
        : line;
    });
    return Buffer.concat([this.prefix, ...lines]);
  }

  edit(rows: readonly NaiveRow[], groupId: number, burst: string | undefined): void {
    const extend = burst !== undefined && this.bursting === burst;
    this.states.length = this.position + (extend ? 0 : 1);
    this.groupIds.length = this.states.length;
    this.states.push({ rows });
    this.groupIds.push(groupId);
    this.position = this.states.length - 1;
    this.bursting = burst;
  }

  close(): void {
    this.bursting = undefined;
  }

  undo(): void {
    this.position--;
    this.close();
  }

  redo(): void {
    this.position++;
    this.close();
  }

  /** Ids of all groups, done or undone, and how many of them are done. */
  get ids(): number[] {
    return this.groupIds.flatMap((id) => id ?? []);
  }

  get done(): number {
    return this.position;
  }

  /** The group that an undo would take back, and the one that a redo would do again. */
  get undoId(): number | undefined {
    return this.groupIds[this.position];
  }

  get redoId(): number | undefined {
    return this.groupIds[this.position + 1];
  }

  markSaved(state: State | undefined): void {
    this.saved = state;
  }

  /** New lines at the end of every state: lines that were found later, or that came from outside. */
  grow(rows: readonly NaiveRow[]): void {
    this.states = this.states.map((state) => {
      const grown = { rows: [...state.rows, ...rows] };
      if (state === this.saved) this.saved = grown;
      return grown;
    });
  }
}

/** Cuts bytes at newlines, by hand. */
export function cutLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 10) continue;
    lines.push(bytes.subarray(start, at + 1));
    start = at + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}

export function ownEnd(line: Buffer): '' | '\n' | '\r\n' {
  if (line.at(-1) !== 10) return '';
  return line.at(-2) === 13 ? '\r\n' : '\n';
}

/** Everything that a dataset would write, read through its segments. */
export async function written(snapshot: ReturnType<Dataset['snapshot']>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const segment of snapshot.segments()) {
    if (segment.kind === 'base') parts.push(await snapshot.base.read(segment.offset, segment.length));
    else if (segment.kind === 'journal') parts.push(await segment.read());
    else parts.push(segment.bytes);
  }
  return Buffer.concat(parts);
}
