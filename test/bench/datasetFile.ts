import { readFileSync, readSync } from 'node:fs';
import { INPUT_BYTES } from '../../src/core/kernel/kernelLayout';
import { LineIndex } from '../../src/core/text/lineIndex';
import { LineScanner } from '../../src/core/text/lineScanner';

export function indexOf(fd: number, size: number): LineIndex {
  const index = new LineIndex();
  const scanner = new LineScanner();
  const block = Buffer.alloc(INPUT_BYTES);
  for (let at = 0; at < size; at += block.length) {
    scanner.feed(block.subarray(0, readSync(fd, block, 0, block.length, at)));
    index.append(scanner.take());
  }
  scanner.finish();
  index.append(scanner.take());
  return index;
}

/** Calls back with each line that has a line end, without it; the bytes are good until the next. */
export function eachLine(fd: number, size: number, callback: (line: Buffer) => void): void {
  const block = Buffer.alloc(INPUT_BYTES);
  let filled = 0;
  for (let at = 0; at < size;) {
    const read = readSync(fd, block, filled, Math.min(block.length - filled, size - at), at);
    at += read;
    filled += read;
    let start = 0;
    for (let end = block.indexOf(10); end >= 0 && end < filled; end = block.indexOf(10, start)) {
      callback(block.subarray(start, end));
      start = end + 1;
    }
    block.copyWithin(0, start, filled);
    filled -= start;
  }
}

export function readBytes(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(fd, bytes, 0, length, offset);
  return bytes;
}

/** Milliseconds that this thread has worked. */
export function threadClock(): { readonly name: string; now(): number } {
  const file = '/proc/thread-self/schedstat';
  const now = () => Number(readFileSync(file, 'latin1').split(' ')[0]) / 1e6;
  try {
    if (now() > 0) return { name: 'processor time of the thread', now };
  } catch {
    // Another system.
  }
  return { name: 'wall time', now: () => performance.now() };
}
