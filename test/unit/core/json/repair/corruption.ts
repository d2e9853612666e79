import type { JsonNode } from '../../../../../src/core/json/node';
import { parseLine } from '../../../../../src/core/json/parser';
import { setOwn, toValue } from '../../../../../src/core/json/node';
import type { JsonValue } from '../../../../../src/core/json/path';
import { cutEscape } from '../../../../../src/core/json/stringContent';
import { decodeUtf8, encodeUtf8 } from '../../../../../src/core/text/encoding';

export const CORRUPTION_KINDS = ['delete', 'insert', 'swap', 'truncate'] as const;
export type CorruptionKind = (typeof CORRUPTION_KINDS)[number];

export interface Corruption {
  readonly kind: CorruptionKind;
  readonly original: string;
  readonly line: string;
  /** What a perfect repair gives: the original, or for a cut-off line what is whole of it. */
  readonly ideal: JsonValue;
  /** Texts (keys and values) of the original whose literals the damage did not touch. */
  readonly survivors: readonly string[];
}

/** Numbers from 0 to 1, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Damages one place of a line of JSON. Undefined where what comes out is valid JSON all the same (most damage within texts). */
export function corrupt(original: string, kind: CorruptionKind, random: () => number): Corruption | undefined {
  const bytes = encodeUtf8(original);
  const at = Math.floor(random() * bytes.length);
  const line = decodeUtf8(damage(bytes, at, kind, random));
  if (line === original || isJson(line) || /[\r\n]/.test(line)) return undefined;
  const { root } = parseLine(original);
  if (root === undefined) return undefined;
  const column = decodeUtf8(bytes.slice(0, startOfChar(bytes, at))).length;
  const ideal = kind === 'truncate' ? cutValue(line, root) : toValue(root);
  const isWithinChar = startOfChar(bytes, at) !== at;
  const until = { delete: column + 2, insert: column + (isWithinChar ? 2 : 0), swap: column + 3, truncate: Infinity }[
    kind
  ];
  return { kind, original, line, ideal: ideal ?? null, survivors: textsOutside(root, column, until) };
}

/** The first byte of the character that byte `at` belongs to. */
function startOfChar(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

function damage(bytes: Uint8Array, at: number, kind: CorruptionKind, random: () => number): Uint8Array {
  const before = [...bytes.slice(0, at)];
  const after = [...bytes.slice(at)];
  const [first = 0, second] = after;
  switch (kind) {
    case 'delete':
      return Uint8Array.from([...before, ...after.slice(1)]);
    case 'insert':
      return Uint8Array.from([...before, Math.floor(random() * 256), ...after]);
    case 'swap':
      return Uint8Array.from([...before, ...(second === undefined ? [] : [second]), first, ...after.slice(2)]);
    case 'truncate':
      return Uint8Array.from(before);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Texts whose literals lie before column `from` or from column `until` on. */
function textsOutside(node: JsonNode, from: number, until: number): string[] {
  if (node.kind === 'string') return node.end <= from || node.start >= until ? [node.value] : [];
  if (node.kind === 'array') return node.items.flatMap((item) => textsOutside(item, from, until));
  if (node.kind !== 'object') return [];
  return node.properties.flatMap(({ key, value }) =>
    [key, value].flatMap((part) => (part ? textsOutside(part, from, until) : [])),
  );
}

/** All texts of a value, keys and values. */
export function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, JsonValue>).flatMap(([key, item]) => [key, ...textsOf(item)]);
}

/** What is whole of a value when the line ends where `line` ends; texts are kept as far as they go. */
function cutValue(line: string, node: JsonNode): JsonValue | undefined {
  if (node.start >= line.length) return undefined;
  if (node.end <= line.length && line.length > 0) return toValue(node);
  if (node.kind === 'string') return cutText(line, node.start + 1);
  if (node.kind === 'array') return node.items.flatMap((item) => cutValue(line, item) ?? []);
  if (node.kind === 'number') return cutNumber(line.slice(node.start));
  if (node.kind !== 'object') return undefined;
  const result: Record<string, JsonValue> = {};
  for (const { key, value } of node.properties) {
    const cut = key.end <= line.length && value !== undefined ? cutValue(line, value) : undefined;
    if (cut !== undefined) setOwn(result, key.value, cut);
  }
  return result;
}

function cutText(line: string, start: number): string {
  return JSON.parse(`"${line.slice(start, cutEscape(line, start, line.length))}"`) as string;
}

function cutNumber(digits: string): number | undefined {
  return /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(digits) ? Number(digits) : undefined;
}
