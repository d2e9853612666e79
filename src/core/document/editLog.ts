import type { Run } from './run';
import type { Anchor, PlacedRows, UnsavedEdit } from './unsavedEdits';

/**
 * The texts that tell the line beside some rows: the one that it had in the file and, where the row was edited too, its own.
 * None where they are not known.
 */
export type AnchorTexts = readonly string[];

/** One stretch of rows that came to stand somewhere. `index` is from 0. */
export type LoggedRows =
  | { readonly kind: 'insert'; readonly texts: readonly string[]; readonly index: number }
  | {
      readonly kind: 'move';
      readonly original: string | undefined;
      /** Another text than the original where the row was edited too; undefined where it is not known. */
      readonly text: string | undefined;
      /** More than 1 only where the text is not known. */
      readonly count: number;
      readonly index: number;
    };

/** One unsaved edit with the texts to find its place by. Texts are decoded lines without line ends. `index` is from 0. */
export type LoggedEdit =
  | { readonly kind: 'replace'; readonly original: string | undefined; readonly text: string; readonly index: number }
  | {
      readonly kind: 'delete';
      readonly original: string | undefined;
      /** More than 1 only where the original is not known. */
      readonly count: number;
      readonly index: number;
    }
  /** What stands between two lines of the file now; an undefined neighbour is the start or the end of the file. */
  | {
      readonly kind: 'gap';
      readonly after: AnchorTexts | undefined;
      readonly before: AnchorTexts | undefined;
      readonly placed: readonly LoggedRows[];
    };

/** Unsaved edits apart from the file they were made in. */
export interface EditLog {
  readonly edits: readonly LoggedEdit[];
}

/** The lines of the file that texts are known of, and the entries with them. */
export interface KnownTexts {
  entryOf(line: number): number | undefined;
  unknown(line: number, count: number): Iterable<{ readonly line: number; readonly count: number }>;
}

/** The journal entries whose texts `logEdits` needs. */
export function entriesToLog(edits: readonly UnsavedEdit[], known: KnownTexts): number[] {
  const entries = new Set<number>();
  const logger = new EditLogger(known, true, (entry) => (entries.add(entry), ''));
  for (const edit of edits) logger.log(edit);
  return [...entries];
}

/**
 * Writes out unsaved edits with their texts. The file itself is not read.
 * @param indexed whether the last row of the document is the last of the file
 * @param textOf the text of a journal entry
 */
export function logEdits(
  edits: readonly UnsavedEdit[],
  known: KnownTexts,
  indexed: boolean,
  textOf: (entry: number) => string,
): EditLog {
  const logger = new EditLogger(known, indexed, textOf);
  return { edits: edits.flatMap((edit) => logger.log(edit)).filter((edit) => !isVoid(edit)) };
}

/** A row that only stands in the journal, with the text that it has in the file. */
function isVoid(edit: LoggedEdit): boolean {
  return edit.kind === 'replace' && edit.text === edit.original;
}

class EditLogger {
  constructor(
    private readonly known: KnownTexts,
    private readonly indexed: boolean,
    private readonly textOf: (entry: number) => string,
  ) {}

  log(edit: UnsavedEdit): LoggedEdit[] {
    switch (edit.kind) {
      case 'replace': {
        const text = this.textOf(edit.row.start);
        return [{ kind: 'replace', original: this.lineText(edit.line), text, index: edit.index }];
      }
      case 'delete':
        return this.logDeletion(edit.line, edit.count);
      case 'gap': {
        const placed = edit.placed.flatMap((rows) => this.logPlaced(rows));
        // While lines are still being found, what stands last is not at the end of the file.
        const before = edit.before === undefined && !this.indexed ? [] : this.anchorTexts(edit.before);
        return [{ kind: 'gap', after: this.anchorTexts(edit.after), before, placed }];
      }
    }
  }

  private logDeletion(line: number, count: number): LoggedEdit[] {
    const logged: LoggedEdit[] = [];
    for (const stretch of this.known.unknown(line, count)) {
      logged.push({ kind: 'delete', original: undefined, count: stretch.count, index: stretch.line });
    }
    for (let at = line; at < line + count; at++) {
      const original = this.lineText(at);
      if (original !== undefined) logged.push({ kind: 'delete', original, count: 1, index: at });
    }
    return logged;
  }

  private logPlaced({ rows, index, line }: PlacedRows): LoggedRows[] {
    if (line === undefined) return [{ kind: 'insert', texts: entriesOf(rows).map(this.textOf), index }];
    const logged: LoggedRows[] = [];
    let lost = 0;
    for (let i = 0; i < rows.count; i++) {
      const original = this.lineText(line + i);
      const text = rows.source === 'journal' ? this.textOf(rows.start + i) : original;
      if (text === undefined) lost++;
      else logged.push({ kind: 'move', original, text, count: 1, index: index + i });
    }
    if (lost > 0) logged.push({ kind: 'move', original: undefined, text: undefined, count: lost, index });
    return logged;
  }

  private anchorTexts(anchor: Anchor | undefined): AnchorTexts | undefined {
    if (anchor === undefined) return undefined;
    const original = this.lineText(anchor.line);
    const own = anchor.row.source === 'journal' ? this.textOf(anchor.row.start) : undefined;
    return [original, own].filter((text) => text !== undefined);
  }

  private lineText(line: number): string | undefined {
    const entry = this.known.entryOf(line);
    return entry === undefined ? undefined : this.textOf(entry);
  }
}

function entriesOf(run: Run): number[] {
  return Array.from({ length: run.count }, (_, i) => run.start + i);
}
