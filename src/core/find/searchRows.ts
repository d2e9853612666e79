import type { ReplicaRows } from '../document/replica';
import { MAX_LENGTHS } from '../kernel/findLayout';
import { decodeUtf8 } from '../text/encoding';
import type { LineIndex } from '../text/lineIndex';
import { type CandidateScanner, isSureCandidate, lineOfCandidate } from './candidates';
import type { FoundRows } from './foundRows';
import { withoutLineEnd } from './lineBytes';
import { type RowQuery, rowMatches } from './rowMatch';

/** The rows of a document at one moment, and where their lines are read. */
export interface SearchedRows {
  readonly rows: Iterable<ReplicaRows>;
  readonly index: LineIndex;
  /** Fills `into` with bytes of the file. @throws TornReadError */
  readBlock(into: Uint8Array, offset: number): void;
}

/** Longer lines are not searched: a string of theirs would need gigabytes. */
export const MAX_SEARCHED_LINE = 64 * 1024 * 1024;

/** Called between blocks: lets the thread do other things now and then, and throws when the search is over. */
export type Breathe = () => Promise<void>;

/**
 * Searches rows in order. With a scanner, only the lines of its candidates are looked at.
 * @returns how many rows were too long to be searched
 * @throws TornReadError; what `breathe` throws
 */
export async function searchRows(
  searched: SearchedRows,
  query: RowQuery,
  scanner: CandidateScanner | undefined,
  found: FoundRows,
  breathe: Breathe,
): Promise<number> {
  const { rows, index } = searched;
  const block = scanner?.block ?? new Uint8Array(BLOCK_BYTES);
  let skipped = 0;
  for (const part of rows) {
    if (part.kind === 'typed') {
      if (lineMatches(part.line, query)) found.add(part.id);
      found.advance(1);
      if (found.isDue) await breathe();
      continue;
    }
    const end = part.line + part.count;
    for (let line = part.line; line < end;) {
      const count = linesWithin(index, line, Math.min(end, line + MAX_LENGTHS), block.length);
      const id = part.id + (line - part.line);
      const { offset, length } = index.range(line, Math.max(count, 1));
      if (count > 0) {
        searched.readBlock(block.subarray(0, length), offset);
        searchBlock({ block, at: offset, length, index, line, count, id }, query, scanner, found);
      } else if (length > MAX_SEARCHED_LINE) skipped++;
      else if (longLineMatches(searched, offset, length, query)) found.add(id);
      found.advance(Math.max(count, 1));
      line += Math.max(count, 1);
      await breathe();
    }
  }
  return skipped;
}

const BLOCK_BYTES = 256 * 1024;

interface Block {
  readonly block: Uint8Array;
  /** Offset of the block in the file. */
  readonly at: number;
  readonly length: number;
  readonly index: LineIndex;
  /** The first line of the block, how many there are, and the id of the first row. */
  readonly line: number;
  readonly count: number;
  readonly id: number;
}

function searchBlock(
  { block, at, length, index, line, count, id }: Block,
  query: RowQuery,
  scanner: CandidateScanner | undefined,
  found: FoundRows,
): void {
  const matches = (i: number): boolean => {
    const { offset, length } = index.range(line + i);
    return lineMatches(block.subarray(offset - at, offset - at + length), query);
  };
  if (scanner === undefined) {
    for (let i = 0; i < count; i++) if (matches(i)) found.add(id + i);
    return;
  }
  scanner.begin(length);
  index.copyLengths(line, scanner.lengths.subarray(0, count));
  for (const candidate of scanner.search(count, query.isNeedle)) {
    const i = lineOfCandidate(candidate);
    if (isSureCandidate(candidate) || matches(i)) found.add(id + i);
  }
}

/** How many lines from `line` on, before `end`, have together at most `room` bytes. */
export function linesWithin(index: LineIndex, line: number, end: number, room: number): number {
  const limit = index.offset(line) + room;
  let low = 0;
  let high = end - line;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (index.offset(line + middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function longLineMatches(searched: SearchedRows, offset: number, length: number, query: RowQuery): boolean {
  const bytes = new Uint8Array(length);
  searched.readBlock(bytes, offset);
  return lineMatches(bytes, query);
}

function lineMatches(line: Uint8Array, query: RowQuery): boolean {
  return rowMatches(decodeUtf8(withoutLineEnd(line)), query);
}
