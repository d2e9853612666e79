import type { Content } from './content';
import type { KnownLines } from './knownLines';

/** Bytes that are read at once. */
const READ_BYTES = 4 * 1024 * 1024;

/**
 * Copies lines of the base file to the journal, those that are not there yet.
 * @throws TornReadError when the file changed
 */
export async function keepLines(
  content: Content,
  known: KnownLines,
  line: number,
  count: number,
  signal?: AbortSignal,
): Promise<void> {
  for (const stretch of [...known.unknown(line, count)]) {
    const end = stretch.line + stretch.count;
    for (let from = stretch.line; from < end;) {
      const some = linesWithin(content, from, end);
      const { offset, length } = content.index.range(from, some);
      keep(content, known, from, some, await content.base.read(offset, length, signal));
      await content.journal.settle();
      from += some;
    }
  }
}

function linesWithin({ index }: Content, from: number, end: number): number {
  let bytes = index.length(from);
  let line = from + 1;
  for (; line < end; line++) {
    bytes += index.length(line);
    if (bytes > READ_BYTES) break;
  }
  return line - from;
}

function keep({ index, journal }: Content, known: KnownLines, from: number, count: number, bytes: Uint8Array): void {
  let offset = 0;
  let line = from;
  while (line < from + count) {
    const [next] = known.unknown(line, from + count - line);
    const stop = next === undefined ? from + count : next.line;
    for (; line < stop; line++) offset += index.length(line);
    if (next === undefined) return;
    const entry = journal.count;
    for (; line < next.line + next.count; line++) {
      const length = index.length(line);
      journal.append(bytes.subarray(offset, offset + length), !(index.unterminated && line === index.count - 1));
      offset += length;
    }
    known.add(next.line, next.count, entry);
  }
}
