import type { Operation, Row } from './change';
import type { Dataset } from './dataset';
import type { AnchorTexts, EditLog, LoggedEdit, LoggedRows } from './editLog';
import type { FoundLines } from './lineFinder';
import type { RowId } from './run';

/** An edit that no longer fits anywhere. */
export interface UnsavedRow {
  readonly kind: 'replace' | 'insert' | 'delete' | 'move';
  /** What the author wrote (the row's text); empty for a deletion, and for a row that was only moved. */
  readonly text: string;
  readonly originalText?: string | undefined;
  /** Where it stood, from 0. */
  readonly nearIndex: number;
  /** More than 1 only for rows whose texts are not known: a long stretch of deleted rows, or very many moved ones. */
  readonly count: number;
}

type Gap = Extract<LoggedEdit, { kind: 'gap' }>;
type Move = Extract<LoggedRows, { kind: 'move' }>;

/** Rows that are to stand one after the other, and where the first stands when all steps before are done. */
interface Placing {
  readonly start: () => number;
  readonly rows: readonly (readonly string[] | RowId)[];
}

/** All texts that have to be looked for in a changed file. */
export function textsOf({ edits }: EditLog): Set<string> {
  const texts = new Set<string>();
  for (const edit of edits) {
    if (edit.kind === 'gap') {
      for (const text of [...(edit.after ?? []), ...(edit.before ?? [])]) texts.add(text);
      for (const rows of edit.placed) for (const text of textsOfRows(rows)) texts.add(text);
    } else {
      if (edit.original !== undefined) texts.add(edit.original);
      if (edit.kind === 'replace') texts.add(edit.text);
    }
  }
  return texts;
}

function textsOfRows(rows: LoggedRows): string[] {
  if (rows.kind === 'insert') return [...rows.texts];
  return [rows.original, rows.text].filter((text) => text !== undefined);
}

/**
 * Sorts edits into operations on a changed file and edits that have no place there. An edit finds its place by a text that
 * exactly one line has. What the file already holds (saved before a crash, or done by another the same way) is left out.
 */
export class ReapplyPlan {
  readonly unsaved: UnsavedRow[] = [];
  private readonly replacements: Operation[] = [];
  private readonly placings: Placing[] = [];
  private readonly deleted: RowId[] = [];
  /** Lines that an edit has found; a second one with the same text does not fit. */
  private readonly taken = new Set<number>();

  constructor(
    private readonly fresh: Dataset,
    private readonly found: FoundLines,
  ) {}

  async add(edit: LoggedEdit, signal?: AbortSignal): Promise<void> {
    switch (edit.kind) {
      case 'replace':
        if (!(await this.replace(edit.original, edit.text, signal)) && !this.found.has(edit.text)) {
          this.giveUp('replace', edit.text, edit);
        }
        break;
      case 'delete':
        this.delete(edit);
        break;
      case 'gap':
        if (!this.isThere(edit)) await this.place(edit, signal);
        break;
    }
  }

  /** The operations, to be done while they are asked for: places are those of the moment. */
  *operations(): Generator<Operation> {
    yield* this.replacements;
    for (const { start, rows } of this.placings) {
      let at = start();
      for (const row of rows) {
        if (typeof row === 'number') yield { kind: 'move', ids: [row], to: at };
        else yield { kind: 'insert', at, texts: row };
        at = typeof row === 'number' ? this.fresh.indexOf(row) + 1 : at + row.length;
      }
    }
    yield { kind: 'delete', ids: this.deleted };
  }

  private async replace(original: string | undefined, text: string, signal?: AbortSignal): Promise<boolean> {
    const line = this.only(original);
    if (line === undefined || this.taken.has(line)) return false;
    const row = await this.readLine(line, signal);
    if (row === undefined) return false;
    this.taken.add(line);
    this.replacements.push({ kind: 'replace', row, text });
    return true;
  }

  private delete(edit: Extract<LoggedEdit, { kind: 'delete' }>): void {
    const line = this.only(edit.original);
    if (line !== undefined && !this.taken.has(line)) {
      this.taken.add(line);
      this.deleted.push(this.fresh.idAt(line));
    } else if (edit.original === undefined || this.found.has(edit.original)) this.giveUp('delete', '', edit);
  }

  private async place(gap: Gap, signal?: AbortSignal): Promise<void> {
    const start = this.startOf(gap);
    const rows: (readonly string[] | RowId)[] = [];
    for (const one of gap.placed) {
      if (one.kind === 'insert') {
        if (start !== undefined) rows.push(one.texts);
        else one.texts.forEach((text, i) => this.giveUp('insert', text, { index: one.index + i }));
      } else {
        const id = await this.moved(one, start !== undefined, signal);
        if (id !== undefined) rows.push(id);
      }
    }
    if (start !== undefined) this.placings.push({ start, rows });
  }

  /** The row to be moved, with its new text planned; undefined when it stays where it is. */
  private async moved(move: Move, hasPlace: boolean, signal?: AbortSignal): Promise<RowId | undefined> {
    const { original, text } = move;
    const line = this.only(original);
    if (text !== undefined && text !== original && !(await this.replace(original, text, signal))) {
      if (!this.found.has(text)) this.giveUp('move', text, move);
      return undefined;
    }
    if (line !== undefined && hasPlace) return this.fresh.idAt(line);
    // Only its place is lost, no text: the row is where it was, or another deleted it.
    this.giveUp('move', '', move);
    return undefined;
  }

  /** Whether the file has exactly these rows between these neighbours. */
  private isThere({ after, before, placed }: Gap): boolean {
    const texts = placed.flatMap((rows): readonly (string | undefined)[] =>
      rows.kind === 'insert' ? rows.texts : [rows.text],
    );
    const previous = this.firstOnly(after);
    const next = this.firstOnly(before);
    const from = previous !== undefined ? previous + 1 : next !== undefined ? next - texts.length : 0;
    return (
      texts.every((text, i) => text !== undefined && this.found.isAt(from + i, [text])) &&
      (after === undefined ? from === 0 : after.length === 0 || this.found.isAt(from - 1, after)) &&
      (before === undefined || before.length === 0 || this.found.isAt(from + texts.length, before))
    );
  }

  /** Where rows between these neighbours go; undefined when neither is to be found. */
  private startOf({ after, before }: Gap): (() => number) | undefined {
    const { fresh } = this;
    const previous = this.firstOnly(after);
    const next = this.firstOnly(before);
    const id = previous ?? next;
    if (id !== undefined) {
      const neighbour = fresh.idAt(id);
      return () => fresh.indexOf(neighbour) + (previous === undefined ? 0 : 1);
    }
    if (after === undefined) return () => 0;
    return before === undefined ? () => fresh.count : undefined;
  }

  private firstOnly(texts: AnchorTexts | undefined): number | undefined {
    for (const text of texts ?? []) {
      const line = this.only(text);
      if (line !== undefined) return line;
    }
    return undefined;
  }

  private only(text: string | undefined): number | undefined {
    return text === undefined ? undefined : this.found.only(text);
  }

  private async readLine(line: number, signal?: AbortSignal): Promise<Row | undefined> {
    const [row] = await this.fresh.readRows(line, 1, { maxRowBytes: Infinity, ...(signal && { signal }) });
    return row;
  }

  private giveUp(
    kind: UnsavedRow['kind'],
    text: string,
    of: { readonly index: number; readonly original?: string | undefined; readonly count?: number },
  ): void {
    this.unsaved.push({ kind, text, originalText: of.original, nearIndex: of.index, count: of.count ?? 1 });
  }
}
