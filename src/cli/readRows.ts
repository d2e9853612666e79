import { MAX_LINE_BYTES } from '../core/analysis/lineSource';
import type { ByteSource } from '../core/text/byteSource';
import { binaryFormatOf, describeBinary } from '../core/text/binaryFormat';
import { BOM_LENGTH, DETECTION_BYTES, detectEncoding } from '../core/text/encoding';
import { readLineBlocks, type TextLine } from '../core/text/lineBlocks';

const BLOCK = 4 * 2 ** 20;

/** A file that cannot be read, or is no UTF-8 text. The message is for people. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}

/** Whether the file starts with a byte order mark. @throws UnreadableFileError for anything but UTF-8 */
export async function hasBom(source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(DETECTION_BYTES, source.size));
  const encoding = detectEncoding(head);
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') return encoding === 'utf-8-bom';
  throw new UnreadableFileError(
    encoding === 'binary' ? describeBinary(binaryFormatOf(head)) : `the file is ${encoding}; save it as UTF-8`,
  );
}

/** The rows of a file in order; the byte order mark is no part of the first. Lines that the editor does not check are not read. */
export function readRows(source: ByteSource, bom: boolean): AsyncGenerator<readonly TextLine[]> {
  return readLineBlocks(source, { start: bom ? BOM_LENGTH : 0, block: BLOCK, longest: MAX_LINE_BYTES });
}
