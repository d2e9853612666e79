import { jsonrepair } from 'jsonrepair';
import { nodeAt } from '../node';
import { parseLine, type ParsedLine } from '../parser';
import { commonEnds } from '../stringEdit';
import type { TextEdit } from '../textEdit';
import { closeCutOff, closedEarlier, isCutOff } from './cutOff';
import { nearbyEdits } from './nearbyEdits';
import { kindOfEdit, kindOfErrors, type RepairKind } from './repairKind';
import { isSafeMend } from './safety';
import { splitRecords } from './splitRecords';

/** A way to read a broken line, before anyone has judged it. */
export interface Candidate {
  readonly kind: RepairKind;
  readonly edits: readonly TextEdit[];
  readonly safe: boolean;
  /** Added to the doubt, for what its edits alone do not tell. */
  readonly handicap?: number;
}

/** What the parser read, and what follows from it. */
export function readings(parsed: ParsedLine): Candidate[] {
  const { text } = parsed;
  return [
    ...splitReadings(text),
    ...mendedReadings(parsed),
    // Only a list that ends too early has another reading.
    ...(text.includes(']') ? mendedReadings(parseLine(text, 'inner-lists')) : []),
    ...otherReadings(parsed),
    ...unwrappedReadings(text),
    ...literalBackslashes(parsed),
  ];
}

function splitReadings(text: string): Candidate[] {
  const split = splitRecords(text);
  return split === undefined ? [] : [{ kind: 'split', ...split }];
}

/** The mends of the parser; for a line that just ends, closed after what is whole of it. */
export function mendedReadings({ text, errors }: ParsedLine): Candidate[] {
  if (errors.some(({ mends }) => mends.length === 0)) return [];
  const edits = errors.flatMap(({ mends }) => mends);
  const safe = errors.every((error) => isSafeMend(text, error));
  if (!isCutOff(text, errors)) return [{ kind: kindOfErrors(errors), edits, safe }];
  const closed = closeCutOff(text);
  if (closed !== undefined) return [{ kind: 'cut-off', edits: closed, safe: false }];
  const endsInText = errors.some(({ code }) => code === 'unclosed-string');
  return [{ kind: endsInText ? 'cut-off' : kindOfErrors(errors), edits, safe }];
}

/** Readings that the parser does not take, since they lose or make up characters or want a bracket far from where one is missed. */
function otherReadings(parsed: ParsedLine): Candidate[] {
  const { text, errors } = parsed;
  const [error] = errors;
  if (isCutOff(text, errors)) {
    return closedEarlier(parsed).map((edits) => ({ kind: 'missing-bracket', edits, safe: false }));
  }
  if (errors.length === 1 && error?.code === 'bad-escape') {
    const at = error.start + 1;
    return [{ kind: 'escapes', edits: [{ start: at, end: at, text: 'n' }], safe: false }];
  }
  if (!errors.every(({ code }) => code === 'control-character')) return [];
  const edits = errors.map(({ start, end }) => ({ start, end, text: '' }));
  return [{ kind: 'remove-control-characters', edits, safe: false, handicap: edits.length }];
}

export function nearbyReadings(line: string): Candidate[] {
  return nearbyEdits(line).map((edit) => ({ kind: kindOfEdit(line, edit), edits: [edit], safe: false }));
}

/** The last resort: a rewriting by a library that reads even more loosely. */
export function rewrite(line: string): Candidate[] {
  try {
    const text = jsonrepair(line).replace(/\s*\n\s*/g, ' ');
    const [start, end] = commonEnds(line, text);
    const edit = { start, end: line.length - end, text: text.slice(start, text.length - end) };
    return parseLine(text).errors.length > 0 ? [] : [{ kind: 'rewrite', edits: [edit], safe: false, handicap: 6 }];
  } catch {
    // It could not read the line either.
    return [];
  }
}

/** The record as the text of a string (`{\"a\": 1}`) or of HTML (`{&quot;a&quot;: 1}`). */
function unwrappedReadings(text: string): Candidate[] {
  if (/^\s*\{\s*\\"/.test(text)) return wholeReading(text, unescaped(text));
  if (/^\s*\{\s*&quot;/.test(text)) return wholeReading(text, decodeEntities(text));
  return [];
}

function unescaped(text: string): string | undefined {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  '#34': '"',
  '#39': "'",
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
};

function decodeEntities(text: string): string {
  return text.replace(/&(quot|#34|#39|apos|lt|gt|amp);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

/** The line written anew. It is preferred where it is valid, since nothing else would be wrong in so many places. */
function wholeReading(text: string, written: string | undefined): Candidate[] {
  if (written === undefined || /[\n\r]/.test(written) || parseLine(written).errors.length > 0) return [];
  return [{ kind: 'unwrap', edits: [{ start: 0, end: text.length, text: written }], safe: false, handicap: -100 }];
}

/** A path of Windows, or LaTeX, in which `\f`, `\b`, `\n` and `\t` are meant as they stand, like the escapes that are none. */
function literalBackslashes({ text, root, errors }: ParsedLine): Candidate[] {
  const [error] = errors;
  if (root === undefined || error?.code !== 'bad-escape' || errors.some(({ code }) => code !== 'bad-escape')) return [];
  const node = nodeAt(root, error.path);
  if (node?.kind !== 'string' || errors.some(({ start }) => start < node.start || start > node.end)) return [];
  const content = text.slice(node.start, node.end);
  if (!/\b[A-Za-z]:\\\w|\\[bf][a-z]/.test(content)) return [];
  const edits = [...content.matchAll(/\\(?:["\\]|)/g)]
    .filter(([escape]) => escape === '\\')
    .map(({ index }) => ({ start: node.start + index, end: node.start + index, text: '\\' }));
  return [{ kind: 'escapes', edits, safe: false, handicap: 0.5 - edits.length }];
}
