import { dirname } from 'node:path';
import { TornReadError } from '../../core/text/byteSource';
import { ChangedOnDiskError, UnreadableAfterSaveError } from '../fileErrors';
import type { InPlaceReason, SaveRequest } from '../platform';
import { NodeBaseFile } from './baseFile';
import { batchesOf } from './copyBatch';
import { CopierGoneError } from './copyThread';
import { errorCode, type FileCalls } from './fsCalls';
import { readerOf } from './segmentWriter';
import { OutputFile } from './outputFile';
import { checkTarget, type SaveTarget } from './saveTarget';
import { stopIfAborted, writeSegments } from './segmentWriter';
import type { System, SystemTraits } from './system';
import { copyOwnerAndMode, CopyRefused, createBeside, refusalOf, type TempFile } from './tempCopy';

/** What a rename onto a file answers when something is mounted there. Elsewhere EBUSY means that the file is open. */
const MOUNTED: Readonly<Record<string, InPlaceReason>> = { EBUSY: 'mount-point', EXDEV: 'mount-point' };
const REFUSED: Readonly<Record<string, InPlaceReason>> = {
  EPERM: 'rename-refused',
  EACCES: 'rename-refused',
  EBUSY: 'rename-refused',
  EXDEV: 'rename-refused',
};

/**
 * Writes a copy beside the target, makes it durable, and lets it take the target's place. Can be cancelled until then.
 * @throws CopyRefused where writing in place may still do; ChangedOnDiskError; CancelledError; an error of the system
 */
export async function replaceByCopy(system: System, target: SaveTarget, request: SaveRequest): Promise<NodeBaseFile> {
  const { fs } = system;
  const temp = await createBeside(fs, target.path, target.stat !== undefined);
  let written: NodeBaseFile | undefined;
  let isOpen = true;
  try {
    if (target.stat !== undefined) await copyOwnerAndMode(temp, target.stat, system.process.uid !== undefined);
    await writeCopy(temp, request, system);
    isOpen = false;
    await temp.file.close();
    written = await NodeBaseFile.open(fs, request.target, temp.path);
    await request.beforeReplace?.();
    await moveOnto(system, temp.path, target, written, request);
    await fs.syncFolder(dirname(target.path)).catch(() => undefined); // The rename has happened; some shares cannot sync.
    return written;
  } catch (error) {
    await written?.close();
    if (isOpen) await temp.file.close();
    await fs.unlink(temp.path).catch(() => undefined);
    throw error;
  }
}

async function writeCopy({ file }: TempFile, request: SaveRequest, system: System): Promise<void> {
  try {
    if (!(await writeByCopier(file, request, system))) await writeByCalls(file, request, system.bufferBytes);
    await file.sync();
  } catch (error) {
    throw refusalOf(error, {});
  }
}

/** Files from this size on are written by the copier: it takes that long to start. */
const COPIER_FROM_BYTES = 8 * 1024 * 1024;

/** Writes a large copy in a thread of its own; false where that cannot be, and `file` is to be written from its start. */
async function writeByCopier(
  { descriptor: to }: FileCalls,
  { snapshot, base, signal, onProgress }: SaveRequest,
  { copier, copierFromBytes = COPIER_FROM_BYTES }: System,
): Promise<boolean> {
  const isFit = base === undefined || base instanceof NodeBaseFile;
  if (copier === undefined || to === undefined || !isFit || snapshot.totalBytes < copierFromBytes) return false;
  let written = 0;
  const copy = async (from: number | undefined): Promise<boolean> => {
    if (base !== undefined && from === undefined) return false;
    await copier.copy({ from, to }, unlessAborted(batchesOf(snapshot.segments()), signal), (bytes) =>
      onProgress?.((written += bytes), snapshot.totalBytes),
    );
    return true;
  };
  try {
    return await (base === undefined ? copy(undefined) : base.lend(copy));
  } catch (error) {
    if (error instanceof CopierGoneError) return false;
    throw error;
  }
}

async function* unlessAborted<T>(items: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const item of items) {
    stopIfAborted(signal);
    yield item;
  }
  stopIfAborted(signal);
}

async function writeByCalls(
  file: FileCalls,
  { snapshot, base, signal, onProgress }: SaveRequest,
  bufferBytes: number,
): Promise<void> {
  let written = 0;
  const room = Math.min(snapshot.totalBytes, bufferBytes);
  const out = new OutputFile(file, 0, room, (bytes) => onProgress?.((written += bytes), snapshot.totalBytes));
  try {
    await writeSegments(snapshot.segments(), readerOf(base), out, { bufferBytes, signal });
    await out.finish();
  } catch (error) {
    await out.settle();
    throw error;
  }
}

/** After this the target is the copy, and `written` reads it; or the target is what it was. */
async function moveOnto(
  system: System,
  temp: string,
  target: SaveTarget,
  written: NodeBaseFile,
  { signal, releaseReaders }: SaveRequest,
): Promise<void> {
  const { fs, traits } = system;
  if (!traits.openFilesRefuseRename) {
    await checkTarget(fs, target);
    stopIfAborted(signal);
    await renameOnto(system, temp, target.path, signal);
    return;
  }
  await releaseReaders?.();
  await checkTarget(fs, target);
  await Promise.all([target.own?.suspend(), written.suspend()]);
  try {
    stopIfAborted(signal);
    await renameOnto(system, temp, target.path, signal);
  } catch (error) {
    await target.own?.resume();
    throw error;
  }
  await takeUpAgain(system, written);
}

/** Tries more than once: a scanner may look at the new file right now. */
async function takeUpAgain({ clock, traits }: System, file: NodeBaseFile): Promise<void> {
  for (const wait of [...traits.renameRetries, undefined]) {
    try {
      await file.resume();
      return;
    } catch (error) {
      if (error instanceof TornReadError) throw new ChangedOnDiskError(file.path, { cause: error });
      if (wait === undefined) throw new UnreadableAfterSaveError(file.path, { cause: error });
      await clock.sleep(wait);
    }
  }
}

async function renameOnto(
  { fs, clock, traits }: System,
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const wait of [...traits.renameRetries, undefined]) {
    try {
      await fs.rename(from, to);
      return;
    } catch (error) {
      if (wait === undefined || !isBusy(error)) throw refusalOf(error, refusalsOf(traits));
      await clock.sleep(wait, signal);
    }
  }
}

function refusalsOf(traits: SystemTraits): Readonly<Record<string, InPlaceReason>> {
  return traits.openFilesRefuseRename ? REFUSED : { ...REFUSED, ...MOUNTED };
}

function isBusy(error: unknown): boolean {
  return ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
}

/** Why the target must be written in place even where a copy could take its place. */
export function reasonAgainstReplacing({ stat }: SaveTarget): CopyRefused | undefined {
  return stat !== undefined && stat.links > 1 ? new CopyRefused('hard-links') : undefined;
}
