import { minimalEdit } from '../../core/fixes/minimalEdit';

/** A place in a text document, from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Characters to replace in a text document, as it is. */
export interface DocumentEdit {
  readonly start: Place;
  readonly end: Place;
  readonly text: string;
}

/** What of a text document edits are made from. */
export interface TextLines {
  readonly lineCount: number;
  /** A line without its line end. */
  lineAt(line: number): { readonly text: string };
}

/** Gives `count` lines from `line` on another text: only the characters that differ are replaced. None deletes the lines. */
export function replaceLines(
  document: TextLines,
  line: number,
  count: number,
  lines: readonly string[],
  lineEnd: string,
): DocumentEdit[] {
  if (lines.length === 0)
    return deleteLines(
      document,
      [...Array(count).keys()].map((i) => line + i),
    );
  const before = Array.from({ length: count }, (_, i) => document.lineAt(line + i).text).join(lineEnd);
  const after = lines.join(lineEnd);
  if (before === after) return [];
  const { start, end, text } = minimalEdit(before, after);
  const place = (offset: number): Place => {
    const passed = before.slice(0, offset).split(lineEnd);
    return { line: line + passed.length - 1, column: passed.at(-1)?.length ?? 0 };
  };
  return [{ start: place(start), end: place(end), text }];
}

/** Takes whole lines out, each with its line end; the last line goes with the line end before it. */
export function deleteLines(document: TextLines, lines: readonly number[]): DocumentEdit[] {
  const last = document.lineCount - 1;
  return runsOf(lines).map(([from, to]) => {
    if (to < last) return { start: { line: from, column: 0 }, end: { line: to + 1, column: 0 }, text: '' };
    const end = { line: to, column: document.lineAt(to).text.length };
    if (from === 0) return { start: { line: 0, column: 0 }, end, text: '' };
    return { start: { line: from - 1, column: document.lineAt(from - 1).text.length }, end, text: '' };
  });
}

/** `[1, 2, 3, 7]` as `[1, 3]` and `[7, 7]`. */
function runsOf(lines: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === line - 1) run[1] = line;
    else runs.push([line, line]);
  }
  return runs;
}
