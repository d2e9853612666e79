import type { LineChunk } from '../text/lineIndex';
import { LineScanner } from '../text/lineScanner';
import type { BlockFile } from './blockFile';
import type { LineMeasure } from './lineMeasure';

/** The first lines go out at once; later chunks are larger, each twice the one before, up to the largest. */
const FIRST_CHUNK_BYTES = 64 * 1024;
const LARGEST_CHUNK_BYTES = 32 * 1024 * 1024;
/** Other messages of the thread are looked at after so many bytes, some milliseconds. */
const BYTES_BETWEEN_PAUSES = 8 * 1024 * 1024;

export interface IndexOptions {
  /** Offset of the first line to find: the length of the byte order mark, or where the lines known so far end. */
  readonly from: number;
  /** Where to stop, at the end of a line; the end of the file unless told. */
  readonly to?: number;
  /** Gets the lines in order, together all from `from` to the end. */
  readonly take: (chunk: LineChunk) => void;
  /** Lets the thread do other things for a moment, so that it hears of a cancellation. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal;
  readonly lines: LineMeasure;
}

/**
 * Finds the lines of a file in one pass.
 * @throws TornReadError when the file changed; the signal's reason; LineTooLongError
 */
export async function indexLines(file: BlockFile, options: IndexOptions): Promise<void> {
  const { from, to = file.size, take, pause, signal } = options;
  const { block, measure } = options.lines;
  const scanner = new LineScanner(measure);
  let chunkBytes = FIRST_CHUNK_BYTES;
  let chunkEnd = from + chunkBytes;
  let pauseAt = from + BYTES_BETWEEN_PAUSES;
  for (let at = from; at < to;) {
    const part = block.subarray(0, Math.min(block.length, chunkEnd - at, to - at));
    file.readBlock(part, at);
    scanner.feed(part);
    at += part.length;
    if (at === chunkEnd) {
      if (scanner.pending > 0) take(scanner.take());
      chunkBytes = Math.min(chunkBytes * 2, LARGEST_CHUNK_BYTES);
      chunkEnd += chunkBytes;
    }
    if (at >= pauseAt) {
      await pause();
      signal?.throwIfAborted();
      pauseAt = at + BYTES_BETWEEN_PAUSES;
    }
  }
  scanner.finish();
  if (scanner.pending > 0) take(scanner.take());
}
