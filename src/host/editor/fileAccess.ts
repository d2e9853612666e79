import * as vscode from 'vscode';
import type { SaveSnapshot } from '../../core/document/saveSnapshot';
import { MemoryByteSource } from '../../core/text/byteSource';
import { sameFingerprint } from '../../core/text/fingerprint';
import { CancelledError, ChangedOnDiskError } from '../../platform/fileErrors';
import type { BaseFile, FileState, InPlaceReason, Platform } from '../../platform/platform';

export interface WriteRequest {
  readonly target: vscode.Uri;
  readonly snapshot: Pick<SaveSnapshot, 'segments' | 'totalBytes'>;
  /** The file that `base` segments are ranges of; undefined when there are none. */
  readonly base: BaseFile | undefined;
  readonly signal?: AbortSignal;
  /** Called while the old bytes can still be read, before they are replaced. */
  readonly beforeReplace?: () => Promise<void>;
  readonly releaseReaders?: () => Promise<void>;
}

export interface Written {
  readonly base: BaseFile;
  /** Why the file was not replaced by a finished copy, where it was not. */
  readonly inPlace?: InPlaceReason;
}

/** How a dataset's file is read and written: by ranges on this machine, as a whole in a virtual workspace. */
export interface FileAccess {
  open(): Promise<BaseFile>;
  /** Whether the file cannot be written, in words for the author. */
  readOnlyReason(): Promise<string | undefined>;
  /** The old or the new file, never half. Throws the errors of `src/platform/fileErrors.ts`. */
  write(request: WriteRequest): Promise<Written>;
  /** Whether ranges can be read without reading the whole. */
  readonly isRanged: boolean;
}

/** @param untitled the content of a file that has never been saved */
export function fileAccessFor(
  uri: vscode.Uri,
  platform: Platform,
  journalDir: string,
  untitled: Uint8Array | undefined,
): FileAccess {
  if (uri.scheme === 'file') return localAccess(uri, platform, journalDir);
  return virtualAccess(
    uri,
    platform,
    journalDir,
    uri.scheme === 'untitled' ? (untitled ?? new Uint8Array()) : undefined,
  );
}

function localAccess(uri: vscode.Uri, platform: Platform, journalDir: string): FileAccess {
  return {
    isRanged: true,
    open: () => platform.files.open(uri.fsPath, { journalDir }),
    readOnlyReason: async () =>
      (await platform.files.isReadOnly(uri.fsPath)) ? vscode.l10n.t('The file is read-only.') : readOnlyReason(uri),
    write: (request) => writeTo(request, platform, journalDir),
  };
}

function virtualAccess(
  uri: vscode.Uri,
  platform: Platform,
  journalDir: string,
  untitled: Uint8Array | undefined,
): FileAccess {
  return {
    isRanged: false,
    open: () => openVirtual(uri, untitled),
    readOnlyReason: () => readOnlyReason(uri),
    write: (request) => writeTo(request, platform, journalDir),
  };
}

async function writeTo(request: WriteRequest, platform: Platform, journalDir: string): Promise<Written> {
  const { target, ...rest } = request;
  if (target.scheme !== 'file') return writeVirtual(request);
  const outcome = await platform.files.save({ ...rest, target: target.fsPath, journalDir });
  return outcome.method === 'rename' ? { base: outcome.base } : { base: outcome.base, inPlace: outcome.reason };
}

/** `workspace.fs` has no ranged read, so the whole file is in memory. */
async function openVirtual(uri: vscode.Uri, untitled: Uint8Array | undefined): Promise<BaseFile> {
  if (untitled !== undefined) return new VirtualFile(uri, untitled, undefined);
  const [bytes, stat] = await Promise.all([vscode.workspace.fs.readFile(uri), vscode.workspace.fs.stat(uri)]);
  return new VirtualFile(uri, bytes, stat.mtime);
}

async function writeVirtual({ target, snapshot, base, signal, beforeReplace }: WriteRequest): Promise<Written> {
  const bytes = await collect(snapshot, base, signal);
  if (signal?.aborted === true) throw new CancelledError();
  if (base?.path === target.toString() && !['same', 'gone'].includes(await base.check()))
    throw new ChangedOnDiskError(base.path);
  await beforeReplace?.();
  await vscode.workspace.fs.writeFile(target, bytes);
  return { base: await openVirtual(target, undefined) };
}

async function collect(
  snapshot: WriteRequest['snapshot'],
  base: BaseFile | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(snapshot.totalBytes);
  let at = 0;
  for (const segment of snapshot.segments()) {
    let part: Uint8Array;
    if (segment.kind === 'bytes') part = segment.bytes;
    else if (segment.kind === 'journal') part = await segment.read();
    else if (base !== undefined) part = await base.read(segment.offset, segment.length, signal);
    else throw new RangeError('A range of a file that is not there.');
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function readOnlyReason(uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme === 'untitled') return undefined;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false)
    return vscode.l10n.t('Files of this workspace ({0}:) cannot be written.', uri.scheme);
  const stat = await vscode.workspace.fs.stat(uri);
  const isReadonly = ((stat.permissions ?? 0) & vscode.FilePermission.Readonly) !== 0;
  return isReadonly ? vscode.l10n.t('The file is read-only.') : undefined;
}

/** A whole file in memory, with the time of change that it had when it was read. */
class VirtualFile extends MemoryByteSource implements BaseFile {
  readonly path: string;

  constructor(
    private readonly uri: vscode.Uri,
    bytes: Uint8Array,
    /** Undefined for a file that has never been saved. */
    private readonly mtime: number | undefined,
  ) {
    super(bytes, mtime);
    this.path = uri.toString();
  }

  async check(): Promise<FileState> {
    if (this.mtime === undefined) return 'same';
    try {
      const stat = await vscode.workspace.fs.stat(this.uri);
      if (stat.mtime === this.mtime && stat.size === this.size) return 'same';
      const now = await openVirtual(this.uri, undefined);
      if (sameFingerprint({ ...now.fingerprint, mtimeMs: 0 }, { ...this.fingerprint, mtimeMs: 0 })) return 'same';
      return 'rewritten';
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return 'gone';
      throw error;
    }
  }
}
