import * as vscode from 'vscode';
import { type ByteSource, MemoryByteSource } from '../../core/text/byteSource';
import { binaryFormatOf } from '../../core/text/binaryFormat';
import { BOM_LENGTH, DETECTION_BYTES, detectEncoding } from '../../core/text/encoding';
import { readLineBlocks, type TextLine } from '../../core/text/lineBlocks';
import type { Platform } from '../../platform/platform';
import { notTextWords } from '../editor/notText';
import { LONGEST_LINE } from './liveChecks';

const BLOCK = 1024 * 1024;
/** Bytes that a line may have of which the checks take the characters. */
const LONGEST = 3 * LONGEST_LINE;

/** A dataset that is read from disk, row by row, without being opened anywhere. */
export class DatasetFile {
  private constructor(
    readonly uri: vscode.Uri,
    readonly source: ByteSource,
    readonly hasBom: boolean,
  ) {}

  /** @throws Error for a file that is no UTF-8 text, and what reading throws */
  static async open(uri: vscode.Uri, platform: Platform): Promise<DatasetFile> {
    const source =
      uri.scheme === 'file'
        ? await platform.files.open(uri.fsPath)
        : new MemoryByteSource(await vscode.workspace.fs.readFile(uri));
    try {
      return new DatasetFile(uri, source, await findBom(uri, source));
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /** Where the first line starts, in bytes. */
  get start(): number {
    return this.hasBom ? BOM_LENGTH : 0;
  }

  get size(): number {
    return this.source.size;
  }

  /** Lines in order, a block at a time; those that are longer than `LONGEST` are not read. */
  lines(): AsyncGenerator<readonly TextLine[]> {
    return readLineBlocks(this.source, { start: this.start, block: BLOCK, longest: LONGEST });
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

/** Whether the text begins with a byte order mark. @throws Error for what is no UTF-8 text */
async function findBom(uri: vscode.Uri, source: ByteSource): Promise<boolean> {
  const head = await source.read(0, Math.min(DETECTION_BYTES, source.size));
  const encoding = detectEncoding(head);
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') return encoding === 'utf-8-bom';
  throw new Error(
    encoding === 'binary'
      ? notTextWords(uri.path.slice(uri.path.lastIndexOf('/') + 1), binaryFormatOf(head))
      : vscode.l10n.t('The file is encoded in UTF-16. Trainers read UTF-8 only; save it as UTF-8.'),
  );
}
