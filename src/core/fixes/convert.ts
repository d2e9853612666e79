import { type JsonNode, nodeAt, toValue } from '../json/node';
import type { JsonValue } from '../json/path';
import { typeOf } from '../schema/explain';
import type { FixContext } from './fixContext';

/**
 * The value at the finding's field as another JSON type, where there is one way to say it: numbers as they are written, a list of
 * texts line by line, JSON inside a text as what it says. Undefined where there is none.
 */
export function convertTo(context: FixContext, types: readonly string[]): JsonValue | undefined {
  const { root } = context.row.tree;
  const node = root === undefined ? undefined : nodeAt(root, context.path);
  if (node === undefined) return undefined;
  for (const type of types) {
    const value = convert(node, type, context.line);
    if (value !== undefined) return value;
  }
  return undefined;
}

function convert(node: JsonNode, type: string, line: string): JsonValue | undefined {
  switch (type) {
    case 'string':
      return toText(node, line);
    case 'number':
      return node.kind === 'string' ? numberOf(node.value) : node.kind === 'boolean' ? Number(node.value) : undefined;
    case 'boolean':
      return toBoolean(toValue(node));
    case 'array':
    case 'object':
      return toNested(node, type);
    default:
      return undefined;
  }
}

function toText(node: JsonNode, line: string): string | undefined {
  switch (node.kind) {
    case 'string':
      return undefined;
    case 'null':
      return '';
    case 'number':
    case 'boolean':
      return line.slice(node.start, node.end);
    case 'array':
      if (node.items.every((item) => item.kind === 'string')) return node.items.map((item) => item.value).join('\n');
      return JSON.stringify(toValue(node));
    case 'object':
      return JSON.stringify(toValue(node));
  }
}

function numberOf(text: string): number | undefined {
  return /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

function toBoolean(value: JsonValue): boolean | undefined {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === 'true' || text === 'yes' || text === '1' || text === 1) return true;
  return text === 'false' || text === 'no' || text === '0' || text === 0 ? false : undefined;
}

function toNested(node: JsonNode, type: 'array' | 'object'): JsonValue | undefined {
  if (node.kind !== 'string') return undefined;
  try {
    const value = JSON.parse(node.value) as JsonValue;
    return typeOf(value) === type ? value : undefined;
  } catch {
    return undefined;
  }
}
