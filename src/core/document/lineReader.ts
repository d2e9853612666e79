import { decodeUtf8 } from '../text/encoding';
import type { LineEnd } from './change';

/** A range of a file or journal to read, and how long the line is of which it may be only the head. */
export interface LineRange {
  readonly offset: number;
  readonly length: number;
}

export type ReadRange = (offset: number, length: number, signal?: AbortSignal) => Promise<Uint8Array>;

/** Ranges nearer than this are read together: a read costs more than the bytes between them. */
const GAP_BYTES = 64 * 1024;
const READ_BYTES = 8 * 1024 * 1024;

/** The bytes of each range, in the order asked for; ranges near each other are read at once. */
export async function readRanges(
  read: ReadRange,
  ranges: readonly LineRange[],
  signal?: AbortSignal,
): Promise<Uint8Array[]> {
  const order = ranges.map((_, i) => i).sort((a, b) => offsetOf(ranges[a]) - offsetOf(ranges[b]));
  const results = new Array<Uint8Array>(ranges.length);
  for (let i = 0; i < order.length;) {
    const start = offsetOf(ranges[order[i] ?? 0]);
    let end = start;
    let next = i;
    for (; next < order.length; next++) {
      const range = ranges[order[next] ?? 0];
      if (range === undefined || range.offset - end > GAP_BYTES) break;
      if (next > i && range.offset + range.length - start > READ_BYTES) break;
      end = Math.max(end, range.offset + range.length);
    }
    const bytes = end === start ? new Uint8Array() : await read(start, end - start, signal);
    for (; i < next; i++) {
      const at = order[i] ?? 0;
      const range = ranges[at];
      if (range !== undefined) results[at] = bytes.subarray(range.offset - start, range.offset - start + range.length);
    }
  }
  return results;
}

function offsetOf(range: LineRange | undefined): number {
  return range?.offset ?? 0;
}

/** The line end that the bytes of a line have. */
export function lineEndOf(line: Uint8Array): LineEnd {
  if (line[line.length - 1] !== 10) return '';
  return line[line.length - 2] === 13 ? '\r\n' : '\n';
}

/** The text of a line without its line end. */
export function textOf(line: Uint8Array): string {
  return decodeUtf8(line.subarray(0, line.length - lineEndOf(line).length));
}

/** The text of a line that was cut after some bytes: no byte escapes for a last character that was cut through. */
export function headTextOf(head: Uint8Array): string {
  for (let back = 1; back <= 3 && back <= head.length; back++) {
    const byte = head[head.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return decodeUtf8(needs > back ? head.subarray(0, head.length - back) : head);
  }
  return decodeUtf8(head);
}
