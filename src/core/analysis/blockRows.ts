import { INPUT_BYTES } from '../kernel/kernelLayout';
import type { RowKernel } from '../kernel/rowKernel';
import type { BlockFile } from './blockFile';
import type { BlockRequest } from './scannedBlock';

/**
 * Reads the lines of a request with the row kernel, and calls back with the number of each line in the request, from 0 on, and of its row
 * in the kernel's last scan. False where one of the lines is too long for the kernel.
 * @param withMarks whether the kernel is asked for the marks of texts
 * @throws TornReadError when the file is no longer the one that was opened
 */
export function readRows(
  kernel: RowKernel,
  file: BlockFile,
  { lines, offset, length }: Omit<BlockRequest, 'number'>,
  withMarks: boolean,
  visit: (line: number, row: number) => void,
): boolean {
  const { input } = kernel;
  let line = 0;
  let filled = 0;
  for (let read = 0; read < length;) {
    const more = Math.min(INPUT_BYTES - filled, length - read);
    file.readBlock(input.subarray(filled, filled + more), offset + read);
    filled += more;
    read += more;
    let from = 0;
    for (let rows = -1; rows !== 0 && from < filled;) {
      rows = kernel.scan(from, filled, read === length, withMarks);
      for (let row = 0; row < rows; row++) visit(line++, row);
      from = kernel.consumed();
    }
    if (from === 0) return false;
    input.copyWithin(0, from, filled);
    filled -= from;
  }
  return line === lines;
}
