import { ChangedOnDiskError, NoSpaceError, SaveError, UnreadableAfterSaveError } from '../fileErrors';
import type { SaveRequest } from '../platform';
import { fill, NodeBaseFile } from './baseFile';
import { changedPart, segmentsWithin, type ChangedPart } from './changedPart';
import type { FileCalls, FileStat } from './fsCalls';
import { OutputFile } from './outputFile';
import { checkTarget, type SaveTarget } from './saveTarget';
import { readerOf, stopIfAborted, writeSegments, type BaseReader } from './segmentWriter';
import type { System } from './system';
import { isNoSpace } from './tempCopy';
import { UndoJournal } from './undoJournal';

/** How often a save in place shows other processes that it lives. */
const SIGN_OF_LIFE_MS = 5000;

/**
 * Writes the changed part of an existing file where it is, under a journal of the old bytes. A failure is taken back at once; a
 * crash is taken back by `recoverInPlace` on the next open. Can be cancelled until the first byte is written.
 * @throws NoSpaceError, ChangedOnDiskError, CancelledError with the old file whole; SaveError
 */
export async function writeInPlace(
  system: System,
  target: SaveTarget & { readonly stat: FileStat },
  request: SaveRequest,
): Promise<NodeBaseFile> {
  const { fs } = system;
  const { snapshot, signal } = request;
  const file = await fs.open(target.path, 'r+');
  try {
    const part = changedPart(snapshot.segments(), snapshot.totalBytes, target.stat.size, target.own !== undefined);
    if (part !== undefined) {
      const journal = await keepOldBytes(system, target, request, file, part);
      try {
        await request.beforeReplace?.();
        await checkTarget(fs, target);
        stopIfAborted(signal);
      } catch (error) {
        await journal.finish();
        throw error;
      }
      await overwrite(system, target, request, file, part, journal);
    } else await request.beforeReplace?.();
    return await openWritten(system, target, request, file);
  } finally {
    await file.close();
  }
}

async function keepOldBytes(
  system: System,
  target: SaveTarget & { readonly stat: FileStat },
  { snapshot, journalDir, signal }: SaveRequest,
  file: FileCalls,
  part: ChangedPart,
): Promise<UndoJournal> {
  const head = {
    target: target.path,
    identity: target.stat.identity,
    oldSize: target.stat.size,
    newSize: snapshot.totalBytes,
    offset: part.from,
    length: part.oldEnd - part.from,
    pid: system.process.pid,
  };
  try {
    return await UndoJournal.create(system, journalDir, head, (out) =>
      out.addBy(head.length, async (into, done) => {
        stopIfAborted(signal);
        if (!(await fill(file, into, head.offset + done))) throw new ChangedOnDiskError(target.path);
      }),
    );
  } catch (error) {
    throw isNoSpace(error) ? new NoSpaceError(target.path, { cause: error }) : error;
  }
}

/** From here on the file is half new until this returns, or has taken everything back. */
async function overwrite(
  { bufferBytes }: System,
  target: SaveTarget,
  { snapshot, base, onProgress }: SaveRequest,
  file: FileCalls,
  part: ChangedPart,
  journal: UndoJournal,
): Promise<void> {
  let written = 0;
  const size = part.newEnd - part.from;
  const out = new OutputFile(file, part.from, Math.min(size, bufferBytes), (bytes) =>
    onProgress?.((written += bytes), size),
  );
  const sign = startSigns(journal);
  try {
    const segments = segmentsWithin(snapshot.segments(), part.from, part.newEnd);
    const reader = target.own === undefined ? readerOf(base) : oldBytes(file, journal);
    await writeSegments(segments, reader, out, { bufferBytes, signal: undefined });
    await out.finish();
    await file.truncate(snapshot.totalBytes);
    await file.sync();
    await sign.stop();
    await journal.finish();
  } catch (error) {
    await out.settle();
    await sign.stop();
    await takeBack(target, file, journal, error);
  }
}

async function takeBack(target: SaveTarget, file: FileCalls, journal: UndoJournal, cause: unknown): Promise<never> {
  try {
    await journal.restore(file);
  } catch {
    await journal.close().catch(() => undefined);
    throw new SaveError(target.path, { journal: journal.path }, { cause });
  }
  await journal.finish().catch(() => undefined); // Left behind, it puts the same old bytes back once more.
  throw isNoSpace(cause) ? new NoSpaceError(target.path, { cause }) : cause;
}

/** The file before it was touched: what is overwritten comes out of the journal, the rest out of the file. */
function oldBytes(file: FileCalls, journal: UndoJournal): BaseReader {
  const { offset: from, length, oldSize, target } = journal.head;
  const to = from + length;
  const readFile = async (into: Uint8Array, offset: number): Promise<void> => {
    if (into.length > 0 && !(await fill(file, into, offset))) throw new ChangedOnDiskError(target);
  };
  return {
    size: oldSize,
    readInto: async (into, offset) => {
      const before = clamp(from - offset, into.length);
      const inside = clamp(to - offset, into.length);
      await readFile(into.subarray(0, before), offset);
      if (inside > before) await journal.readInto(into.subarray(before, inside), offset + before);
      await readFile(into.subarray(inside), offset + inside);
    },
  };
}

function startSigns(journal: UndoJournal): { stop(): Promise<void> } {
  let last = Promise.resolve();
  const timer = setInterval(() => {
    last = journal.touch().catch(() => undefined);
  }, SIGN_OF_LIFE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return last;
    },
  };
}

async function openWritten(
  { fs }: System,
  target: SaveTarget,
  request: SaveRequest,
  file: FileCalls,
): Promise<NodeBaseFile> {
  let base: NodeBaseFile;
  let written: FileStat;
  try {
    written = await file.stat();
    base = await NodeBaseFile.open(fs, request.target, target.path);
  } catch (error) {
    throw new UnreadableAfterSaveError(target.path, { cause: error });
  }
  if (base.identity === written.identity && base.hasStamp(written)) return base;
  await base.close();
  throw new ChangedOnDiskError(target.path);
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
