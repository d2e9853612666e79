import { parseLine } from '../json/parser';
import { applyTextEdits } from '../json/textEdit';

/** A record that was written over several lines, as one. */
export interface SpreadRecord {
  /** How many lines it takes. */
  readonly count: number;
  readonly line: string;
}

/** Records that people or programs indent have fewer lines, and fewer characters. */
const MOST_LINES = 200;
const LONGEST = 256 * 1024;

/**
 * The record that begins in the first of some lines and ends in a later one: indented JSON, or a text with raw line breaks. Nothing
 * of it is lost: breaks inside texts become `\n`, those between values spaces. Undefined where the lines do not join to one record.
 */
export function joinSpreadRecord(lines: readonly string[]): SpreadRecord | undefined {
  const [first] = lines;
  if (!first?.trimStart().startsWith('{')) return undefined;
  let joined = first;
  for (let count = 2; count <= Math.min(lines.length, MOST_LINES); count++) {
    const next = lines[count - 1] ?? '';
    joined += `\n${next}`;
    if (joined.length > LONGEST) return undefined;
    // Only a line that ends with the closing bracket can end the record; a line that is a record itself is none of its parts.
    if (isRecord(next)) return undefined;
    if (!/\}\s*,?\s*$/.test(next)) continue;
    const line = asOneLine(joined);
    if (line !== undefined) return { count, line };
  }
  return undefined;
}

function asOneLine(joined: string): string | undefined {
  const { root, errors } = parseLine(joined);
  if (root?.kind !== 'object' || errors.some(({ code }) => code !== 'control-character' && code !== 'trailing-comma'))
    return undefined;
  const escaped = applyTextEdits(
    joined,
    errors.flatMap(({ mends }) => mends),
  );
  return escaped.replace(/\s*\n\s*/g, ' ').trim();
}

function isRecord(line: string): boolean {
  return line.startsWith('{') && line.trimEnd().endsWith('}') && parseLine(line).errors.length === 0;
}
