import type { LineEdit } from '../../../src/core/json/lineEdit';
import { nodeAt, toValue, type ObjectNode } from '../../../src/core/json/node';
import { parseLine } from '../../../src/core/json/parser';
import type { JsonPath, JsonValue } from '../../../src/core/json/path';
import type { JsonSyntaxError } from '../../../src/core/json/syntaxError';
import { applyLineEdit } from '../../../src/core/json/writer';
import type { ExampleView } from '../../../src/core/record/view';
import { toExampleView } from '../../../src/core/record/toExampleView';

/** What a line turned out to be. */
export type RowContent =
  | { readonly kind: 'example'; readonly view: ExampleView; readonly root: ObjectNode }
  | { readonly kind: 'broken'; readonly errors: readonly JsonSyntaxError[] }
  | { readonly kind: 'not-object' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'large'; readonly bytes: number };

/** Reads a line with the core's own parser. `tooLarge` is its length in bytes when the host did not send it. */
export function readRow(text: string, tooLarge?: number): RowContent {
  if (tooLarge !== undefined) return { kind: 'large', bytes: tooLarge };
  if (text.trim() === '') return { kind: 'blank' };
  const { root, errors } = parseLine(text);
  if (root === undefined || errors.length > 0) return { kind: 'broken', errors };
  if (root.kind !== 'object') return { kind: 'not-object' };
  return { kind: 'example', view: toExampleView(root), root };
}

/** The line after an edit; undefined when the edit does not fit the line. */
export function rewriteLine(line: string, edit: LineEdit): string | undefined {
  const result = applyLineEdit(line, edit);
  return result.ok ? result.line : undefined;
}

/** The value at a path of a line; undefined where there is none. */
export function valueAt(line: string, path: JsonPath): JsonValue | undefined {
  const { root } = parseLine(line);
  const node = root && nodeAt(root, path);
  return node && toValue(node);
}
