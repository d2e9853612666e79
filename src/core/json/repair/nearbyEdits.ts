import type { TextEdit } from '../textEdit';
import { scanStrict, START, type Checkpoint, type Scan } from './strictScan';

/** How far before the place where JSON fails the cause is looked for: the end of one value, its comma, and the next key. */
const WINDOW = 40;
/** How much after that place must be right before the whole line is read. */
const AHEAD = 96;
/** How many UTF-16 units are read in all to see whether edits make a line valid; a long line is so read less often. */
const WORK = 2_000_000;
/** Edits to be judged, the nearest to the failure first: fewer for a long line, which takes long to judge. */
const MOST_EDITS = 16;
const FEWEST_EDITS = 3;
const JUDGED = 400_000;

const INSERTIONS = ['"', ',', ':', '{', '}', '[', ']', '\\'];

/**
 * Every single edit near the place where a line stops being JSON that makes the line valid: one character less, one more (a quote,
 * comma, colon, bracket or backslash), or two neighbours exchanged. Which of them is meant is for others to judge.
 */
export function nearbyEdits(line: string): TextEdit[] {
  const { errorAt } = scanStrict(line, START);
  const failure = errorAt < 0 ? line.length : errorAt;
  const from = Math.max(0, failure - WINDOW);
  const { checkpoint } = scanStrict(line, START, from);
  const most = Math.max(FEWEST_EDITS, Math.min(MOST_EDITS, Math.floor(JUDGED / (line.length + 1))));
  let work = WORK;
  const found: TextEdit[] = [];
  for (const edit of editsIn(line, from, Math.min(failure + 1, line.length))) {
    if (work < 0 || found.length >= most) break;
    if (!looksRight(line, edit, checkpoint, failure)) continue;
    work -= line.length - checkpoint.column;
    if (isRight(line, edit, checkpoint)) found.push(edit);
  }
  return found;
}

function* editsIn(line: string, from: number, to: number): Generator<TextEdit> {
  for (let at = to; at >= from; at--) {
    const c = line.charAt(at);
    const next = line.charAt(at + 1);
    if (c !== '') yield { start: at, end: at + 1, text: '' };
    if (next !== '' && next !== c) yield { start: at, end: at + 2, text: next + c };
    for (const text of INSERTIONS) yield { start: at, end: at, text };
  }
}

function looksRight(line: string, edit: TextEdit, checkpoint: Checkpoint, failure: number): boolean {
  const until = failure + AHEAD;
  const scan = scanEdited(line, edit, checkpoint, until);
  return scan.errorAt < 0 && (until < line.length || scan.complete);
}

function isRight(line: string, edit: TextEdit, checkpoint: Checkpoint): boolean {
  return scanEdited(line, edit, checkpoint, line.length).complete;
}

/** Scans the edited line from the checkpoint to column `until` of the old one, without making a new text of what stands before. */
function scanEdited(line: string, edit: TextEdit, checkpoint: Checkpoint, until: number): Scan {
  const text = line.slice(checkpoint.column, edit.start) + edit.text + line.slice(edit.end, until);
  return scanStrict(text, { ...checkpoint, column: 0 });
}
