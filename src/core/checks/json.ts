import type { JsonNode, ObjectNode, PropertyNode } from '../json/node';
import type { JsonPath } from '../json/path';
import { describeSyntaxError } from '../json/syntaxError';
import { hasByteEscapes } from '../text/encoding';
import { typeWordsOf } from '../schema/explain';
import { countWrittenKeys } from './readRow';
import { isRecord } from '../record/shapes';
import type { RowContext } from './rowContext';

/** What the line is before it is an example: text, JSON, an object, with each key once. */
export function checkJson(context: RowContext): void {
  const { line, config } = context;
  if (config.has('json/encoding') && hasByteEscapes(line)) reportBytes(context);
  if (context.value === undefined) reportUnreadable(context);
  else if (!isRecord(context.value)) reportNotObject(context);
  if (config.has('json/duplicate-key') && context.keyCount > 0 && countWrittenKeys(line) > context.keyCount) {
    reportDuplicateKeys(context);
  }
}

const BYTES = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

function reportBytes(context: RowContext): void {
  const places = [...context.line.matchAll(BYTES)].map((match) => match.index);
  const [start] = places;
  if (start === undefined) return;
  const byte = (context.line.charCodeAt(start) - 0xdc00).toString(16).toUpperCase();
  const span = { start, end: (places.at(-1) ?? start) + 1 };
  context.report('json/encoding', places.length === 1 ? 'byte' : 'bytes', span, { count: places.length, byte });
}

function reportUnreadable(context: RowContext): void {
  const { line, tree } = context;
  if (line.trim() === '') {
    context.report('json/blank-line', 'default', { start: 0, end: line.length });
    return;
  }
  if (/^\s*[[\]]\s*$/.test(line)) {
    context.report('json/not-object', 'bracket', { start: 0, end: line.length });
    return;
  }
  const [first] = tree.errors;
  if (first === undefined) return;
  const { start, end } = first;
  context.report('json/syntax', 'default', { start, end }, { problem: describeSyntaxError(first), error: first.code });
}

function reportNotObject(context: RowContext): void {
  const { value, line } = context;
  if (value === undefined) return;
  const span = { start: line.length - line.trimStart().length, end: line.trimEnd().length };
  const isOfRecords = Array.isArray(value) && value.length > 0 && value.every(isRecord);
  if (isOfRecords) context.report('json/not-object', 'array', span, { count: value.length });
  else context.report('json/not-object', 'default', span, { kind: typeWordsOf(value) });
}

function reportDuplicateKeys(context: RowContext): void {
  const { root } = context.tree;
  if (root !== undefined) visitObjects(root, [], (object, path) => reportRepeated(context, object, path));
}

function reportRepeated(context: RowContext, object: ObjectNode, path: JsonPath): void {
  const byKey = new Map<string, PropertyNode[]>();
  for (const property of object.properties) {
    byKey.set(property.key.value, [...(byKey.get(property.key.value) ?? []), property]);
  }
  for (const [key, properties] of byKey) {
    const [first] = properties;
    if (first === undefined || properties.length < 2) continue;
    // At the first, because it is the one that is lost; the path names the last, which is what readers see.
    context.reportAt('json/duplicate-key', 'default', first.key, [...path, key], { key, times: properties.length });
  }
}

function visitObjects(node: JsonNode, path: JsonPath, visit: (object: ObjectNode, path: JsonPath) => void): void {
  if (node.kind === 'array') node.items.forEach((item, i) => visitObjects(item, [...path, i], visit));
  if (node.kind !== 'object') return;
  visit(node, path);
  for (const { key, value } of node.properties)
    if (value !== undefined) visitObjects(value, [...path, key.value], visit);
}
