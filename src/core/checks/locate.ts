import { type JsonNode, nodeAt, propertyOf, type Span, type StringNode } from '../json/node';
import type { JsonPath } from '../json/path';

/** Where in a row a finding stands: a range of columns, or a place in the record, or a part of a decoded text there. */
export type Place =
  | Span
  | {
      readonly path: JsonPath;
      readonly on?: 'key';
      /** UTF-16 offsets in the decoded text at the path. */
      readonly from?: number;
      readonly to?: number;
    };

/** The columns of a place. What is not there is shown where it is missing from: the closest value around it. */
export function spanOf(line: string, root: JsonNode | undefined, place: Place): Span {
  if (!('path' in place)) return place;
  if (root === undefined) return { start: 0, end: line.length };
  if (place.on === 'key') return keySpan(root, place.path) ?? headOf(root);
  const node = nodeAt(root, place.path);
  if (node === undefined) return headOf(closest(root, place.path));
  if (node.kind !== 'string') return node.kind === 'object' || node.kind === 'array' ? headOf(node) : spanOnly(node);
  if (place.from === undefined || place.to === undefined) return spanOnly(node);
  return textSpan(line, node, place.from, place.to);
}

/** The columns of a part of a string's decoded text. */
export function textSpan(line: string, node: StringNode, from: number, to: number): Span {
  const start = columnOf(line, node, from);
  return { start, end: Math.max(start, columnOf(line, node, to)) };
}

/** The column at which the unit `offset` of a string's decoded text is written. */
export function columnOf(line: string, node: StringNode, offset: number): number {
  const first = node.start + 1;
  if (node.end - node.start - 2 === node.value.length) return first + offset; // no escapes
  let at = first;
  for (let units = 0; units < offset && at < node.end - 1; units++) {
    if (line.charCodeAt(at) !== 0x5c) at++;
    else at += line.charCodeAt(at + 1) === 0x75 ? 6 : 2;
  }
  return at;
}

function keySpan(root: JsonNode, path: JsonPath): Span | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  const key = path.at(-1);
  if (parent?.kind !== 'object' || typeof key !== 'string') return undefined;
  const property = propertyOf(parent, key);
  return property === undefined ? undefined : spanOnly(property.key);
}

/** Only the opening bracket: a squiggle under a whole record says nothing. */
function headOf(node: JsonNode): Span {
  return node.kind === 'object' || node.kind === 'array' ? { start: node.start, end: node.start + 1 } : spanOnly(node);
}

function spanOnly({ start, end }: Span): Span {
  return { start, end };
}

function closest(root: JsonNode, path: JsonPath): JsonNode {
  for (let length = path.length - 1; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}
