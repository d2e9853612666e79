import { isHigh, isLow, writeContent, type EscapeStyle } from './escapeStyle';
import type { StringNode } from './node';
import type { TextEdit } from './textEdit';

/**
 * The edit that gives a string literal another text, and leaves what both texts begin and end with as it is written, odd escapes
 * included. Undefined where the text is the same.
 */
export function editString(line: string, node: StringNode, text: string, style: EscapeStyle): TextEdit | undefined {
  const old = node.value;
  if (old === text) return undefined;
  const [prefix, suffix] = commonEnds(old, text);
  const columns = unitColumns(line, node);
  const start = columns(prefix);
  const end = columns(old.length - suffix);
  const middle = text.slice(prefix, text.length - suffix);
  return { start, end, text: writeContent(middle, style, rawBytes(line.slice(start, end))) };
}

/** How many units two texts have in common at the start and at the end, never with half of a surrogate pair. */
export function commonEnds(a: string, b: string): [prefix: number, suffix: number] {
  const shorter = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix < shorter && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  if (prefix > 0 && isHigh(a.charCodeAt(prefix - 1))) prefix--;
  let suffix = 0;
  while (suffix < shorter - prefix && a.charCodeAt(a.length - 1 - suffix) === b.charCodeAt(b.length - 1 - suffix)) {
    suffix++;
  }
  if (suffix > 0 && isLow(a.charCodeAt(a.length - suffix))) {
    const splits = isHigh(a.charCodeAt(a.length - suffix - 1)) || isHigh(b.charCodeAt(b.length - suffix - 1));
    if (splits) suffix--;
  }
  return [prefix, suffix];
}

/** Gives the column at which the n-th unit of a literal's text is written. */
function unitColumns(line: string, node: StringNode): (unit: number) => number {
  const first = node.start + 1;
  if (node.end - node.start - 2 === node.value.length) return (unit) => first + unit;
  const columns = new Uint32Array(node.value.length + 1);
  let column = first;
  for (let unit = 0; unit < node.value.length; unit++) {
    columns[unit] = column;
    if (line.charCodeAt(column) !== 0x5c) column += 1;
    else column += line.charAt(column + 1) === 'u' ? 6 : 2;
  }
  columns[node.value.length] = column;
  return (unit) => columns[unit] ?? column;
}

/** The units that stand for bytes that are not UTF-8 (byte b as U+DC00 + b), where they are written as they are. */
function rawBytes(raw: string): ReadonlySet<number> | undefined {
  const found = raw.match(/[\udc80-\udcff]/g);
  return found === null ? undefined : new Set(found.map((char) => char.charCodeAt(0)));
}
