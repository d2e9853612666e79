import { encodeUtf8 } from '../text/encoding';
import { type Operation, StaleRowError } from './change';
import { addLine, type Content, lengthOf, unterminatedIn } from './content';
import type { KnownLines } from './knownLines';
import type { Rows } from './rows';
import { type RowId, type Run, sliceRun } from './run';
import { SpliceLog } from './spliceLog';

/** What operations work on. */
export interface EditTarget {
  readonly rows: Rows;
  readonly content: Content;
  readonly known: KnownLines;
  /** Whether the last line of the file is known. */
  readonly indexed: boolean;
  versionOf(id: RowId): number;
  /** The first of `count` new consecutive ids. */
  allocateIds(count: number): RowId;
}

/** What operations did. `inserted` are the new rows, in the order of the operations. */
export interface Edited {
  readonly log: SpliceLog;
  readonly inserted: readonly Run[];
}

/** Does operations one after the other; when one cannot be done, takes back those before it and throws. */
export function applyOperations(target: EditTarget, operations: Iterable<Operation>): Edited {
  const log = new SpliceLog();
  const inserted: Run[] = [];
  try {
    for (const operation of operations) applyOperation(target, operation, log, inserted);
  } catch (error) {
    applySplices(target.rows, log, true);
    throw error;
  }
  return { log, inserted };
}

/** Does the splices of a log, or with `inverted` takes them back, last first. */
export function applySplices(rows: Rows, log: SpliceLog, inverted: boolean): void {
  for (const { at, removed, inserted } of log.splices(inverted)) {
    let count = 0;
    for (const run of removed) count += run.count;
    rows.splice(at, count, inserted);
  }
}

function applyOperation(target: EditTarget, operation: Operation, log: SpliceLog, inserted: Run[]): void {
  switch (operation.kind) {
    case 'replace':
      replaceText(target, operation, log);
      break;
    case 'insert':
      insertTexts(target, operation, log, inserted);
      break;
    case 'delete':
      deleteRanges(target.rows, rangesOf(target.rows, operation.ids), log);
      break;
    case 'deleteRange':
      deleteRanges(target.rows, operation.count === 0 ? [] : [operation], log);
      break;
    case 'move':
      moveRows(target.rows, rangesOf(target.rows, operation.ids), operation.to, log);
      break;
  }
}

type Replace = Extract<Operation, { kind: 'replace' }>;
type Insert = Extract<Operation, { kind: 'insert' }>;

function replaceText(target: EditTarget, { row, text, lineEnd = row.lineEnd }: Replace, log: SpliceLog): void {
  const { rows, content } = target;
  const place = rows.locate(row.id);
  if (place === undefined) throw new StaleRowError(row.id, undefined);
  const version = target.versionOf(row.id);
  if (version !== row.version) throw new StaleRowError(row.id, version);
  if (!row.complete) throw new RangeError(`Row ${row.id} was read in part only.`);
  if (text === row.text && lineEnd === row.lineEnd) return;
  const before = sliceRun(place.run, 0, 1);
  if (before.source === 'base') rememberOriginal(target, before, row);
  const entry = addLine(content.journal, text, lineEnd);
  const after: Run = { id: row.id, count: 1, source: 'journal', start: entry };
  log.push(place.index, rows.splice(place.index, 1, [after]), [after]);
}

/** Keeps the line that an edit replaces: undo after a save needs it, and so does finding the row in a changed file. */
function rememberOriginal({ content, known }: EditTarget, run: Run, row: Replace['row']): void {
  if (known.has(run.start)) return;
  const line = encodeUtf8(row.text + row.lineEnd);
  if (line.length !== lengthOf(content, run)) throw new StaleRowError(row.id, row.version);
  known.add(run.start, 1, content.journal.append(line, row.lineEnd !== ''));
}

function insertTexts(target: EditTarget, { at, texts }: Insert, log: SpliceLog, inserted: Run[]): void {
  const { rows, content } = target;
  if (!(at >= 0 && at <= rows.count)) throw new RangeError(`There is no row ${at} among ${rows.count}.`);
  if (texts.length === 0) return;
  const last = texts.length - 1;
  const keepsOpenEnd = at === rows.count && endsUnterminated(target);
  const entries = texts.map((text, i) =>
    addLine(content.journal, text, keepsOpenEnd && i === last ? '' : content.lineEnding),
  );
  const run: Run = {
    id: target.allocateIds(texts.length),
    count: texts.length,
    source: 'journal',
    start: entries[0] ?? 0,
  };
  rows.splice(at, 0, [run]);
  log.push(at, [], [run]);
  inserted.push(run);
}

function endsUnterminated({ rows, content, indexed }: EditTarget): boolean {
  return indexed && rows.count > 0 && unterminatedIn(content, rows.at(rows.count - 1)).length > 0;
}

interface IndexRange {
  readonly at: number;
  readonly count: number;
}

/** Where some rows stand, in order, neighbours together. @throws StaleRowError for a row that is not there */
function rangesOf(rows: Rows, ids: readonly RowId[]): IndexRange[] {
  const found: IndexRange[] = [];
  for (let i = 0; i < ids.length;) {
    const id = ids[i] ?? 0;
    const place = rows.locate(id);
    if (place === undefined) throw new StaleRowError(id, undefined);
    let count = 1;
    while (count < place.run.count && ids[i + count] === id + count) count++;
    found.push({ at: place.index, count });
    i += count;
  }
  return merge(found.sort((a, b) => a.at - b.at));
}

function merge(sorted: readonly IndexRange[]): IndexRange[] {
  const merged: IndexRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.at > last.at + last.count) merged.push(range);
    else merged[merged.length - 1] = { at: last.at, count: Math.max(last.count, range.at + range.count - last.at) };
  }
  return merged;
}

function deleteRanges(rows: Rows, ranges: readonly IndexRange[], log: SpliceLog): void {
  for (const { at, count } of ranges.toReversed()) log.push(at, rows.splice(at, count, []), []);
}

function moveRows(rows: Rows, ranges: readonly IndexRange[], to: number, log: SpliceLog): void {
  if (!(to >= 0 && to <= rows.count)) throw new RangeError(`There is no row ${to} among ${rows.count}.`);
  const [first] = ranges;
  if (first === undefined) return;
  if (ranges.length === 1 && to >= first.at && to <= first.at + first.count) return;
  const taken: Run[][] = [];
  let target = to;
  for (const { at, count } of ranges.toReversed()) {
    const removed = rows.splice(at, count, []);
    log.push(at, removed, []);
    taken.push(removed);
    target -= Math.max(0, Math.min(count, to - at));
  }
  const moved = taken.reverse().flat();
  rows.splice(target, 0, moved);
  log.push(target, [], moved);
}
