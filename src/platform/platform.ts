import type { JournalFile } from '../core/document/journal';
import type { SaveSegment } from '../core/document/saveSnapshot';
import type { ByteSource } from '../core/text/byteSource';

/**
 * What the machine under the product offers. `node/` holds the version for desktop and server hosts; a web version keeps the
 * same interfaces. An entry chooses the implementation and passes it in.
 */
export interface Platform {
  readonly files: Files;
  readonly clock: Clock;
  /** Starts the worker of one dataset. It is running when this returns; messages wait until it listens. */
  startWorker(): WorkerThread;
  /** Starts a thread in which an author's rules run (`createRuleThread` answers), so that they can be ended. */
  startRuleThread(): WorkerThread;
  /** Starts the thread in which chat templates and tokenizers run. */
  startPreviewThread(): WorkerThread;
  /** Creates an append-only file in the extension's own storage, with its folders. `close` removes it. */
  createJournalFile(path: string): Promise<JournalFile>;
}

export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Rejects with `CancelledError` when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * What became of a file since its base was opened.
 * - `same`: nothing, or it was only touched (told for files up to 128 KiB; a larger one then counts as `rewritten`).
 * - `appended`: the same file, longer, its old head and tail as they were.
 * - `rewritten`: the same file, other bytes.
 * - `replaced`: another file stands at the path (replaced by rename).
 * - `truncated`: the same file, shorter.
 * - `gone`: nothing at the path.
 */
export type FileState = 'same' | 'appended' | 'rewritten' | 'replaced' | 'truncated' | 'gone';

/**
 * A file as it was when it was opened. The handle stays open, so that a file that is renamed over or deleted can still be read.
 * Every read looks at size, time and identity of the open file afterwards and throws `TornReadError` when they are others.
 */
export interface BaseFile extends ByteSource {
  readonly path: string;
  /** Compares the file at the path, and the open handle, with what was opened. */
  check(): Promise<FileState>;
}

export interface Files {
  /** Opens for reading only; never creates. Puts back first what an interrupted save in place left half (`journalDir`). */
  open(path: string, options?: OpenOptions): Promise<BaseFile>;
  /** Whether this user cannot write the file (mode, read-only file system). False for a file that does not exist. */
  isReadOnly(path: string): Promise<boolean>;
  /**
   * Writes a document: the old or the new file, never half. Saves of one target run one after the other.
   * @throws CancelledError, ChangedOnDiskError, NoSpaceError, SaveError: the old file is whole then, but for a `SaveError` with
   * `interrupted`, whose journal the next `open` replays. What `beforeReplace` throws comes through.
   * @throws UnreadableAfterSaveError: the new file is whole then
   */
  save(request: SaveRequest): Promise<SaveOutcome>;
}

export interface OpenOptions {
  /** Where saves in place keep their undo journals. */
  readonly journalDir?: string;
}

export interface SaveRequest {
  /** The path as the author knows it; a symbolic link is followed. A file that vanished is made again. */
  readonly target: string;
  /** What to write: a `SaveSnapshot`, or anything that can say its segments more than once. */
  readonly snapshot: { readonly totalBytes: number; segments(): Iterable<SaveSegment> };
  /** What `base` segments are ranges of; undefined when there are none. */
  readonly base: BaseFile | undefined;
  /** A folder of ours for the undo journal of a save in place. */
  readonly journalDir: string;
  readonly signal?: AbortSignal;
  /** Bytes written so far of all. */
  readonly onProgress?: (written: number, total: number) => void;
  /**
   * Called once per save, while the old bytes can still be read and before they are replaced (`Dataset.prepareRebase`). A throw
   * stops the save.
   */
  readonly beforeReplace?: () => Promise<void>;
  /**
   * Called right before the file is replaced on systems where any open handle refuses that (Windows): every other reader of the
   * file (the worker) closes its handle here. The handle of `base` is closed by the save itself.
   */
  readonly releaseReaders?: () => Promise<void>;
}

/** Why the file was written in place instead of being replaced by a finished copy. */
export type InPlaceReason =
  'mount-point' | 'read-only-folder' | 'hard-links' | 'other-owner' | 'no-room-for-copy' | 'rename-refused';

export type SaveOutcome = (
  { readonly method: 'rename' } | { readonly method: 'in-place'; readonly reason: InPlaceReason }
) & {
  /** The file as it is now, open: for `Dataset.commitSave`. The old base is closed by its owner. */
  readonly base: BaseFile;
};

/** A thread to talk to. Messages are cloned; buffers in `transfer` move. */
export interface WorkerThread {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the thread has ended; with an error unless `terminate` ended it. */
  onExit(listener: (error: Error | undefined) => void): void;
  terminate(): Promise<void>;
}
