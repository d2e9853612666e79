import type { Severity } from '../finding';

/** What a check says, with `{name}` for each argument. A message of its own severity differs from the code's default. */
export type Message = string | { readonly text: string; readonly severity: Severity };

export type FixId =
  | 'remove-bom'
  | 'replace-bytes'
  | 'delete-line'
  | 'repair'
  | 'repair-guess'
  | 'join-lines'
  | 'wrap'
  | 'split-array'
  | 'keep-first'
  | 'keep-last'
  | 'add-field'
  | 'rename-key'
  | 'delete-key'
  | 'convert'
  | 'convert-shape'
  | 'delete-example'
  | 'write'
  | 'set-empty'
  | 'split-example'
  | 'swap'
  | 'remove-characters'
  | 'decode'
  | 'trim'
  | 'strip-tags'
  | 'close-fence'
  | 'keep-this'
  | 'rename-role'
  | 'delete-turn'
  | 'move-system-first'
  | 'set-weight'
  | 'repair-json'
  | 'mask'
  | 'add-final-newline';

/** Everything that is to be known of one code: the one source of settings, messages, fixes' names and documentation. */
export interface CheckEntry {
  readonly severity: Severity | 'off';
  /** 1: in the streaming pass over the file. 2: after it, in the background. */
  readonly tier: 1 | 2;
  /** What must be known to decide: the row, the rows of the file, the file's bytes and size, or other files too. */
  readonly scope: 'row' | 'dataset' | 'file' | 'workspace';
  readonly title: string;
  /** Why it matters to a model that is trained on the row. */
  readonly explanation: string;
  readonly messages: Readonly<Record<string, Message>>;
  /** A line that has the problem, and the same line mended where a fix can do it. Written for the documentation. */
  readonly before: string;
  readonly after?: string;
  readonly fixes: readonly FixId[];
}

export type Catalogue = Readonly<Record<string, CheckEntry>>;
