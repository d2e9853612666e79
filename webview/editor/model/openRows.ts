import type { LineEdit } from '../../../src/core/json/lineEdit';
import type { DocumentChange, EditOutcome, Example, RowId } from '../../../src/protocol/editor';
import { Cell } from '../../shared/cell';
import { EditQueue, type EditPort, type QueuedEdit } from './editQueue';
import { rebaseEdits, type Lines, type OpenRow, type UnsentEdits } from './openRow';

export interface EditOptions {
  /** What undo will name: "Edit response". */
  readonly label: string;
  /** A keystroke. */
  readonly typing?: boolean;
}

export interface OpenRowsPort extends Omit<EditPort, 'settled'> {
  readonly viewId: string;
  getExample(id: RowId): Promise<Example | undefined>;
  canEdit(): boolean;
  /** The row has this text now, which the host may not have taken yet. */
  edited(id: RowId, text: string): void;
  /** No edit of the row is on its way any more. `isTaken` when the document has the row as the author sees it. */
  caughtUp(id: RowId, isTaken: boolean): void;
}

/** Opens one row after the other and edits the open one. */
export class OpenRows {
  readonly row = new Cell<OpenRow | undefined>(undefined);
  /** Why the row that was asked for cannot be shown. */
  readonly failure = new Cell<string | undefined>(undefined);
  /** Rows, other than the open one perhaps, with edits that the host did not take. */
  readonly unsentRows = new Cell<readonly RowId[]>([]);
  readonly queue: EditQueue;
  readonly #port: OpenRowsPort;
  /** Rows whose text here is not, or not yet, the text of the document. */
  readonly #ahead = new Map<RowId, OpenRow>();
  #wanted: RowId | undefined;
  #isAsking = false;
  /** The open row changed elsewhere while edits of ours, or a request for it, were on their way. */
  #isStale = false;

  constructor(port: OpenRowsPort) {
    this.#port = port;
    this.queue = new EditQueue({
      applyEdit: (params) => port.applyEdit(params),
      endBurst: () => port.endBurst(),
      settled: (edit, outcome, isLast) => {
        this.#settled(edit, outcome, isLast);
      },
    });
  }

