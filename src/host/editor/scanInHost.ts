import type { LineChunk } from '../../core/text/lineIndex';
import { LineScanner } from '../../core/text/lineScanner';
import type { BaseFile } from '../../platform/platform';

/** Read at once; scanning that much takes about a millisecond, so the host's thread stays free in between. */
const BLOCK_BYTES = 1024 * 1024;

/**
 * Finds a file's lines from an offset on, in this thread. For files that a worker cannot read (virtual workspaces) and for short
 * tails; the worker does the rest.
 */
export async function scanInHost(
  base: BaseFile,
  from: number,
  take: (chunk: LineChunk) => void,
  signal: AbortSignal,
): Promise<void> {
  const scanner = new LineScanner();
  for (let at = from; at < base.size; at += BLOCK_BYTES) {
    scanner.feed(await base.read(at, Math.min(BLOCK_BYTES, base.size - at), signal));
    signal.throwIfAborted();
    if (scanner.pending > 0) take(scanner.take());
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  scanner.finish();
  take(scanner.take());
}

/** The lines of a file from an offset to its end, as one chunk. */
export async function scanTail(base: BaseFile, from: number): Promise<LineChunk> {
  const scanner = new LineScanner();
  for (let at = from; at < base.size; at += BLOCK_BYTES)
    scanner.feed(await base.read(at, Math.min(BLOCK_BYTES, base.size - at)));
  scanner.finish();
  return scanner.take();
}
