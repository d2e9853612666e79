import { type Fingerprint, sameFingerprint } from '../text/fingerprint';
import { BackupCorruptError, type Manifest, readFrame, writeFrame } from './backupFormat';
import type { Dataset } from './dataset';
import { type EditLog, logEdits } from './editLog';
import type { Journal } from './journal';
import { KnownLines } from './knownLines';
import { textOf } from './lineReader';
import type { Model } from './model';
import { packRun, unpackRuns } from './packedRuns';
import { FIRST_TYPED_ID, type Run } from './run';
import { alignRows, anchorLines, unsavedEdits } from './unsavedEdits';

export interface Backup {
  readonly totalBytes: number;
  /** The whole backup, in pieces to be written one after the other. May be called again. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** The file is another than the one that the edits were made in. `edits` can be applied again with `reapply`. */
export class BackupMismatchError extends Error {
  override readonly name = 'BackupMismatchError';
  constructor(readonly edits: EditLog) {
    super('The file has changed since its unsaved changes were backed up.');
  }
}

/** Bytes of the journal that are copied at once. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * The unsaved edits of a dataset, self-contained: the order of the rows, typed lines, and the lines of the file that edits rest
 * on; never the file. Also while the file is still being indexed: lines found later come behind, as they do in the document.
 */
export async function createBackup(dataset: Dataset, signal?: AbortSignal): Promise<Backup> {
  try {
    await dataset.rememberAnchors(signal);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    // The file has changed: the backup is all the more needed, with the anchors that are known.
  }
  const { model } = dataset;
  const { journal, base, index } = model.content;
  const lines = new KeptLines(journal);
  const { rows, typedRows } = packRows(model, lines);
  const known = packKnown(model, lines);
  const manifest: Manifest = {
    fingerprint: base.fingerprint,
    baseLines: index.count,
    indexed: model.indexed,
    rows,
    typedRows,
    lengths: lines.lengths,
    unterminated: lines.unterminated,
    known,
  };
  return writeFrame(manifest, lines.bytes, () => lines.read());
}

/** Rows with ids as in a document that was opened anew: line numbers, and new ids from the first typed one on. */
function packRows({ rows, layout }: Model, lines: KeptLines): { rows: number[]; typedRows: number } {
  const packed: number[] = [];
  let typedRows = 0;
  for (const { run, line } of alignRows(rows.slice(), layout)) {
    const id = line ?? FIRST_TYPED_ID + typedRows;
    if (line === undefined) typedRows += run.count;
    packRun(packed, { ...run, id, start: run.source === 'base' ? run.start : lines.keep(run.start, run.count) });
  }
  return { rows: packed, typedRows };
}

function packKnown({ rows, layout, known }: Model, lines: KeptLines): number[] {
  const packed: number[] = [];
  const done = new Set<number>();
  for (const stretch of anchorLines(unsavedEdits(rows.slice(), layout))) {
    for (let line = stretch.line; line < stretch.line + stretch.count; line++) {
      const entry = known.entryOf(line);
      if (entry === undefined || done.has(line)) continue;
      done.add(line);
      packed.push(line, 1, lines.keep(entry, 1));
    }
  }
  return packed;
}

/** The lines of the journal that go into a backup, numbered anew. */
class KeptLines {
  readonly lengths: number[] = [];
  readonly unterminated: number[] = [];
  bytes = 0;
  private readonly ranges: { offset: number; length: number }[] = [];

  constructor(private readonly journal: Journal) {}

  /** Takes in entries; returns the number of the first in the backup. */
  keep(entry: number, count: number): number {
    const first = this.lengths.length;
    for (let i = 0; i < count; i++) this.lengths.push(this.journal.length(entry + i));
    for (const open of this.journal.unterminatedAmong(entry, count)) this.unterminated.push(first + open - entry);
    const { offset, length } = this.journal.range(entry, count);
    this.bytes += length;
    const last = this.ranges.at(-1);
    if (last !== undefined && last.offset + last.length === offset) last.length += length;
    else this.ranges.push({ offset, length });
    return first;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (const { offset, length } of this.ranges) {
      for (let done = 0; done < length; done += CHUNK_BYTES) {
        yield await this.journal.read(offset + done, Math.min(CHUNK_BYTES, length - done));
      }
    }
  }
}

/** Edits out of a backup, for `DatasetOptions.backup` over the same file. */
export class RestoredBackup {
  constructor(
    private readonly manifest: Manifest,
    private readonly lines: Uint8Array,
  ) {}

  /** The file that the edits were made in. */
  get fingerprint(): Fingerprint {
    return this.manifest.fingerprint;
  }

  /** Puts the edits over a document whose lines are all found and that has none of its own. */
  applyTo(model: Model): void {
    const { rows, baseLines, typedRows, known } = this.manifest;
    const { index, journal } = model.content;
    if (index.count < baseLines) throw new BackupCorruptError('it names lines that are not there');
    const first = journal.count;
    for (const { bytes, isOpen } of this.entries()) journal.append(bytes, !isOpen);
    for (let at = 0; at < known.length; at += 3) {
      model.known.add(known[at] ?? 0, known[at + 1] ?? 0, first + (known[at + 2] ?? 0));
    }
    const restored = [...unpackRuns(rows)].map((run) => shift(run, first));
    const rest = index.count - baseLines;
    model.restore([...restored, { id: baseLines, count: rest, source: 'base', start: baseLines }], typedRows);
  }

  /** The edits, to be found a place in another content of the file. */
  edits(): EditLog {
    const { rows, baseLines, indexed, known } = this.manifest;
    const texts = [...this.entries()].map(({ bytes }) => bytes);
    const knownLines = new KnownLines();
    for (let at = 0; at < known.length; at += 3) {
      knownLines.add(known[at] ?? 0, known[at + 1] ?? 0, known[at + 2] ?? 0);
    }
    const layout: Run[] = [{ id: 0, count: baseLines, source: 'base', start: 0 }];
    const edits = unsavedEdits([...unpackRuns(rows)], layout);
    return logEdits(edits, knownLines, indexed, (entry) => textOf(texts[entry] ?? new Uint8Array()));
  }

  private *entries(): Generator<{ readonly bytes: Uint8Array; readonly isOpen: boolean }> {
    const open = new Set(this.manifest.unterminated);
    let offset = 0;
    for (const [entry, length] of this.manifest.lengths.entries()) {
      yield { bytes: this.lines.subarray(offset, offset + length), isOpen: open.has(entry) };
      offset += length;
    }
  }
}

/**
 * Reads a backup completely.
 * @param current what the file is now
 * @throws BackupCorruptError, BackupVersionError, BackupMismatchError
 */
export function restoreBackup(bytes: Uint8Array, current: Fingerprint): RestoredBackup {
  const { manifest, lines } = readFrame(bytes);
  const restored = new RestoredBackup(manifest, lines);
  if (!sameFingerprint(manifest.fingerprint, current)) throw new BackupMismatchError(restored.edits());
  return restored;
}

function shift(run: Run, by: number): Run {
  return run.source === 'base' ? run : { ...run, start: run.start + by };
}
