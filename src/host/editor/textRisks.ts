import * as vscode from 'vscode';
import { detectEncoding } from '../../core/text/encoding';
import type { BaseFile } from '../../platform/platform';

/** What VS Code's text editor would change in a file beyond what the author edits, once it saves it. */
export interface TextRisks {
  /** Lines end with LF here and with CR LF there; the text editor makes them all the same. */
  readonly mixedLineEnds: boolean;
  /** Bytes that are not UTF-8; the text editor replaces each. */
  readonly badBytes: boolean;
}

const BLOCK_BYTES = 1024 * 1024;
/** The text editor syncs no larger file with extensions, and asking would take long. */
const MOST_BYTES = 50 * 1024 * 1024;
const LF = 10;
const CR = 13;

/** Looks through a file, giving up the thread after each block. */
export async function findTextRisks(base: BaseFile): Promise<TextRisks> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let badBytes = false;
  let crlf = 0;
  let lf = 0;
  let last = 0;
  for (let at = 0; at < Math.min(base.size, MOST_BYTES); at += BLOCK_BYTES) {
    const block = await base.read(at, Math.min(BLOCK_BYTES, base.size - at));
    for (let end = block.indexOf(LF); end >= 0; end = block.indexOf(LF, end + 1)) {
      if ((end === 0 ? last : block[end - 1]) === CR) crlf++;
      else lf++;
    }
    last = block[block.length - 1] ?? 0;
    badBytes ||= !isUtf8(decoder, block, at + block.length >= base.size);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return { mixedLineEnds: crlf > 0 && lf > 0, badBytes };
}

/** Says what would change, and asks whether to go on. Resolves at once to true where nothing would. */
export async function confirmText(base: BaseFile, fileName: string): Promise<boolean> {
  const encoding = detectEncoding(await base.read(0, Math.min(base.size, 4096)));
  if (encoding !== 'utf-8' && encoding !== 'utf-8-bom') return true;
  const { mixedLineEnds, badBytes } = await findTextRisks(base);
  const changes = [
    ...(mixedLineEnds ? [vscode.l10n.t('Its line ends are mixed: the text editor makes them all the same.')] : []),
    ...(badBytes ? [vscode.l10n.t('It holds bytes that are not UTF-8: the text editor replaces them.')] : []),
  ];
  if (changes.length === 0) return true;
  const open = vscode.l10n.t('Open as Text');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Saving {0} in the text editor changes more than what you edit.', fileName),
    { modal: true, detail: changes.join('\n') },
    open,
  );
  return answer === open;
}

function isUtf8(decoder: InstanceType<typeof TextDecoder>, block: Uint8Array, isLast: boolean): boolean {
  try {
    decoder.decode(block, { stream: !isLast });
    return true;
  } catch {
    return false;
  }
}
