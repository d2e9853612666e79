import type { JsonNode } from '../../../src/core/json/node';
import type { JsonPath } from '../../../src/core/json/path';
import { readObject } from './rowChange';

/** One field of two rows beside each other; undefined on the side that lacks it. */
export interface FieldPair {
  readonly path: JsonPath;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** Every value of two rows, field by field; rows that are no records are compared as lines. */
export function compareFields(left: string, right: string): readonly FieldPair[] {
  const [one, other] = [readObject(left), readObject(right)];
  if (one === undefined || other === undefined) return [{ path: [], left, right }];
  return pairsOf(one, other, [], { left, right });
}

interface Lines {
  readonly left: string;
  readonly right: string;
}

function pairsOf(one: JsonNode | undefined, other: JsonNode | undefined, path: JsonPath, lines: Lines): FieldPair[] {
  const keys = keysOf(one, other);
  if (keys !== undefined) {
    return keys.flatMap((key) => pairsOf(childOf(one, key), childOf(other, key), [...path, key], lines));
  }
  return [{ path, left: textOf(one, lines.left), right: textOf(other, lines.right) }];
}

/** The keys or indexes of what can be compared part by part: two objects, two lists, or one beside nothing. */
function keysOf(one: JsonNode | undefined, other: JsonNode | undefined): readonly (string | number)[] | undefined {
  const kinds = new Set([one, other].flatMap((node) => (node === undefined ? [] : [node.kind])));
  if (kinds.size !== 1) return undefined;
  if (kinds.has('object')) {
    const properties = [one, other].flatMap((node) => (node?.kind === 'object' ? node.properties : []));
    return properties.length === 0 ? undefined : [...new Set(properties.map(({ key }) => key.value))];
  }
  if (!kinds.has('array')) return undefined;
  const length = Math.max(...[one, other].map((node) => (node?.kind === 'array' ? node.items.length : 0)));
  return length === 0 ? undefined : Array.from({ length }, (_, index) => index);
}

function childOf(node: JsonNode | undefined, key: string | number): JsonNode | undefined {
  if (node?.kind === 'object') return node.properties.find((property) => property.key.value === key)?.value;
  return node?.kind === 'array' && typeof key === 'number' ? node.items[key] : undefined;
}

function textOf(node: JsonNode | undefined, line: string): string | undefined {
  if (node === undefined) return undefined;
  return node.kind === 'string' ? node.value : line.slice(node.start, node.end);
}
