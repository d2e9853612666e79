import { dirname, resolve } from 'node:path';
import { ChangedOnDiskError } from '../fileErrors';
import { isGone, type NodeBaseFile, NotAFileError, sameStamp } from './baseFile';
import { errorCode, type FileStat, type FsCalls } from './fsCalls';

/** The file that a save writes. */
export interface SaveTarget {
  /** With symbolic links followed. */
  readonly path: string;
  /** Undefined where nothing stands at the path. */
  readonly stat: FileStat | undefined;
  /** The base of the document, where the target is the file that the document came from. */
  readonly own: NodeBaseFile | undefined;
}

/** How many links are followed before they are taken for a circle; Linux has the same number. */
const LINK_LIMIT = 40;

/** Where a path leads: links followed, also one that points at a file that is not there yet. */
export async function followLinks(fs: FsCalls, path: string): Promise<string> {
  let at = resolve(path);
  for (let links = 0; ; links++) {
    try {
      return await fs.realpath(at);
    } catch (error) {
      // Nothing there yet, or a drive that has no real paths (RAM disks on Windows).
      if (links === LINK_LIMIT || errorCode(error) === 'ELOOP') throw error;
    }
    if (!(await isDanglingLink(fs, at))) return at;
    at = resolve(dirname(at), await fs.readlink(at));
  }
}

/** @throws ChangedOnDiskError when the document's own file is not what was opened; an error of the system */
export async function findTarget(fs: FsCalls, path: string, base: NodeBaseFile | undefined): Promise<SaveTarget> {
  const real = await followLinks(fs, path);
  const stat = await statOrGone(fs, real);
  if (stat !== undefined && !stat.isFile) throw new NotAFileError(path);
  if (stat !== undefined) await fs.accessWrite(real);
  const isOwn = base !== undefined && (await isSameFile(fs, base, real, stat));
  const target = { path: real, stat, own: isOwn ? base : undefined };
  await checkTarget(fs, target);
  return target;
}

/**
 * Whether the target is still as it was found; the document's own file is compared with its base, and may have vanished.
 * @throws ChangedOnDiskError
 */
export async function checkTarget(fs: FsCalls, target: SaveTarget): Promise<void> {
  if (target.own !== undefined) {
    const state = await target.own.check();
    const wasGone = target.stat === undefined;
    if (state !== (wasGone ? 'gone' : 'same')) throw new ChangedOnDiskError(target.path);
    return;
  }
  const now = await statOrGone(fs, target.path);
  const isSame =
    now === undefined || target.stat === undefined
      ? now === target.stat
      : now.identity === target.stat.identity && sameStamp(now, target.stat);
  if (!isSame) throw new ChangedOnDiskError(target.path);
}

async function isSameFile(fs: FsCalls, base: NodeBaseFile, path: string, stat: FileStat | undefined): Promise<boolean> {
  return stat?.identity === base.identity || (await followLinks(fs, base.path)) === path;
}

async function isDanglingLink(fs: FsCalls, path: string): Promise<boolean> {
  try {
    return await fs.isSymbolicLink(path);
  } catch (error) {
    if (isGone(error) && errorCode(error) !== 'ENOTDIR') return false;
    throw error;
  }
}

async function statOrGone(fs: FsCalls, path: string): Promise<FileStat | undefined> {
  try {
    return await fs.stat(path);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
