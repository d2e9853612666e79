import type { JsonNode } from '../../../src/core/json/node';
import { parseLine } from '../../../src/core/json/parser';
import { describeSyntaxError } from '../../../src/core/json/syntaxError';

/** A value as people read it, two spaces deep. Numbers and strings stand as the author wrote them. */
export function prettySource(line: string, node: JsonNode, indent = ''): string {
  const deeper = `${indent}  `;
  const block = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 ? open + close : `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
  if (node.kind === 'array') {
    return block(
      '[',
      node.items.map((item) => prettySource(line, item, deeper)),
      ']',
    );
  }
  if (node.kind === 'object') {
    const parts = node.properties.map(
      ({ key, value }) => `${source(line, key)}: ${value === undefined ? 'null' : prettySource(line, value, deeper)}`,
    );
    return block('{', parts, '}');
  }
  return source(line, node);
}

/** A value on one line, with or without a space after commas and colons. */
export function compactSource(text: string, node: JsonNode, space: '' | ' '): string {
  if (node.kind === 'array') {
    return `[${node.items.map((item) => compactSource(text, item, space)).join(`,${space}`)}]`;
  }
  if (node.kind === 'object') {
    const parts = node.properties.map(
      ({ key, value }) =>
        `${source(text, key)}:${space}${value === undefined ? 'null' : compactSource(text, value, space)}`,
    );
    return `{${parts.join(`,${space}`)}}`;
  }
  return source(text, node);
}

function source(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return text.slice(start, end);
}

export type ReadJson =
  | { readonly kind: 'value'; readonly node: JsonNode }
  | { readonly kind: 'error'; readonly message: string; readonly start: number; readonly end: number };

/** Reads what an author typed into a JSON field. */
export function readJson(text: string): ReadJson {
  const { root, errors } = parseLine(text);
  const error = errors[0];
  if (error !== undefined) {
    return { kind: 'error', message: describeSyntaxError(error), start: error.start, end: error.end };
  }
  if (root === undefined) return { kind: 'error', message: 'the value is empty', start: 0, end: text.length };
  return { kind: 'value', node: root };
}

/** Whether a JavaScript value would hold all of it: long numbers, `1.0` and keys that stand twice would come back changed. */
export function survivesAsValue(text: string, node: JsonNode): boolean {
  switch (node.kind) {
    case 'number':
      return String(node.value) === source(text, node);
    case 'array':
      return node.items.every((item) => survivesAsValue(text, item));
    case 'object':
      return (
        new Set(node.properties.map(({ key }) => key.value)).size === node.properties.length &&
        node.properties.every(({ value }) => value === undefined || survivesAsValue(text, value))
      );
    default:
      return true;
  }
}
