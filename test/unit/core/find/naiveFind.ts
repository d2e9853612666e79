import type { FindQuery } from '../../../../src/core/find/query';

/**
 * What finding means, said as plainly as can be: any string or number of the record, however deep, or the line as it is where it
 * is not JSON. Only for records without keys that stand twice.
 */
export function naivelyMatches(line: string, query: FindQuery): boolean {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return textMatches(line, query);
  }
  return valuesOf(record).some((text) => textMatches(text, query));
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [JSON.stringify(value)];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(valuesOf);
}

function textMatches(text: string, { text: wanted, matchCase, wholeWord, regex }: FindQuery): boolean {
  const source = regex ? wanted : wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const flags = `${matchCase ? '' : 'i'}${regex ? 'mu' : ''}`;
  if (!wholeWord) return new RegExp(source, flags).test(text);
  for (let start = 0; start <= text.length; start++) {
    const match = new RegExp(source, `${flags}y`);
    match.lastIndex = start;
    const length = match.exec(text)?.[0].length;
    if (length !== undefined && isEdge(text, start) && isEdge(text, start + length)) return true;
  }
  return false;
}

function isEdge(text: string, at: number): boolean {
  const before = Array.from(text.slice(0, at)).at(-1) ?? ' ';
  const after = Array.from(text.slice(at))[0] ?? ' ';
  const word = /^[\p{L}\p{M}\p{N}_]$/u;
  return !(word.test(before) && word.test(after));
}
