import * as vscode from 'vscode';
import type { SaveSegment } from '../../core/document/saveSnapshot';
import { BOM_LENGTH } from '../../core/text/encoding';
import type { DatasetDocument } from './datasetDocument';

/**
 * Rewrites a file in UTF-16 as UTF-8, after asking. The byte order mark goes, since readers of JSON Lines take it for text.
 * Resolves to false when the author declined.
 */
export async function convertToUtf8(document: DatasetDocument): Promise<boolean> {
  const convert = vscode.l10n.t('Convert');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Convert {0} to UTF-8?', document.fileName),
    { modal: true, detail: vscode.l10n.t('The file is written anew. Its text stays the same.') },
    convert,
  );
  if (answer !== convert) return false;
  const { base, encoding } = document.content;
  const bytes = utf16ToUtf8(await base.read(0, base.size), encoding === 'utf-16be');
  function* segments(): Generator<SaveSegment> {
    yield { kind: 'bytes', bytes };
  }
  const written = await document.access.write({
    target: document.uri,
    snapshot: { totalBytes: bytes.length, segments },
    base,
  });
  await written.base.close();
  return true;
}

/** Writes the file as it is on disk, but for the byte order mark that it begins with. */
export async function writeWithoutBom(document: DatasetDocument): Promise<void> {
  const { base } = document.content;
  const length = base.size - BOM_LENGTH;
  function* segments(): Generator<SaveSegment> {
    yield { kind: 'base', offset: BOM_LENGTH, length };
  }
  const written = await document.access.write({
    target: document.uri,
    snapshot: { totalBytes: length, segments },
    base,
  });
  await written.base.close();
}

/** Unpaired surrogates become U+FFFD, since UTF-8 has no bytes for them. */
export function utf16ToUtf8(bytes: Uint8Array, isBigEndian: boolean): Uint8Array {
  const littleEndian = isBigEndian ? swapPairs(bytes) : bytes;
  return new TextEncoder().encode(new TextDecoder('utf-16le').decode(littleEndian));
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    swapped[i] = bytes[i + 1] ?? 0;
    swapped[i + 1] = bytes[i] ?? 0;
  }
  return swapped;
}