  /** Shows a row; the one before stays until it is there. */
  open(id: RowId | undefined): void {
    if (id === this.#wanted) return;
    this.queue.endBurst();
    this.#wanted = id;
    this.#isStale = false;
    this.failure.set(undefined);
    const known = id === undefined ? undefined : this.#ahead.get(id);
    if (id === undefined || known !== undefined) this.row.set(known);
    else void this.#load();
  }

  /** The row that is shown, or will be as soon as it is there. */
  get wanted(): RowId | undefined {
    return this.#wanted;
  }

  /** Asks for the open row again. */
  reload(): void {
    if (this.#isAsking) this.#isStale = true;
    else void this.#load();
  }

  /** One request is on its way, and the next is for what is wanted by then. */
  async #load(): Promise<void> {
    const id = this.#wanted;
    if (this.#isAsking || id === undefined) return;
    this.#isAsking = true;
    this.#isStale = false;
    let example: Example | undefined;
    let failure: string | undefined;
    try {
      example = await this.#port.getExample(id);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    this.#isAsking = false;
    if (this.#isOutdated(id)) {
      await this.#load();
      return;
    }
    this.failure.set(failure);
    if (example !== undefined) this.#show(example);
    // What was typed into a row that is gone stays to be copied.
    else if (failure === undefined && this.#ahead.get(id)?.unsent === undefined) this.row.set(undefined);
  }

  #isOutdated(id: RowId): boolean {
    return this.#wanted !== id || this.#isStale;
  }

  #show({ id, text, version, tooLarge }: Example): void {
    const ahead = this.#ahead.get(id);
    if (ahead?.unsent !== undefined) {
      this.#keep({ ...ahead, unsent: { ...ahead.unsent, theirs: { text, version } } });
      return;
    }
    // What the author typed since is newer; the host's answer to it will say what to do.
    if (this.queue.isPending(id)) {
      this.#isStale = true;
      return;
    }
    this.queue.see(id, version);
    const shown = this.row.value;
    if (shown?.id === id && shown.text === text && shown.unsent === undefined) return;
    this.row.set({ id, text, tooLarge });
  }

  /** Changes the open row at once, and tells the host. `text` is the line after the edit. */
  edit(edit: LineEdit, text: string, { label, typing = false }: EditOptions): void {
    const row = this.row.value;
    if (row === undefined || text === row.text || !this.#port.canEdit()) return;
    const queued: QueuedEdit = { id: row.id, edit, label, typing };
    const next: OpenRow = { ...row, text };
    if (next.unsent !== undefined) {
      this.#keep({ ...next, unsent: { ...next.unsent, edits: [...next.unsent.edits, queued] } });
      return;
    }
    this.#keep(next);
    this.#port.edited(row.id, text);
    this.queue.push(queued);
  }

  changed(change: DocumentChange): void {
    const id = this.#wanted;
    if (id === undefined) return;
    if (change.touched?.every((row) => row.id !== id) === true) return;
    // Our own edits come back; the page is already there, or further.
    if (this.#isOwn(change) && this.row.value?.id === id) return;
    if (this.queue.isPending(id)) this.#isStale = true;
    else this.reload();
  }

  /** The host may put a number of its own before our id. */
  #isOwn({ cause, viewId }: DocumentChange): boolean {
    return cause === 'edit' && viewId?.endsWith(this.#port.viewId) === true;
  }

  #settled(edit: QueuedEdit, outcome: EditOutcome, isLast: boolean): void {
    const { id } = edit;
    const ahead = this.#ahead.get(id);
    if (outcome.kind !== 'applied' && ahead !== undefined) this.#takeBack(edit, outcome, ahead);
    if (isLast) this.#port.caughtUp(id, this.#ahead.get(id)?.unsent === undefined);
    if (!isLast || this.#ahead.get(id)?.unsent !== undefined) return;
    this.#ahead.delete(id);
    if (this.#isStale && this.#wanted === id) this.reload();
  }

  #takeBack(edit: QueuedEdit, outcome: Exclude<EditOutcome, { kind: 'applied' }>, ahead: OpenRow): void {
    const edits = [...(ahead.unsent?.edits ?? []), edit];
    if (outcome.kind === 'refused') {
      this.#keep({ ...ahead, unsent: { ...ahead.unsent, edits, refusal: outcome.message } });
    } else if (ahead.text === outcome.text) {
      this.queue.see(edit.id, outcome.version);
    } else {
      const theirs = { text: outcome.text, version: outcome.version };
      this.#keep({ ...ahead, unsent: { ...ahead.unsent, edits, theirs } });
    }
  }

  #keep(row: OpenRow): void {
    this.#ahead.set(row.id, row);
    if (this.row.value?.id === row.id) this.row.set(row);
    this.#tellUnsent();
  }

  #tellUnsent(): void {
    const ids = [...this.#ahead.values()].filter(({ unsent }) => unsent !== undefined).map(({ id }) => id);
    if (ids.join() !== this.unsentRows.value.join()) this.unsentRows.set(ids);
  }

  /** Sends what was typed here once more, over what somebody else wrote in the same fields. */
  keepMine(lines: Lines): void {
    const mine = this.row.value;
    const unsent = this.#letGo();
    if (mine === undefined || unsent === undefined) return;
    const edits = rebaseEdits(mine.text, unsent, lines);
    let text = unsent.theirs?.text ?? mine.text;
    for (const edit of edits) text = lines.rewriteLine(text, edit) ?? text;
    this.#keep({ id: mine.id, text });
    for (const edit of edits) this.queue.push({ id: mine.id, edit, label: 'Keep my changes', typing: false });
  }

  /** Lets go of what was typed here. */
  takeTheirs(): void {
    const unsent = this.#letGo();
    const row = this.row.value;
    if (unsent === undefined || row === undefined) return;
    const { theirs } = unsent;
    if (theirs === undefined) this.reload();
    else this.row.set({ id: row.id, text: theirs.text });
  }

  #letGo(): UnsentEdits | undefined {
    const row = this.row.value;
    const unsent = row?.unsent;
    if (row === undefined || unsent === undefined) return undefined;
    this.#ahead.delete(row.id);
    if (unsent.theirs !== undefined) this.queue.see(row.id, unsent.theirs.version);
    this.row.set({ id: row.id, text: row.text });
    this.#tellUnsent();
    return unsent;
  }
}
