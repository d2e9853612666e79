import type { Fingerprint } from '../text/fingerprint';
import { ByteHash, hashBytes } from '../text/hash';
import { RUN_SIZE, unpackRun } from './packedRuns';

/** Grows with every change of the format; another version is never guessed at. */
export const BACKUP_VERSION = 1;
const FORMAT = 'itune-unsaved-edits';

/** The bytes are no backup, or not all of it. */
export class BackupCorruptError extends Error {
  override readonly name = 'BackupCorruptError';
  constructor(reason: string, options?: { cause?: unknown }) {
    super(`The backup cannot be read: ${reason}.`, options);
  }
}

/** Written by another version of the extension. */
export class BackupVersionError extends Error {
  override readonly name = 'BackupVersionError';
  constructor(readonly version: unknown) {
    super(`The backup has version ${String(version)}; this is version ${BACKUP_VERSION}.`);
  }
}

/** Everything of a backup but the lines. */
export interface Manifest {
  /** The file that the edits were made in. */
  readonly fingerprint: Fingerprint;
  /** How many lines of it were known, and whether those were all. */
  readonly baseLines: number;
  readonly indexed: boolean;
  /** All rows in order, packed (`packedRuns.ts`); rows of the file have their line number as id. */
  readonly rows: readonly number[];
  /** Number of rows that are no lines of the file. */
  readonly typedRows: number;
  /** Length of each line of the backup, line end included, and which of them have no line end. */
  readonly lengths: readonly number[];
  readonly unterminated: readonly number[];
  /** Copies of lines of the file that edits rest on, as triples: line, count, number of the first line in the backup. */
  readonly known: readonly number[];
}

interface Header {
  readonly format: string;
  readonly version: number;
  readonly manifestBytes: number;
  readonly lineBytes: number;
  readonly manifestHash: string;
}

/** Hexadecimal digits at the end: the hash of the lines. */
const FOOTER_BYTES = 16;
/** A header is shorter than this. */
const MOST_HEADER_BYTES = 1024;

/** A backup as bytes: a line of JSON that says how long the rest is, the manifest, the lines, and the hash of the lines. */
export function writeFrame(manifest: Manifest, lineBytes: number, lines: () => AsyncIterable<Uint8Array>) {
  const encoder = new TextEncoder();
  const body = encoder.encode(JSON.stringify(manifest));
  const header: Header = {
    format: FORMAT,
    version: BACKUP_VERSION,
    manifestBytes: body.length,
    lineBytes,
    manifestHash: hashBytes(body),
  };
  const head = encoder.encode(`${JSON.stringify(header)}\n`);
  return {
    totalBytes: head.length + body.length + lineBytes + FOOTER_BYTES,
    async *chunks(): AsyncGenerator<Uint8Array> {
      yield head;
      yield body;
      const hash = new ByteHash();
      for await (const chunk of lines()) {
        hash.update(chunk);
        yield chunk;
      }
      yield encoder.encode(hash.digest());
    },
  };
}

/** @throws BackupCorruptError, BackupVersionError */
export function readFrame(bytes: Uint8Array): { readonly manifest: Manifest; readonly lines: Uint8Array } {
  const end = bytes.subarray(0, MOST_HEADER_BYTES).indexOf(10);
  if (end < 0) throw new BackupCorruptError('it has no header');
  const header = readHeader(parse(bytes.subarray(0, end)));
  const body = bytes.subarray(end + 1, end + 1 + header.manifestBytes);
  const lines = bytes.subarray(end + 1 + header.manifestBytes, end + 1 + header.manifestBytes + header.lineBytes);
  const rest = bytes.subarray(end + 1 + header.manifestBytes + header.lineBytes);
  if (rest.length !== FOOTER_BYTES) throw new BackupCorruptError('it is cut off');
  if (hashBytes(body) !== header.manifestHash) throw new BackupCorruptError('its manifest is damaged');
  if (hashBytes(lines) !== new TextDecoder().decode(rest)) throw new BackupCorruptError('its lines are damaged');
  return { manifest: readManifest(parse(body), lines.length), lines };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new BackupCorruptError('it is no JSON', { cause });
  }
}

function readHeader(value: unknown): Header {
  const header = value as Partial<Header> | null;
  if (header?.format !== FORMAT) throw new BackupCorruptError('it is no backup of a dataset');
  if (header.version !== BACKUP_VERSION) throw new BackupVersionError(header.version);
  const { manifestBytes, lineBytes, manifestHash } = header;
  if (!isCount(manifestBytes) || !isCount(lineBytes) || typeof manifestHash !== 'string') {
    throw new BackupCorruptError('its header is damaged');
  }
  return { format: FORMAT, version: BACKUP_VERSION, manifestBytes, lineBytes, manifestHash };
}

/** The hash says that the manifest is as it was written; this says that it makes sense. */
function readManifest(value: unknown, lineBytes: number): Manifest {
  const manifest = value as Manifest;
  const { fingerprint, baseLines, rows, lengths, unterminated, known, typedRows } = manifest;
  const lists: readonly unknown[] = [rows, lengths, unterminated, known];
  const isWhole =
    typeof fingerprint === 'object' && isCount(baseLines) && isCount(typedRows) && lists.every(Array.isArray);
  if (!isWhole) throw new BackupCorruptError('its manifest is incomplete');
  if (lengths.reduce((sum, length) => sum + length, 0) !== lineBytes) {
    throw new BackupCorruptError('its lines are not those of its manifest');
  }
  for (let at = 0; at < rows.length; at += RUN_SIZE) {
    const { source, start, count } = unpackRun(rows, at);
    const most = source === 'base' ? baseLines : lengths.length;
    if (!isCount(count) || !(start + count <= most)) throw new BackupCorruptError('it names lines that are not there');
  }
  return manifest;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
