import assert from 'node:assert/strict';
import * as layout from '../../../../src/core/kernel/kernelLayout';
import type { RowKernel } from '../../../../src/core/kernel/rowKernel';

const { ROW_WORDS, VALUE_WORDS } = layout;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Rows as plain lists, places from the start of the row: what does not depend on how the input was cut. */
export function readAll(kernel: RowKernel, bytes: Uint8Array, size = layout.INPUT_BYTES): number[][] {
  const rows: number[][] = [];
  for (let at = 0, filled = 0, start = 0; ;) {
    const more = Math.min(size - filled, bytes.length - at);
    kernel.input.set(bytes.subarray(at, at + more), filled);
    at += more;
    filled += more;
    const isLast = at === bytes.length;
    const count = kernel.scan(start, filled, isLast);
    for (let i = 0; i < count; i++) rows.push(rowOf(kernel, i));
    start = kernel.consumed();
    if (isLast && start === filled) return rows;
    if (count > 0) continue;
    assert.ok(start > 0 || more > 0, 'a line is longer than the input');
    kernel.input.copyWithin(0, start, filled);
    filled -= start;
    start = 0;
  }
}

function rowOf({ rows, values }: RowKernel, number: number): number[] {
  const row = [...rows.subarray(number * ROW_WORDS, (number + 1) * ROW_WORDS)];
  const [start = 0, end = 0, head = 0, first = 0, last = 0, ...rest] = row;
  const list = [end - start, head, ...rest];
  for (let i = first; i < last; i++) {
    const value = [...values.subarray(i * VALUE_WORDS, (i + 1) * VALUE_WORDS)];
    value[layout.VALUE_START] = (value[layout.VALUE_START] ?? 0) - start;
    value[layout.VALUE_END] = (value[layout.VALUE_END] ?? 0) - start;
    value[layout.VALUE_NEXT] = (value[layout.VALUE_NEXT] ?? 0) - first;
    list.push(...value);
  }
  return list;
}

/** What `JSON.parse` after a fatal `TextDecoder` says of a line. */
export function verdictOf(line: Uint8Array): number {
  try {
    const text = decoder.decode(line);
    if (/^[ \t\r]*$/.test(text)) return layout.VERDICT_BLANK;
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? layout.VERDICT_OBJECT : layout.VERDICT_OTHER_VALUE;
  } catch (error) {
    return error instanceof SyntaxError ? layout.VERDICT_NOT_JSON : layout.VERDICT_NOT_UTF8;
  }
}
