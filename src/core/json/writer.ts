import type { LineEdit } from './lineEdit';
import { learnStyle, NotJsonError, writeProperty, writeValue } from './lineStyle';
import { nodeAt, propertyOf, type ArrayNode, type JsonNode, type Span } from './node';
import { MAX_DEPTH, parseLine } from './parser';
import type { JsonPath, JsonValue } from './path';
import { commonEnds, editString } from './stringEdit';
import { describeSyntaxError } from './syntaxError';
import { applyTextEdits, type TextEdit } from './textEdit';
import { editsToSet, partEdits, type Page } from './valueEdits';

export type LineEditResult =
  | {
      readonly ok: true;
      readonly line: string;
      /** The one range of the old line that changed, as small as it can be; undefined where nothing did. */
      readonly change: TextEdit | undefined;
    }
  /** `reason` is a sentence for people. */
  | { readonly ok: false; readonly reason: string };

/**
 * Applies one edit to one line of valid JSON (`raw` to any line), and rewrites only the characters that it must. New parts are
 * written as their neighbours are: spacing, escapes. Where a key stands twice the path means the last one, which is the one that
 * `JSON.parse` keeps. The new text holds no line break. Never throws.
 */
export function applyLineEdit(line: string, edit: LineEdit): LineEditResult {
  try {
    const edits = edit.kind === 'raw' ? rawEdits(line, edit.text) : editsOf(line, edit);
    const result = applyTextEdits(line, edits);
    return { ok: true, line: result, change: changeOf(line, result) };
  } catch (error) {
    if (error instanceof EditRefused || error instanceof NotJsonError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** The edit cannot be done; the message is for people. */
class EditRefused extends Error {
  override readonly name = 'EditRefused';
}

function rawEdits(line: string, text: string): TextEdit[] {
  if (/[\r\n]/.test(text)) throw new EditRefused('A row is one line: the text must not hold a line break.');
  return [{ start: 0, end: line.length, text }];
}

function editsOf(line: string, edit: Exclude<LineEdit, { kind: 'raw' }>): TextEdit[] {
  const { root, errors } = parseLine(line);
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    const why = error === undefined ? '' : ` (${describeSyntaxError(error)})`;
    throw new EditRefused(`The row is not valid JSON${why}. Edit it as text.`);
  }
  switch (edit.kind) {
    case 'set':
      return set(line, root, edit.path, edit.value);
    case 'remove':
      return remove(line, root, edit.path);
    case 'rename':
      return rename(line, root, edit.path, edit.key);
    case 'insert':
      return insert(line, root, edit.path, edit.index, edit.value);
    case 'move':
      return move(line, root, edit.path, edit.from, edit.to);
    case 'swap':
      return swap(line, root, edit.path, edit.with);
  }
}

function pageFor(line: string, root: JsonNode, ...near: JsonNode[]): Page {
  return { line, style: learnStyle(line, root, near) };
}

function set(line: string, root: JsonNode, path: JsonPath, value: JsonValue): TextEdit[] {
  checkDepth(value, path.length);
  const node = nodeAt(root, path);
  const parent = path.length === 0 ? undefined : nodeAt(root, path.slice(0, -1));
  if (node !== undefined) return editsToSet(pageFor(line, root, node, ...(parent ? [parent] : [])), node, value);
  const key = path.at(-1);
  if (parent?.kind !== 'object' || typeof key !== 'string') throw nothingAt(path);
  const page = pageFor(line, root, parent);
  const { properties } = parent;
  return partEdits(page, parent, properties, [], properties.length, [writeProperty(key, value, page.style)]);
}

function remove(line: string, root: JsonNode, path: JsonPath): TextEdit[] {
  const parent = nodeAt(root, path.slice(0, -1));
  const step = path.at(-1);
  const parts: readonly Span[] =
    parent?.kind === 'object' ? parent.properties : parent?.kind === 'array' ? parent.items : [];
  const property = parent?.kind === 'object' && typeof step === 'string' ? propertyOf(parent, step) : undefined;
  const index = property ? parts.indexOf(property) : typeof step === 'number' && parent?.kind === 'array' ? step : -1;
  if (parent === undefined || parts[index] === undefined) throw nothingAt(path);
  return partEdits(pageFor(line, root, parent), parent, parts, [index], 0, []);
}

function rename(line: string, root: JsonNode, path: JsonPath, key: string): TextEdit[] {
  const parent = nodeAt(root, path.slice(0, -1));
  const step = path.at(-1);
  if (parent?.kind !== 'object' || typeof step !== 'string') throw nothingAt(path);
  const property = propertyOf(parent, step);
  if (property === undefined) throw nothingAt(path);
  if (key === step) return [];
  if (propertyOf(parent, key) !== undefined) throw new EditRefused(`There is a key ${quoted(key)} already.`);
  const edit = editString(line, property.key, key, pageFor(line, root).style.escapes);
  return edit === undefined ? [] : [edit];
}

function insert(line: string, root: JsonNode, path: JsonPath, index: number, value: JsonValue): TextEdit[] {
  const list = listAt(root, path);
  if (!isIndex(index, list.items.length + 1)) throw nothingAt([...path, index]);
  checkDepth(value, path.length + 1);
  const page = pageFor(line, root, list);
  return partEdits(page, list, list.items, [], index, [writeValue(value, page.style)]);
}

/** The items trade places; what stands between them stays. */
function move(line: string, root: JsonNode, path: JsonPath, from: number, to: number): TextEdit[] {
  const { items } = listAt(root, path);
  const order = [...items];
  const [moved] = isIndex(from, items.length) ? order.splice(from, 1) : [];
  if (moved === undefined) throw nothingAt([...path, from]);
  if (!isIndex(to, items.length)) throw nothingAt([...path, to]);
  order.splice(to, 0, moved);
  return items.flatMap((slot, i) => {
    const item = order[i] ?? slot;
    return item === slot ? [] : [{ start: slot.start, end: slot.end, text: line.slice(item.start, item.end) }];
  });
}

function swap(line: string, root: JsonNode, path: JsonPath, other: JsonPath): TextEdit[] {
  const a = nodeAt(root, path);
  const b = nodeAt(root, other);
  if (a === undefined) throw nothingAt(path);
  if (b === undefined) throw nothingAt(other);
  if (a === b) return [];
  if (a.start < b.end && b.start < a.end) throw new EditRefused('A value cannot change places with a part of itself.');
  return [
    { start: a.start, end: a.end, text: line.slice(b.start, b.end) },
    { start: b.start, end: b.end, text: line.slice(a.start, a.end) },
  ];
}

function listAt(root: JsonNode, path: JsonPath): ArrayNode {
  const node = nodeAt(root, path);
  if (node?.kind !== 'array') throw new EditRefused(`There is no list at ${nameOf(path)}.`);
  return node;
}

function isIndex(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count;
}

/** A value that is nested too deep would make a line that nobody reads again. */
function checkDepth(value: JsonValue, above: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (above >= MAX_DEPTH) throw new EditRefused(`Lists and objects may nest ${MAX_DEPTH} deep.`);
  for (const item of Object.values(value) as readonly JsonValue[]) checkDepth(item, above + 1);
}

function nothingAt(path: JsonPath): EditRefused {
  return new EditRefused(`There is nothing at ${nameOf(path)}.`);
}

function nameOf(path: JsonPath): string {
  return path.length === 0 ? 'the top of the row' : quoted(path.join('.'));
}

function quoted(text: string): string {
  return '`' + text + '`';
}

function changeOf(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const [prefix, suffix] = commonEnds(before, after);
  return { start: prefix, end: before.length - suffix, text: after.slice(prefix, after.length - suffix) };
}
