import type { LineEdit } from '../../../src/core/json/lineEdit';
import type { JsonPath, JsonValue } from '../../../src/core/json/path';
import type { RowId, RowVersion } from '../../../src/protocol/editor';
import type { QueuedEdit } from './editQueue';

/** The row that the detail shows, as the author sees it: the host's text with the edits that are still on their way. */
export interface OpenRow {
  readonly id: RowId;
  readonly text: string;
  /** The bytes of a line that the host did not send; then `text` is empty. */
  readonly tooLarge?: number | undefined;
  /** Set when what was typed here stands in `text` and not in the document. */
  readonly unsent?: UnsentEdits;
}

/** Edits that the host did not take. They stay in the page until the author says what becomes of them. */
export interface UnsentEdits {
  /** In order. */
  readonly edits: readonly QueuedEdit[];
  /** Why, in the host's words; undefined when somebody else changed the row. */
  readonly refusal?: string;
  /** The row in the document, where it is known. */
  readonly theirs?: { readonly text: string; readonly version: RowVersion };
}

/** What reads and rewrites lines: `rowContent.ts`, which is loaded with the forms. */
export interface Lines {
  /** The line after an edit; undefined when the edit does not fit the line. */
  readonly rewriteLine: (line: string, edit: LineEdit) => string | undefined;
  /** The value at a path of a line; undefined where there is none. */
  readonly valueAt: (line: string, path: JsonPath) => JsonValue | undefined;
}

/**
 * The edits that bring what was typed into the row as the document has it, field by field where that can be. `text` is the row as
 * the author sees it.
 */
export function rebaseEdits(text: string, unsent: UnsentEdits, { rewriteLine, valueAt }: Lines): readonly LineEdit[] {
  const typed = unsent.edits.map(({ edit }) => edit);
  if (unsent.theirs === undefined) return typed;
  const edits = typed.flatMap((edit) => {
    if (edit.kind !== 'set') return [];
    // Edits came back in the order of their answers; what counts is what stands in the form.
    const value = valueAt(text, edit.path);
    return value === undefined ? [] : [{ ...edit, value }];
  });
  // A list that changed elsewhere may have other items at the same places: only whole values are put in again one by one.
  if (edits.length < typed.length) return [{ kind: 'raw', text }];
  let line: string | undefined = unsent.theirs.text;
  for (const edit of edits) if (line !== undefined) line = rewriteLine(line, edit);
  return line === undefined ? [{ kind: 'raw', text }] : edits;
}
