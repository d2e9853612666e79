import type { ReplicaRows } from '../document/replica';

/** The lines of a dataset's file, read without waiting: for a worker. */
export interface LineSource {
  /** Where `count` lines from `line` stand, line ends included. */
  range(line: number, count: number): { readonly offset: number; readonly length: number };
  /**
   * Fills `target` with the bytes from `offset`.
   * @throws TornReadError when the file is no longer the one that was opened
   */
  read(target: Uint8Array, offset: number): void;
}

/** Longer lines are not checked: no trainer takes them, and a single one would hold everything up for seconds. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** The bytes of a row without its line end; undefined for one over `MAX_LINE_BYTES`. `row` is the first of its rows. */
export function readLine(source: LineSource, row: ReplicaRows): Uint8Array | undefined {
  if (row.kind === 'typed') return withoutLineEnd(row.line);
  const { offset, length } = source.range(row.line, 1);
  if (length > MAX_LINE_BYTES) return undefined;
  const bytes = new Uint8Array(length);
  source.read(bytes, offset);
  return withoutLineEnd(bytes);
}

function withoutLineEnd(line: Uint8Array): Uint8Array {
  if (line.at(-1) !== 0x0a) return line;
  return line.subarray(0, line.at(-2) === 0x0d ? -2 : -1);
}
