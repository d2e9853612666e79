import { writeProperty, writeValue, type LineStyle } from './lineStyle';
import { toValue, type ArrayNode, type JsonNode, type ObjectNode, type Span } from './node';
import type { JsonValue } from './path';
import { editString } from './stringEdit';
import type { TextEdit } from './textEdit';

/** A line with the style that new parts of it are written in. */
export interface Page {
  readonly line: string;
  readonly style: LineStyle;
}

/**
 * The edits under which a node has another value. What both values share keeps its characters: keys and their order, items at the
 * start and end of a list, the unchanged ends of a text, literals of equal numbers. Equal values need no edit.
 */
export function editsToSet(page: Page, node: JsonNode, value: JsonValue): TextEdit[] {
  if (node.kind === 'string' && typeof value === 'string') {
    const edit = editString(page.line, node, value, page.style.escapes);
    return edit === undefined ? [] : [edit];
  }
  if (node.kind === 'array' && Array.isArray(value)) return arrayEdits(page, node, value as readonly JsonValue[]);
  if (node.kind === 'object' && isObject(value)) {
    const keys = new Set(node.properties.map((property) => property.key.value));
    if (keys.size === node.properties.length) return objectEdits(page, node, value);
  }
  if (sameValue(toValue(node), value)) return [];
  return [{ start: node.start, end: node.end, text: writeValue(value, page.style) }];
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectEdits(page: Page, node: ObjectNode, value: Readonly<Record<string, JsonValue>>): TextEdit[] {
  const edits: TextEdit[] = [];
  const removed: number[] = [];
  node.properties.forEach((property, i) => {
    const key = property.key.value;
    const wanted = Object.hasOwn(value, key) ? value[key] : undefined;
    if (wanted === undefined || property.value === undefined) removed.push(i);
    else edits.push(...editsToSet(page, property.value, wanted));
  });
  const known = new Set(node.properties.map((property) => property.key.value));
  const added = Object.entries(value)
    .filter(([key]) => !known.has(key))
    .map(([key, item]) => writeProperty(key, item, page.style));
  return [...edits, ...partEdits(page, node, node.properties, removed, node.properties.length, added)];
}

function arrayEdits(page: Page, node: ArrayNode, value: readonly JsonValue[]): TextEdit[] {
  const old = node.items.map(toValue);
  const shorter = Math.min(old.length, value.length);
  let prefix = 0;
  while (prefix < shorter && sameValue(old[prefix], value[prefix])) prefix++;
  let suffix = 0;
  while (suffix < shorter - prefix && sameValue(old.at(-1 - suffix), value.at(-1 - suffix))) suffix++;
  const edits: TextEdit[] = [];
  const rewritten = shorter - suffix;
  node.items.slice(prefix, rewritten).forEach((item, i) => {
    edits.push(...editsToSet(page, item, value[prefix + i] ?? null));
  });
  const removed = node.items.map((_, i) => i).slice(rewritten, old.length - suffix);
  const added = value.slice(rewritten, value.length - suffix).map((item) => writeValue(item, page.style));
  return [...edits, ...partEdits(page, node, node.items, removed, rewritten, added)];
}

/**
 * The edits that take parts (properties or items) out of a container and put new ones in before part `at`, with the commas that
 * then are right.
 */
export function partEdits(
  page: Page,
  container: Span,
  parts: readonly Span[],
  removed: readonly number[],
  at: number,
  added: readonly string[],
): TextEdit[] {
  const gone = new Set(removed);
  const kept = parts.filter((_, i) => !gone.has(i));
  const text = added.join(page.style.comma);
  const inside = { start: container.start + 1, end: container.end - 1 };
  if (kept.length === 0) return parts.length === 0 && text === '' ? [] : [{ ...inside, text }];
  const edits = removalEdits(parts, gone);
  if (added.length === 0) return edits;
  const before = parts.slice(0, at).findLast((_, i) => !gone.has(i));
  const after = parts.find((_, i) => i >= at && !gone.has(i));
  if (before !== undefined) edits.push({ start: before.end, end: before.end, text: page.style.comma + text });
  else if (after !== undefined) edits.push({ start: after.start, end: after.start, text: text + page.style.comma });
  return edits;
}

/** Takes out runs of parts, each with the comma before it, or after it at the start of the container. Some part stays. */
function removalEdits(parts: readonly Span[], gone: ReadonlySet<number>): TextEdit[] {
  const edits: TextEdit[] = [];
  let keptEnd: number | undefined;
  parts.forEach((part, i) => {
    if (!gone.has(i)) {
      keptEnd = part.end;
      return;
    }
    if (gone.has(i + 1)) return;
    const first = parts[0];
    const next = parts[i + 1];
    if (keptEnd !== undefined) edits.push({ start: keptEnd, end: part.end, text: '' });
    else if (first && next) edits.push({ start: first.start, end: next.start, text: '' });
  });
  return edits;
}

/** Whether two values are equal as JSON: numbers by value, objects by their keys in any order. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    const other = b as readonly JsonValue[];
    return (a as readonly JsonValue[]).every((item, i) => sameValue(item, other[i]));
  }
  const left = a as Readonly<Record<string, JsonValue>>;
  const right = b as Readonly<Record<string, JsonValue>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]));
}
