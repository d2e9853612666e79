import type { ByteSource } from '../text/byteSource';
import type { LineIndex } from '../text/lineIndex';
import { type LineEnd, RowTextError } from './change';
import type { Journal } from './journal';
import type { LineRange } from './lineReader';
import type { Run } from './run';

/** Where the bytes of rows are: the file, its lines, and the journal. Replaced as a whole when a saved file becomes the base. */
export interface Content {
  readonly base: ByteSource;
  readonly index: LineIndex;
  readonly journal: Journal;
  /** Bytes of the byte order mark. */
  readonly bomLength: number;
  /** The line end that rows without one of their own get where they need one. */
  readonly lineEnding: '\n' | '\r\n';
}

/** Where the lines of a run stand, in the base or in the journal. */
export function rangeOf(content: Content, run: Run): LineRange {
  const from = run.source === 'base' ? content.index : content.journal;
  return from.range(run.start, run.count);
}

/** Length of a row's own line. `row` is a run of one. */
export function lengthOf(content: Content, row: Run): number {
  return (row.source === 'base' ? content.index : content.journal).length(row.start);
}

/** Positions in a run of the rows whose own line has no line end: the last line of the file, and rows that took its place. */
export function unterminatedIn(content: Content, run: Run): readonly number[] {
  if (run.source === 'journal') {
    return content.journal.unterminatedAmong(run.start, run.count).map((entry) => entry - run.start);
  }
  const { index } = content;
  const last = run.start + run.count === index.count && index.unterminated && run.count > 0;
  return last ? [run.count - 1] : [];
}

/** Keeps a line in the journal and returns its entry. @throws RowTextError */
export function addLine(journal: Journal, text: string, lineEnd: LineEnd): number {
  if (text.includes('\n')) throw new RowTextError();
  return journal.appendText(text + lineEnd, lineEnd !== '');
}
