import { nodeAt, type JsonNode } from '../json/node';
import type { JsonPath, JsonValue } from '../json/path';

/** The path that a JSON pointer (RFC 6901) names in a value; digits are an index where the value there is a list. */
export function pathOfPointer(pointer: string, value: JsonValue): JsonPath {
  const path: (string | number)[] = [];
  let at: JsonValue | undefined = value;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
    const index: string | number = Array.isArray(at) ? Number(key) : key;
    path.push(index);
    at = childOf(at, index);
  }
  return path;
}

/** `/messages/0/role` for `['messages', 0, 'role']`. */
export function pointerOfPath(path: JsonPath): string {
  return path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

/** The deepest value on the way to a path that is there: where to show a problem of something that is missing. */
export function deepestNode(root: JsonNode, path: JsonPath): JsonNode {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

function childOf(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Readonly<Record<string | number, JsonValue>>)[step];
}
