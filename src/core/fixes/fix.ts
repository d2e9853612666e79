import type { FixId } from '../checks/catalogue/entry';
import { fillTemplate } from '../checks/describe';
import type { FindingArgs } from '../checks/finding';
import type { TextEdit } from '../json/textEdit';
import type { JsonPath } from '../json/path';

/** What a fix does. Rows are known to the caller; a change speaks of the finding's row and what stands around it. */
export type FixChange =
  /** The row gets another text; `change` is the one range of the old line that differs. */
  | { readonly kind: 'line'; readonly line: string; readonly change: TextEdit }
  /** The row and the `count - 1` rows after it make way for these lines: none deletes, several split. */
  | { readonly kind: 'rows'; readonly count: number; readonly lines: readonly string[] }
  /** Every other row of the finding's cluster goes (`DuplicateIndex.clusterOf`). */
  | { readonly kind: 'delete-others' }
  /** Nothing is changed: the author is taken to the field, to write it anew. */
  | { readonly kind: 'reveal'; readonly path: JsonPath }
  /** A change of the file's bytes outside of its rows. */
  | { readonly kind: 'file'; readonly operation: 'remove-bom' | 'add-final-newline' };

export interface Fix {
  readonly id: FixId;
  readonly args: FindingArgs;
  /**
   * The texts of the record stay the same, or the rule has no other reading: part of "fix all" and fix on save. Everything else is
   * done only when the author names it.
   */
  readonly safe: boolean;
  readonly change: FixChange;
}

const TITLES: Readonly<Record<FixId, string>> = {
  'remove-bom': 'Remove the byte order mark',
  'replace-bytes': 'Replace the bytes by U+FFFD',
  'delete-line': 'Delete the line',
  repair: '{title}',
  'repair-guess': '{title} (look at the result)',
  'join-lines': 'Join {count} lines to one record',
  wrap: 'Wrap in an object as `{key}`',
  'split-array': 'Split into {count} lines',
  'keep-first': 'Keep the first `{key}`',
  'keep-last': 'Keep the last `{key}`',
  'add-field': 'Add `{field}`',
  'rename-key': 'Rename `{key}` to `{field}`',
  'delete-key': 'Delete `{key}`',
  convert: 'Convert to {expected}',
  'convert-shape': 'Convert to {shape}',
  'delete-example': 'Delete the example',
  write: 'Write `{field}`',
  'set-empty': 'Leave `{field}` empty',
  'split-example': 'Split into {count} examples',
  swap: 'Swap them',
  'remove-characters': 'Remove the characters',
  decode: 'Decode the text',
  trim: 'Trim',
  'strip-tags': 'Strip the tags',
  'close-fence': 'Close the code fence',
  'keep-this': 'Keep this, delete the others',
  'rename-role': 'Rename the role to "{role}"',
  'delete-turn': 'Delete the turn',
  'move-system-first': 'Move the system turn to the start',
  'set-weight': 'Set the weight to {value}',
  'repair-json': 'Repair the JSON in the text',
  mask: 'Replace by "{mask}"',
  'add-final-newline': 'Add a newline at the end',
};

/** Every kind of fix there is. */
export const FIX_IDS = Object.keys(TITLES) as readonly FixId[];

/** What a fix is called in a menu; `translate` as for `describeFinding`. */
export function titleOf(
  { id, args }: Pick<Fix, 'id' | 'args'>,
  translate: (template: string, args: FindingArgs) => string = fillTemplate,
): string {
  return translate(TITLES[id], args);
}
