import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { InPlaceReason } from '../platform';
import { errorCode, type FileCalls, type FileStat, type FsCalls } from './fsCalls';

/** A finished copy cannot be made, or cannot take the file's place, without harm; the file can still be written in place. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
  constructor(
    readonly reason: InPlaceReason,
    options?: { readonly cause: unknown },
  ) {
    super(`The file cannot be replaced: ${reason}`, options);
  }
}

export interface TempFile {
  readonly path: string;
  readonly file: FileCalls;
}

/** A copy that a crash left behind is litter after this time. A living save touches its copy all the while. */
const LITTER_AGE_MS = 3_600_000;
/** Characters of the file's name that its copy keeps: with 4 bytes each, the whole stays below 255 bytes. */
const KEPT_NAME = 40;

/** Makes an empty, uniquely named file beside the target. @throws CopyRefused where the folder or the disk refuses it */
export async function createBeside(fs: FsCalls, target: string, exists: boolean): Promise<TempFile> {
  const path = join(dirname(target), `${prefixFor(target)}${randomUUID()}.tmp`);
  try {
    return { path, file: await fs.open(path, 'wx', exists ? 0o600 : 0o666) };
  } catch (error) {
    throw refusalOf(error, { EACCES: 'read-only-folder', EPERM: 'read-only-folder', EROFS: 'read-only-folder' });
  }
}

/** Gives the copy the owner and the mode of the file that it will replace. @throws CopyRefused */
export async function copyOwnerAndMode(temp: TempFile, old: FileStat, hasOwners: boolean): Promise<void> {
  const { file } = temp;
  const now = await file.stat();
  if (hasOwners && (now.uid !== old.uid || now.gid !== old.gid)) {
    await orRefuse(file.chown(old.uid, old.gid));
  }
  if ((now.mode & 0o7777) === (old.mode & 0o7777)) return;
  try {
    await file.chmod(old.mode & 0o7777);
  } catch (error) {
    // FAT and some network shares refuse any chmod, and give every file the same mode anyway.
    if (((await file.stat()).mode & 0o7777) !== (old.mode & 0o7777))
      throw new CopyRefused('other-owner', { cause: error });
  }
}

/** The error, or a refusal where its code says that writing in place may still do. */
export function refusalOf(error: unknown, codes: Readonly<Record<string, InPlaceReason>>): unknown {
  const code = errorCode(error) ?? '';
  const reason = isNoSpace(error) ? 'no-room-for-copy' : codes[code];
  return reason === undefined ? error : new CopyRefused(reason, { cause: error });
}

/** Whether the disk, or the author's share of it, is full. */
export function isNoSpace(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '');
}

/** Removes copies of this file that a crash left behind. Never fails: litter is no reason not to save. */
export async function removeLitter(fs: FsCalls, target: string, wallTime: number): Promise<void> {
  const folder = dirname(target);
  const prefix = prefixFor(target);
  try {
    const names = (await fs.list(folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.tmp'));
    for (const path of names.map((name) => join(folder, name))) {
      const time = Number((await fs.stat(path)).mtimeNs / 1_000_000n);
      if (wallTime - time > LITTER_AGE_MS) await fs.unlink(path);
    }
  } catch {
    return; // A folder that cannot be listed, or another save that was quicker.
  }
}

function prefixFor(target: string): string {
  return `.${Array.from(basename(target)).slice(0, KEPT_NAME).join('')}.itune-`;
}

async function orRefuse(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    throw new CopyRefused('other-owner', { cause: error });
  }
}
