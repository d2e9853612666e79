import type { ArrayNode, JsonNode, ObjectNode } from '../node';
import { JUNK, matchesAt } from '../lookahead';
import { parseLine } from '../parser';
import type { JsonValue } from '../path';
import type { TextEdit } from '../textEdit';

/** How many values of a line are looked at; more would not change the judgement. */
const MOST_VALUES = 2000;

/** How unlikely it is that a repaired line is what the author meant; 0 is as good as it gets. */
export interface Doubt {
  /** In all: also for what the edits take away or make up, and for structure inside texts. */
  readonly all: number;
  /** For odd structure alone: keys that are no names or stand where the dataset has none, keys twice, lists of mixed things. */
  readonly structure: number;
}

/** Judges a repaired line, and the edits that gave it. */
export function doubtOf(line: string, repaired: string, edits: readonly TextEdit[], known: ReadonlySet<string>): Doubt {
  const { root, errors } = parseLine(repaired);
  if (root === undefined || errors.length > 0) return { all: Infinity, structure: Infinity };
  let structure = root.kind === 'object' ? 0 : 12;
  let others = 0;
  for (const edit of edits) others += doubtOfEdit(line, edit);
  const left: Place[] = [{ node: root, path: '' }];
  for (let seen = 0; seen < MOST_VALUES; seen++) {
    const place = left.pop();
    if (place === undefined) break;
    const { node, path } = place;
    if (node.kind === 'string') others += doubtOfText(node.value);
    else if (node.kind === 'array') {
      structure += doubtOfList(node);
      left.push(...node.items.slice(0, MOST_VALUES).map((item) => ({ node: item, path })));
    } else if (node.kind === 'object') {
      structure += doubtOfKeys(node, path, known);
      for (const { key, value } of node.properties.slice(0, MOST_VALUES)) {
        if (value !== undefined) left.push({ node: value, path: `${path}${key.value}.` });
      }
    }
  }
  return { all: structure + others, structure };
}

function doubtOfList({ items }: ArrayNode): number {
  const objects = items.slice(0, MOST_VALUES).filter(({ kind }) => kind === 'object').length;
  return objects > 0 && objects < Math.min(items.length, MOST_VALUES) ? 2 : 0;
}

interface Place {
  readonly node: JsonNode;
  /** The keys above, a point after each. */
  readonly path: string;
}

/** The keys of a value with the keys above them, as `repairLine` wants to know them: `messages`, `messages.role`. */
export function keyPathsOf(value: JsonValue, path = ''): string[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap((item) => keyPathsOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, JsonValue>).flatMap(([key, item]) => [
    path + key,
    ...keyPathsOf(item, `${path}${key}.`),
  ]);
}

/** Text that goes is worse than a mark that goes; what is put in and is no mark is made up. */
function doubtOfEdit(line: string, edit: TextEdit): number {
  const { start, end, text } = edit;
  const gone = line.slice(start, end);
  if (text.length === 2 && gone.length === 2) return makesLineBreak(line, edit) ? 0.8 : 1.5;
  if (text === 'n' && gone === '') return makesLineBreak(line, edit) ? 0.9 : 3;
  if (gone === '\\' && text === '') return isMidWord(line, edit) ? 0.9 : 2;
  if (text === '' && isJunk(gone)) return 0.5;
  if (text === '\n') return 0;
  if (text === 'null' && gone === '') return 5;
  return 1 + Math.min(20, Math.max(0, weightOf(gone) - weightOf(text)));
}

function isJunk(gone: string): boolean {
  return matchesAt(JUNK, gone, 0) && JUNK.lastIndex === gone.length;
}

/** Letters and digits weigh most, then signs that are none of JSON's. */
function weightOf(text: string): number {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const signs = text.match(/[^\p{L}\p{N}\s"{}[\],:\\]/gu)?.length ?? 0;
  return 2 * letters + signs + (/^\s+$/.test(text) ? 0.6 : 0);
}

/** Whether an edit makes a line break of a backslash that escapes nothing, in a line that writes them, where one may stand. */
function makesLineBreak(line: string, { start, end, text }: TextEdit): boolean {
  if (!line.includes('\\n')) return false;
  const before = line.slice(Math.max(0, start - 3), start);
  const near = before + text + line.slice(end, end + 3);
  for (let at = near.indexOf('\\n'); at >= 0; at = near.indexOf('\\n', at + 1)) {
    const touches = at + 2 > before.length && at < before.length + text.length;
    if (touches && near.charAt(at - 1) !== '\\' && mayBreak(near.charAt(at - 1), near.charAt(at + 2))) return true;
  }
  return false;
}

function mayBreak(before: string, after: string): boolean {
  return /[.:;,!?)}>\]*`"n]/.test(before) || /[\s\dA-Z#*\-\\]/.test(after);
}

/** Whether a backslash splits a word in small letters. */
function isMidWord(line: string, { start, end }: TextEdit): boolean {
  return /[a-z]/.test(line.charAt(start - 1)) && /[a-z]/.test(line.charAt(end));
}

const LEAKED = /"\s*[:,]\s*"|"\s*:\s*[[{\d]|[}\]]\s*,\s*"/;

/** Commas, colons and brackets at the edges of a text, or quotes with them inside it, have mostly leaked in. */
function doubtOfText(text: string): number {
  let doubt = 0;
  if (LEAKED.test(text)) doubt += 2;
  if (/^\s*[,:]/.test(text)) doubt += 2;
  if (/,\s*$/.test(text)) doubt += 1;
  if (/:\s*$/.test(text)) doubt += 0.5;
  const last = text.trimEnd().at(-1);
  if (last === '}' && !text.includes('{')) doubt += 2;
  if (last === ']' && !text.includes('[')) doubt += 2;
  if (text.split('"').length % 2 === 0) doubt += 0.4;
  if (/^\s*[{[]/.test(text)) doubt += isJson(text) ? 0 : 1;
  else if (text.split('{').length !== text.split('}').length) doubt += 0.6;
  return doubt;
}

/** Longer texts that hold JSON are taken to be well. */
const LONGEST_INNER = 20_000;

function isJson(text: string): boolean {
  if (text.length > LONGEST_INNER) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const NAME = /^[\p{L}_$][\p{L}\p{N}_$.:/-]*(?: [\p{L}\p{N}_$.:/-]+){0,3}$/u;

function doubtOfKeys(node: ObjectNode, path: string, known: ReadonlySet<string>): number {
  let doubt = 0;
  const seen = new Set<string>();
  for (const { key } of node.properties) {
    if (seen.has(key.value)) doubt += 4;
    seen.add(key.value);
    if (known.size > 0 ? !known.has(path + key.value) : !NAME.test(key.value)) doubt += 4;
  }
  return doubt;
}
