import type { ByteSource } from '../text/byteSource';
import { isAppendOf } from '../text/fingerprint';
import type { LineChunk } from '../text/lineIndex';
import type { Content } from './content';
import { type Change, IndexIncompleteError } from './change';
import type { Dataset } from './dataset';
import { type EditLog, entriesToLog, logEdits } from './editLog';
import { findLines } from './lineFinder';
import { ReapplyPlan, textsOf, type UnsavedRow } from './reapplyPlan';
import { textOf } from './lineReader';
import { readLines } from './rowReader';
import type { Run } from './run';
import { unsavedEdits } from './unsavedEdits';

export type { EditLog, UnsavedRow };

/**
 * The unsaved edits of a dataset, with the texts of the lines that they rest on. Reads those that are not known yet from the
 * file; where that has lost its old bytes, the edits concerned have no anchor and will come back as unsaved rows.
 */
export async function readEdits(dataset: Dataset, signal?: AbortSignal): Promise<EditLog> {
  try {
    await dataset.rememberAnchors(signal);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    // The old bytes are gone: what is known has to do.
  }
  const { rows, layout, content, known, indexed } = dataset.model;
  const edits = unsavedEdits(rows.slice(), layout);
  const texts = await journalTexts(content, entriesToLog(edits, known), signal);
  return logEdits(edits, known, indexed, (entry) => texts.get(entry) ?? '');
}

/** Entries that are read at once. */
const BATCH = 4096;

async function journalTexts(
  content: Content,
  entries: readonly number[],
  signal?: AbortSignal,
): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const rows = batch.map((start): Run => ({ id: 0, count: 1, source: 'journal', start }));
    const lines = await readLines(content, rows, Infinity, signal);
    batch.forEach((entry, i) => texts.set(entry, textOf(lines[i] ?? new Uint8Array())));
  }
  return texts;
}

export interface Reapplied {
  /** Undefined when nothing had to be changed. */
  readonly change: Change | undefined;
  /** "Your unsaved rows". */
  readonly unsaved: readonly UnsavedRow[];
}

/**
 * Applies edits again over a changed file, as one undoable group. `fresh` is a clean, indexed dataset over the new content. An
 * edit finds its place by the text of the line that it rests on, if exactly one line has it; edits that the file already holds
 * are left out; what finds no place comes back.
 * @param label of the group ("Re-apply unsaved changes")
 */
export async function reapply(fresh: Dataset, log: EditLog, label: string, signal?: AbortSignal): Promise<Reapplied> {
  if (!fresh.indexed) throw new IndexIncompleteError();
  const plan = new ReapplyPlan(fresh, await findLines(fresh, textsOf(log), signal));
  for (const edit of log.edits) await plan.add(edit, signal);
  return { change: fresh.edit(label, plan.operations()), unsaved: plan.unsaved };
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * Whether the file only grew behind what `dataset` was opened on, so that `appendBase` can take the new lines in. A last line
 * without line end must have got one first: else that line changed.
 */
export async function isPureAppend(dataset: Dataset, grown: ByteSource): Promise<boolean> {
  const { base, index } = dataset;
  if (!dataset.indexed) return false;
  const read = (offset: number, length: number) => grown.read(offset, length);
  if (!(await isAppendOf(base.fingerprint, read, grown.size))) return false;
  if (!index.unterminated || grown.size === base.size) return true;
  const next = await grown.read(base.size, Math.min(2, grown.size - base.size));
  return next[0] === NEWLINE || (next[0] === CARRIAGE_RETURN && next[1] === NEWLINE);
}

/**
 * Takes in lines that were appended to the file from outside; edits and undo stay as they are, below the new rows.
 * @param chunk the lines behind the old size, scanned from there
 * @throws RangeError when the lines do not add up to the new size
 */
export function appendBase(dataset: Dataset, grown: ByteSource, chunk: LineChunk): void {
  if (!dataset.indexed) throw new IndexIncompleteError();
  const old = dataset.base;
  if (old.size + chunk.bytes !== grown.size) {
    throw new RangeError(`The lines found end at ${old.size + chunk.bytes}, the file at ${grown.size}.`);
  }
  dataset.growBase(grown, chunk);
}
