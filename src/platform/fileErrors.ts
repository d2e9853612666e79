/** The author stopped a save; the old file is whole. Never shown. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  constructor() {
    super('The work was cancelled.');
  }
}

/** The file on disk is not the one that was opened; nothing was written. */
export class ChangedOnDiskError extends Error {
  override readonly name = 'ChangedOnDiskError';
  constructor(
    readonly path: string,
    options?: { readonly cause: unknown },
  ) {
    super(`The file changed on disk since it was opened: ${path}`, options);
  }
}

/** No room on the disk, neither for a second copy nor for the journal of a write in place; the old file is whole. */
export class NoSpaceError extends Error {
  override readonly name = 'NoSpaceError';
  constructor(
    readonly path: string,
    options: { readonly cause: unknown },
  ) {
    super(`The disk is full: ${path}`, options);
  }
}

/** The new file is written and whole, but cannot be read back; the document cannot rest on it. */
export class UnreadableAfterSaveError extends Error {
  override readonly name = 'UnreadableAfterSaveError';
  constructor(
    readonly path: string,
    options: { readonly cause: unknown },
  ) {
    super(`The file was written, but cannot be read back: ${path}`, options);
  }
}

/**
 * A save that failed for another reason. With `interrupted`, a write in place broke off and could not be taken back at once: the
 * journal at `journal` holds the old bytes, and the next open puts them back.
 */
export class SaveError extends Error {
  override readonly name = 'SaveError';
  constructor(
    readonly path: string,
    readonly interrupted: { readonly journal: string } | undefined,
    options: { readonly cause: unknown },
  ) {
    super(`The file could not be written: ${path}`, options);
  }
}
