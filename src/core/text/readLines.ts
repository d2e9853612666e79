import type { ByteSource } from './byteSource';
import { decodeUtf8 } from './encoding';
import type { LineIndex } from './lineIndex';

/** Bytes that are read at once, and that may lie between two lines to be read together. */
const BLOCK = 1 << 18;
const LARGEST_GAP = 1 << 14;

const LINE_END = /\r?\n$/;

/**
 * Reads some lines of a source, those that stand near each other together, and calls back with each, without its line end.
 * @param lines ascending
 * @throws what reading throws
 */
export async function readLines(
  source: ByteSource,
  index: LineIndex,
  lines: readonly number[],
  callback: (line: number, text: string) => void,
): Promise<void> {
  for (let from = 0, to = 0; from < lines.length; from = to) {
    to = endOfBlock(index, lines, from);
    const first = lines[from] ?? 0;
    const { offset: start, length } = index.range(first, (lines[to - 1] ?? first) + 1 - first);
    const bytes = await source.read(start, length);
    for (const line of lines.slice(from, to)) {
      const { offset, length: own } = index.range(line);
      callback(line, decodeUtf8(bytes.subarray(offset - start, offset - start + own)).replace(LINE_END, ''));
    }
  }
}

/** Which of the lines is the first that is not read together with the one at `from`. */
function endOfBlock(index: LineIndex, lines: readonly number[], from: number): number {
  const start = index.offset(lines[from] ?? 0);
  let to = from + 1;
  for (; to < lines.length; to++) {
    const line = lines[to] ?? 0;
    const gap = index.offset(line) - index.offset((lines[to - 1] ?? 0) + 1);
    if (gap > LARGEST_GAP || index.offset(line + 1) - start > BLOCK) break;
  }
  return to;
}
