import { learnEscapes, writeContent, type EscapeStyle } from './escapeStyle';
import type { ArrayNode, JsonNode, ObjectNode, Span } from './node';
import type { JsonValue } from './path';

/** How a line writes JSON: what new text is to look like. */
export interface LineStyle {
  /** What stands between a key and its value, colon included. */
  readonly colon: string;
  /** What stands between two properties or items, comma included. */
  readonly comma: string;
  readonly escapes: EscapeStyle;
}

/** The style where a line shows none: that of Python's `json.dumps`, which wrote most datasets. */
const USUAL = { colon: ': ', comma: ', ' };

/** Learns the style from the containers given, the nearest first, and else from any part of the line. */
export function learnStyle(line: string, root: JsonNode, near: readonly JsonNode[]): LineStyle {
  const places = [...near, root];
  const colon = firstOf(places, (node) => colonOf(line, node));
  const comma = firstOf(places, (node) => commaOf(line, node));
  // A list of texts shows commas only, an object of one key a colon only: the one then tells the other.
  return {
    colon: colon ?? (comma === ',' ? ':' : USUAL.colon),
    comma: comma ?? (colon === ':' ? ',' : USUAL.comma),
    escapes: learnEscapes(line),
  };
}

function firstOf(places: readonly JsonNode[], read: (node: JsonNode) => string | undefined): string | undefined {
  for (const place of places) {
    const found = read(place);
    if (found !== undefined) return found;
  }
  for (const place of places) {
    for (const child of childrenOf(place)) {
      const found = firstOf([child], read);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  if (node.kind !== 'object') return [];
  return node.properties.map((property) => property.value).filter((value) => value !== undefined);
}

function colonOf(line: string, node: JsonNode): string | undefined {
  const property = node.kind === 'object' ? node.properties.at(-1) : undefined;
  return property?.value && oneLine(line.slice(property.key.end, property.value.start));
}

function commaOf(line: string, node: JsonNode): string | undefined {
  const parts: readonly Span[] = partsOf(node);
  const before = parts.at(-2);
  const last = parts.at(-1);
  return before && last && oneLine(line.slice(before.end, last.start));
}

function partsOf(node: JsonNode): ObjectNode['properties'] | ArrayNode['items'] {
  return node.kind === 'object' ? node.properties : node.kind === 'array' ? node.items : [];
}

function oneLine(gap: string): string {
  return gap.replace(/[\r\n]+/g, ' ');
}

/** A value that JSON cannot hold came in from outside the type system. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** Writes a value in the style of a line. Throws `NotJsonError` for what JSON cannot hold (NaN, undefined, ...). */
export function writeValue(value: JsonValue, style: LineStyle): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeString(value, style);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotJsonError(`JSON has no ${value}.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => writeValue(item, style)).join(style.comma)}]`;
  // A page or a worker may send what the types do not allow.
  if (typeof (value as unknown) !== 'object') throw new NotJsonError(`JSON has no ${typeof value}.`);
  const parts = Object.entries(value).map(([key, item]) => writeProperty(key, item, style));
  return `{${parts.join(style.comma)}}`;
}

export function writeProperty(key: string, value: JsonValue, style: LineStyle): string {
  return writeString(key, style) + style.colon + writeValue(value, style);
}

export function writeString(text: string, style: LineStyle): string {
  return `"${writeContent(text, style.escapes)}"`;
}
