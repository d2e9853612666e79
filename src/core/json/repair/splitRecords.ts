import { parseLine } from '../parser';
import { skipSpace, skipSpaceBack } from '../lookahead';
import type { TextEdit } from '../textEdit';
import { isSafeMend } from './safety';

/** More records than this on one line are not split one by one. */
const MOST = 10_000;

/**
 * Splits a line that holds several records, with or without commas between them, and mends each. Undefined where the line holds one,
 * or where some part could not be read.
 */
export function splitRecords(
  line: string,
): { readonly edits: readonly TextEdit[]; readonly safe: boolean } | undefined {
  const edits: TextEdit[] = [];
  let safe = true;
  let offset = 0;
  for (let count = 0; count < MOST; count++) {
    const rest = line.slice(offset);
    const { root, errors } = parseLine(rest);
    if (root?.kind !== 'object') return undefined;
    const next = errors.find(({ code }) => code === 'second-value');
    for (const error of errors) {
      if (error === next) continue;
      if (error.mends.length === 0) return undefined;
      safe &&= isSafeMend(rest, error);
      edits.push(...error.mends.map(({ start, end, text }) => ({ start: start + offset, end: end + offset, text })));
    }
    if (next === undefined) return count === 0 ? undefined : { edits, safe };
    const comma = rest.charAt(next.start) === ',';
    const start = skipSpaceBack(rest, next.start, 0);
    const end = skipSpace(rest, comma ? next.start + 1 : next.start);
    edits.push({ start: start + offset, end: end + offset, text: '\n' });
    offset += end;
  }
  return undefined;
}
