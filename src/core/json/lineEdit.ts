import type { JsonPath, JsonValue } from './path';

/**
 * One change to one line of a dataset. Every kind but `raw` rewrites only the characters it must: key order, spacing, escape
 * style and number literals of everything else stay as the author wrote them.
 */
export type LineEdit =
  /** Replaces the value at `path`; where the last key is missing in its object, adds it at the end. */
  | { readonly kind: 'set'; readonly path: JsonPath; readonly value: JsonValue }
  /** Removes the key or the array element at `path`. */
  | { readonly kind: 'remove'; readonly path: JsonPath }
  /** Gives the key at `path` another name, in place. */
  | { readonly kind: 'rename'; readonly path: JsonPath; readonly key: string }
  /** Inserts an element into the array at `path`, before `index` (its length appends). */
  | { readonly kind: 'insert'; readonly path: JsonPath; readonly index: number; readonly value: JsonValue }
  /** Moves an element of the array at `path`, so that it ends at index `to`. */
  | { readonly kind: 'move'; readonly path: JsonPath; readonly from: number; readonly to: number }
  /** Exchanges the values at two paths (chosen and rejected, say). */
  | { readonly kind: 'swap'; readonly path: JsonPath; readonly with: JsonPath }
  /** Replaces the whole line. `text` holds no line end. */
  | { readonly kind: 'raw'; readonly text: string };
