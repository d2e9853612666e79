import type { Code } from '../core/checks/catalogue';
import { checkFile } from '../core/checks/file';
import { fixRow } from '../core/fixes/fixAll';
import { BOM_LENGTH, encodeUtf8 } from '../core/text/encoding';
import { checkDataset, type CheckedRow, type CheckSetting } from './checkDataset';
import type { OpenedDataset } from './openedDataset';

export interface FixOptions {
  /** Every code where there is none. */
  readonly only: readonly Code[];
  readonly unsafe: boolean;
}

/** How many lines after a broken one are looked at, to see whether it is spread over them. */
const LOOK_AHEAD = 200;

/** Rows that changed: what stood there, and what stands there now. */
export interface FixedRow {
  /** The first, from 0. */
  readonly row: number;
  readonly count: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly codes: readonly Code[];
}

/** A part of the fixed file: a range of the old one, or new bytes. */
export type Segment =
  | { readonly kind: 'base'; readonly offset: number; readonly length: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface FixedDataset {
  readonly rows: readonly FixedRow[];
  /** What was mended outside of the rows. */
  readonly file: readonly Code[];
  readonly segments: readonly Segment[];
}

/** Works out the fixed file. Only what changes is held in memory. */
export async function fixDataset(
  dataset: OpenedDataset,
  setting: CheckSetting,
  options: FixOptions,
): Promise<FixedDataset> {
  const { hasBom, endsWithNewline } = dataset.facts;
  const wanted = new Set(checkFile(dataset.facts, setting.config).map(({ code }) => code));
  const isWanted = (code: Code) => wanted.has(code) && (options.only.length === 0 || options.only.includes(code));
  const file: Code[] = [];
  const writer = new SegmentWriter();
  if (hasBom) {
    if (isWanted('json/encoding')) file.push('json/encoding');
    else writer.keep(0, BOM_LENGTH);
  }
  const rows: FixedRow[] = [];
  let offset = hasBom ? BOM_LENGTH : 0;
  let lineEnd = '\n';
  /** Rows that were joined to the one before. */
  let joined = 0;
  for await (const { window, ready } of withLookAhead(checkDataset(dataset, setting))) {
    for (const [i, checked] of window.slice(0, ready).entries()) {
      const after = () => window.slice(i + 1, i + 1 + LOOK_AHEAD);
      const fixed = joined > 0 ? undefined : fixChecked(checked, after, dataset, setting, options);
      if (joined > 0) joined--;
      else if (fixed === undefined) writer.keep(offset, checked.bytes);
      else {
        rows.push(fixed);
        joined = fixed.count - 1;
        // A last line without line end stays so, but for the lines that are put before it.
        lineEnd = checked.lineEnd === '' ? lineEnd : checked.lineEnd;
        const lastEnd = window[i + joined]?.lineEnd ?? '';
        writer.write(fixed.after.map((line, k) => line + (k === fixed.after.length - 1 ? lastEnd : lineEnd)).join(''));
      }
      offset += checked.bytes;
    }
  }
  if (!endsWithNewline && isWanted('file/no-final-newline')) {
    file.push('file/no-final-newline');
    writer.write(lineEnd);
  }
  return { rows, file, segments: writer.segments };
}

/** The rows in windows: the first `ready` are due, those after them are the next to come. */
async function* withLookAhead(
  batches: AsyncIterable<readonly CheckedRow[]>,
): AsyncGenerator<{ readonly window: readonly CheckedRow[]; readonly ready: number }> {
  let window: readonly CheckedRow[] = [];
  for await (const batch of batches) {
    window = [...window, ...batch];
    const ready = Math.max(0, window.length - LOOK_AHEAD);
    yield { window, ready };
    window = window.slice(ready);
  }
  yield { window, ready: window.length };
}

function fixChecked(
  { row, line, unreadBytes, findings }: CheckedRow,
  after: () => readonly CheckedRow[],
  dataset: OpenedDataset,
  { config, across }: CheckSetting,
  { only, unsafe }: FixOptions,
): FixedRow | undefined {
  if (findings.length === 0 || unreadBytes !== undefined) return undefined;
  const more = findings.filter((finding) =>
    finding.code === 'duplicate/across-files'
      ? across.isToGo(dataset.number, finding)
      : finding.code.startsWith('duplicate/') || finding.code.startsWith('leak/'),
  );
  const isBroken = findings.some(({ code }) => code === 'json/syntax');
  const following = isBroken ? readLines(after()) : [];
  const limits = only.length === 0 ? {} : { only };
  const { count, lines, applied } = fixRow(line, dataset.checker.facts, config, { unsafe, more, following, ...limits });
  if (applied.length === 0) return undefined;
  return {
    row,
    count,
    before: [line, ...following.slice(0, count - 1)],
    after: lines,
    codes: applied.map(({ code }) => code),
  };
}

/** The lines up to one that was not read: what a record goes on over must be known. */
function readLines(rows: readonly CheckedRow[]): string[] {
  const unread = rows.findIndex(({ unreadBytes }) => unreadBytes !== undefined);
  return rows.slice(0, unread < 0 ? rows.length : unread).map(({ line }) => line);
}

class SegmentWriter {
  readonly segments: Segment[] = [];

  keep(offset: number, length: number): void {
    const last = this.segments.at(-1);
    if (last?.kind === 'base' && last.offset + last.length === offset) {
      this.segments[this.segments.length - 1] = { ...last, length: last.length + length };
    } else if (length > 0) {
      this.segments.push({ kind: 'base', offset, length });
    }
  }

  write(text: string): void {
    if (text !== '') this.segments.push({ kind: 'bytes', bytes: encodeUtf8(text) });
  }
}
