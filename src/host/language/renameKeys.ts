import type { JsonNode, StringNode } from '../../core/json/node';
import { parseLine } from '../../core/json/parser';
import type { JsonPath } from '../../core/json/path';

/** A key wherever it stands in a record: list indexes do not count, `messages[0].role` and `messages[5].role` are one field. */
export type FieldPath = readonly (string | null)[];

export function fieldPathOf(path: JsonPath): FieldPath {
  return path.map((step) => (typeof step === 'number' ? null : step));
}

export interface KeyPlaces {
  /** Every key of that field in the line. */
  readonly keys: readonly StringNode[];
  /** Whether an object that has the field has the other key already. */
  readonly isTaken: boolean;
}

/** The keys of a field in a line, broken lines too as far as they can be read; `other` is the name that it is to get. */
export function keysOfField(line: string, field: FieldPath, other: string): KeyPlaces {
  const name = field.at(-1);
  if (typeof name !== 'string' || !line.includes(JSON.stringify(name))) return { keys: [], isTaken: false };
  const { root } = parseLine(line);
  const keys: StringNode[] = [];
  let isTaken = false;
  for (const parent of nodesAt(root, field.slice(0, -1))) {
    if (parent.kind !== 'object') continue;
    const own = parent.properties.filter(({ key }) => key.value === name).map(({ key }) => key);
    keys.push(...own);
    if (own.length > 0 && parent.properties.some(({ key }) => key.value === other)) isTaken = true;
  }
  return { keys, isTaken };
}

function nodesAt(root: JsonNode | undefined, field: FieldPath): JsonNode[] {
  let nodes = root === undefined ? [] : [root];
  for (const step of field) {
    nodes = nodes.flatMap((node) => {
      if (step === null) return node.kind === 'array' ? node.items : [];
      if (node.kind !== 'object') return [];
      return node.properties.flatMap(({ key, value }) => (key.value === step && value !== undefined ? [value] : []));
    });
  }
  return nodes;
}
