import type { LineEdit } from '../../../src/core/json/lineEdit';
import { samePath } from '../../../src/core/json/path';
import type { EditOutcome, EditorCalls, RowId, RowVersion } from '../../../src/protocol/editor';

/** Keystrokes of one burst reach the document at most this much later, in milliseconds. */
const coalesceFor = 50;
/** A pause of this length ends a burst, in milliseconds. */
const pauseAfter = 400;

export interface QueuedEdit {
  readonly id: RowId;
  readonly edit: LineEdit;
  /** A keystroke: it may be replaced by the next one of the same field before it is sent. */
  readonly typing: boolean;
  readonly label: string;
}

export interface EditPort {
  applyEdit(params: EditorCalls['applyEdit']['params']): Promise<EditOutcome>;
  endBurst(): Promise<unknown>;
  /** How an edit ended. `isLast` when no other edit of the row is on its way or waiting. */
  settled(edit: QueuedEdit, outcome: EditOutcome, isLast: boolean): void;
}

/**
 * Sends edits in order, numbered, without waiting for one before the next. The first keystroke of a burst goes at once, later ones
 * at most every 50 ms; everything else goes at once, after the keystrokes that wait.
 */
export class EditQueue {
  readonly #port: EditPort;
  readonly #versions = new Map<RowId, RowVersion>();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #openEdits = new Map<RowId, number>();
  #sequence = 0;
  #held: QueuedEdit | undefined;
  #heldTimer: ReturnType<typeof setTimeout> | undefined;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  #lastSent = -Infinity;
  #isBurst = false;

  constructor(port: EditPort) {
    this.#port = port;
  }

  /** The number of the last edit that was sent. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Whether edits of the row are on their way or waiting: what the page shows of it is newer than what the host has. */
  isPending(id: RowId): boolean {
    return this.#held?.id === id || (this.#openEdits.get(id) ?? 0) > 0;
  }

  /** The version of the row that the page has seen; what the next edit is checked against. */
  see(id: RowId, version: RowVersion): void {
    this.#versions.set(id, version);
  }

  /** Whether what the page shows of the row is this version of it. */
  isCurrent(id: RowId, version: RowVersion): boolean {
    return !this.isPending(id) && this.#versions.get(id) === version;
  }

  push(edit: QueuedEdit): void {
    if (this.#held !== undefined && !replaces(edit, this.#held)) this.#sendHeld();
    if (!edit.typing) {
      this.endBurst();
      this.#send(edit);
      return;
    }
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => {
      this.endBurst();
    }, pauseAfter);
    const wait = this.#isBurst ? this.#lastSent + coalesceFor - performance.now() : 0;
    this.#isBurst = true;
    this.#held = edit;
    if (wait <= 0) this.#sendHeld();
    else
      this.#heldTimer ??= setTimeout(() => {
        this.#sendHeld();
      }, wait);
  }

  /** Sends what waits and closes the group of keystrokes: blur, a pause, the end of a composition. */
  endBurst(): void {
    this.#sendHeld();
    clearTimeout(this.#pauseTimer);
    if (!this.#isBurst) return;
    this.#isBurst = false;
    this.#track(this.#port.endBurst());
  }

  /** Sends what waits; done when the host has answered everything. */
  async flush(): Promise<void> {
    this.endBurst();
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  #sendHeld(): void {
    clearTimeout(this.#heldTimer);
    this.#heldTimer = undefined;
    const edit = this.#held;
    this.#held = undefined;
    if (edit !== undefined) this.#send(edit);
  }

  #send(edit: QueuedEdit): void {
    const { id } = edit;
    this.#lastSent = performance.now();
    this.#openEdits.set(id, (this.#openEdits.get(id) ?? 0) + 1);
    const answer = this.#port.applyEdit({
      id,
      version: this.#versions.get(id) ?? 0,
      sequence: ++this.#sequence,
      edit: edit.edit,
      typing: edit.typing,
      label: edit.label,
    });
    this.#track(
      answer.then(
        (outcome) => {
          this.#settle(edit, outcome);
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          this.#settle(edit, { kind: 'refused', message });
        },
      ),
    );
  }

  #settle(edit: QueuedEdit, outcome: EditOutcome): void {
    const open = (this.#openEdits.get(edit.id) ?? 1) - 1;
    if (open > 0) this.#openEdits.set(edit.id, open);
    else this.#openEdits.delete(edit.id);
    if (outcome.kind === 'applied') this.#versions.set(edit.id, outcome.version);
    // What waits would go on top of somebody else's text: it stays in the page with the rest that was not taken.
    const held = outcome.kind === 'conflict' && this.#held?.id === edit.id ? this.#held : undefined;
    if (held !== undefined) this.#held = undefined;
    this.#port.settled(edit, outcome, held === undefined && !this.isPending(edit.id));
    if (held !== undefined) this.#port.settled(held, outcome, !this.isPending(edit.id));
  }

  #track(work: Promise<unknown>): void {
    const done: Promise<void> = work
      .then(
        () => undefined,
        // A failed `endBurst` only leaves an undo group open a little longer; failed edits are settled above.
        () => undefined,
      )
      .finally(() => {
        this.#inFlight.delete(done);
      });
    this.#inFlight.add(done);
  }
}

function replaces(edit: QueuedEdit, held: QueuedEdit): boolean {
  if (!edit.typing || edit.id !== held.id) return false;
  if (edit.edit.kind === 'raw' && held.edit.kind === 'raw') return true;
  return edit.edit.kind === 'set' && held.edit.kind === 'set' && samePath(edit.edit.path, held.edit.path);
}
