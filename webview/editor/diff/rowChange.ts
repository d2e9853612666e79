import type { JsonNode, ObjectNode } from '../../../src/core/json/node';
import { parseLine } from '../../../src/core/json/parser';
import type { JsonPath } from '../../../src/core/json/path';

/** One value that a fix changes; undefined on the side where it is not. Texts are decoded, other values stand as in the line. */
export interface ValueChange {
  readonly path: JsonPath;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What a fix does to a row, as people think of it. */
export type RowChange =
  | { readonly kind: 'deleted'; readonly line: string }
  | { readonly kind: 'values'; readonly values: readonly ValueChange[] }
  /** The values stay, or one of the lines is not JSON: the line itself is what changes. */
  | { readonly kind: 'line'; readonly before: string; readonly after: string }
  | { readonly kind: 'split'; readonly lines: readonly string[] };

/** More changed values than this are shown as a change of the line. */
const mostValues = 12;

/** Compares a row before with what becomes of it. */
export function rowChange(before: string, after: readonly string[]): RowChange {
  const [line, ...more] = after;
  if (line === undefined) return { kind: 'deleted', line: before };
  if (more.length > 0) return { kind: 'split', lines: after };
  const old = readObject(before);
  const now = readObject(line);
  if (old !== undefined && now !== undefined) {
    const values = changesOf(old, now, [], { before, after: line });
    if (values.length > 0 && values.length <= mostValues) return { kind: 'values', values };
  }
  return { kind: 'line', before, after: line };
}

/** The record of a line; undefined where it is none, or has a key twice, which values cannot tell. */
export function readObject(line: string): ObjectNode | undefined {
  const { root, errors } = parseLine(line);
  if (errors.length > 0 || root?.kind !== 'object') return undefined;
  return new Set(root.properties.map(({ key }) => key.value)).size === root.properties.length ? root : undefined;
}

interface Lines {
  readonly before: string;
  readonly after: string;
}

/** The values that differ between two records, in the order of the old one and then of what is new. */
export function changesOf(
  old: JsonNode | undefined,
  now: JsonNode | undefined,
  path: JsonPath,
  lines: Lines,
): readonly ValueChange[] {
  if (old?.kind === 'object' && now?.kind === 'object') {
    const keys = [...new Set([...old.properties, ...now.properties].map(({ key }) => key.value))];
    return keys.flatMap((key) => changesOf(childOf(old, key), childOf(now, key), [...path, key], lines));
  }
  if (old?.kind === 'array' && now?.kind === 'array' && old.items.length === now.items.length) {
    return old.items.flatMap((item, index) => changesOf(item, now.items[index], [...path, index], lines));
  }
  const before = old && textOf(old, lines.before);
  const after = now && textOf(now, lines.after);
  if (before === after && old?.kind === now?.kind) return [];
  // A text and a number that read the same: the quotes are the change.
  const isSourceShown = old !== undefined && now !== undefined && old.kind !== now.kind;
  return [
    {
      path,
      before: isSourceShown ? sourceOf(old, lines.before) : before,
      after: isSourceShown ? sourceOf(now, lines.after) : after,
    },
  ];
}

function childOf(node: ObjectNode, key: string): JsonNode | undefined {
  return node.properties.find((property) => property.key.value === key)?.value;
}

function textOf(node: JsonNode, line: string): string {
  return node.kind === 'string' ? node.value : sourceOf(node, line);
}

function sourceOf({ start, end }: JsonNode, line: string): string {
  return line.slice(start, end);
}
