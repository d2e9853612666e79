import * as vscode from 'vscode';
import type { BinaryFormat } from '../../core/text/binaryFormat';

/** Says of a file that is no text what it is, and what the author can do. */
export function notTextWords(fileName: string, format: BinaryFormat | undefined): string {
  switch (format?.remedy) {
    case 'unpack':
      return vscode.l10n.t(
        '{0} is compressed ({1}). Unpack it, and open the .jsonl file that was in it.',
        fileName,
        format.name,
      );
    case 'export':
      return vscode.l10n.t(
        '{0} is a {1} file, not JSON Lines. Export its rows as JSON Lines, and open that file.',
        fileName,
        format.name,
      );
    case undefined:
      return vscode.l10n.t(
        '{0} is not a text file in UTF-8, so its rows cannot be shown. If it is text in another encoding, save it as UTF-8 first.',
        fileName,
      );
  }
}
