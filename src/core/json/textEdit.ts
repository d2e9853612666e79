import type { Span } from './node';

/** Characters to replace in the line, in UTF-16 columns of the line as it is. */
export interface TextEdit extends Span {
  readonly text: string;
}

/**
 * Applies edits to a text, in order of their columns. At one column insertions come first, in the order in which they are given.
 * An edit that overlaps one before it is left out.
 */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end, text: written } of inColumnOrder(edits)) {
    if (start < done) continue;
    pieces.push(text.slice(done, start), written);
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** Edits in the order in which `applyTextEdits` takes them. */
export function inColumnOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort(byColumn);
}

function byColumn(a: TextEdit, b: TextEdit): number {
  return a.start - b.start || Math.min(a.end - a.start, 1) - Math.min(b.end - b.start, 1);
}
