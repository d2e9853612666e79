import type { DocumentChange, EditorCalls, RowId } from '../../../src/protocol/editor';
import { Cell } from '../../shared/cell';
import { movesRows, RowLoader, type ListView } from './rowLoader';
import {
  clampSelection,
  nothingSelected,
  selectNone,
  selectRange,
  selectRow,
  spliceSelection,
  type SelectMode,
  type Selection,
} from './selection';

/** The host gives ids of at most so many rows at once. */
const mostRows = 1_000_000;

export interface ListPort {
  getRows(params: EditorCalls['getRows']['params']): Promise<EditorCalls['getRows']['result']>;
  getIds(params: EditorCalls['getIds']['params']): Promise<EditorCalls['getIds']['result']>;
  locate(params: EditorCalls['locate']['params']): Promise<number>;
  /** The keyboard is on another row; undefined while there is none. */
  activeChanged(id: RowId | undefined): void;
}

/** What the list component lets the model do with the scroll position. */
export interface Scroller {
  /** Shows the row with as little movement as can be, or in the middle when it is out of sight and `center`. */
  reveal(place: number, center: boolean): void;
  /** Rows came (or went, negative) above what is in sight: keep what is in sight where it is. */
  shift(rows: number): void;
  /** The row at the top, with the fraction of it that is scrolled out. */
  firstRow: number;
}

/** Where the list was and should be again. */
interface Wish {
  readonly place: number;
  readonly firstRow: number;
}

/** The list: its rows, what is selected, and which row the keyboard is on. */
export class ListModel {
  readonly loader: RowLoader;
  readonly selection = new Cell<Selection>(nothingSelected);
  scroller: Scroller | undefined;
  readonly #port: ListPort;
  /** Whether `activeId` is that of the row with the keyboard, and not of the one before: it comes with the row's summary. */
  readonly isActiveKnown = new Cell(true);
  #activeId: RowId | undefined;
  #wish: Wish | undefined;
  #chosen = 0;
  /** How often rows have come, gone or moved, and how often all of them were replaced: places mean other rows since. */
  #moves = 0;
  #reloads = 0;
  /** The selection is being brought to where its rows stand now. */
  #following: Promise<unknown> | undefined;

  constructor(port: ListPort) {
    this.#port = port;
    this.loader = new RowLoader((params) => port.getRows(params));
    this.loader.drawn.subscribe(() => {
      this.#resolveActive();
    });
    this.loader.total.subscribe((total) => {
      this.#set(clampSelection(this.selection.value, total));
      this.#grantWish();
    });
  }

  get view(): ListView {
    return this.loader.view;
  }

  get activeId(): RowId | undefined {
    return this.#activeId;
  }

  /** Grows with every choice of rows: whether what was selected before is still what the author wants. */
  get chosen(): number {
    return this.#chosen;
  }

  /** Goes to a row and a scroll position as soon as the list reaches that far: the file may still be being read. */
  wishFor(wish: Wish): void {
    this.#wish = wish;
    if (this.selection.value.active < 0 && this.loader.total.value > 0) this.#select(wish.place, 'only', false);
    this.#grantWish();
  }

  /** The author went somewhere else. */
  dropWish(): void {
    this.#wish = undefined;
  }

  #grantWish(): void {
    const wish = this.#wish;
    if (wish === undefined || this.view !== 'all' || this.loader.total.value <= wish.place) return;
    this.#wish = undefined;
    if (this.scroller !== undefined) this.scroller.firstRow = wish.firstRow;
    this.#select(wish.place, 'only', false);
  }

  select(place: number, mode: SelectMode, center = false): void {
    this.#chosen++;
    this.dropWish();
    this.#select(place, mode, center);
  }

  #select(place: number, mode: SelectMode, center: boolean): void {
    const total = this.loader.total.value;
    if (total === 0) return;
    const target = Math.min(Math.max(0, place), total - 1);
    this.#set(selectRow(this.selection.value, target, mode));
    this.scroller?.reveal(target, center);
    this.isActiveKnown.set(false);
    this.#resolveActive();
  }

  selectAll(): void {
    this.#chosen++;
    const { active } = this.selection.value;
    this.#set({ ...selectRange(0, this.loader.total.value, Math.max(0, active)), anchor: Math.max(0, active) });
  }

  /** Selects `count` rows from `place`, with the keyboard on the first. */
  selectRows(place: number, count: number): void {
    this.select(place, 'only');
    this.#set(selectRange(place, place + count, place));
  }

  /** Where the row stands in this view now; -1 when it is not there. */
  place(id: RowId): Promise<number> {
    return this.#port.locate({ id, view: this.view });
  }

  /**
   * Selects the row and shows it. Returns its place; -1 when it is not in this view, or not wanted any more once its place is known.
   */
  async follow(id: RowId, isWanted: () => boolean = () => true): Promise<number> {
    const place = await this.place(id);
    if (place < 0 || !isWanted()) return -1;
    this.select(place, 'only', true);
    this.#setActive(id);
    return place;
  }

  /** Ids of the selected rows, in order. Undefined when they are more than can be worked on at once. */
  async selectedIds(): Promise<readonly RowId[] | undefined> {
    while (this.#following !== undefined) await this.#following;
    const { rows, active } = this.selection.value;
    if (rows.size > mostRows) return undefined;
    const only = this.#activeId;
    if (only !== undefined && this.isActiveKnown.value && rows.size <= 1 && (rows.first ?? active) === active)
      return [only];
    const ranges = rows.size > 0 ? rows.ranges : active >= 0 ? [{ from: active, to: active + 1 }] : [];
    const [moves, reloads] = [this.#moves, this.#reloads];
    const lists = await Promise.all(
      ranges.map(({ from, to }) => this.#port.getIds({ from, count: to - from, view: this.view })),
    );
    // The host was ahead, and other rows stand in those places: those that were meant are gone, or the selection went with them.
    if (reloads !== this.#reloads) return [];
    return moves === this.#moves ? lists.flat() : this.selectedIds();
  }

  /** Where the row with the keyboard stands in the file; -1 when it is on none. */
  async activeIndex(): Promise<number> {
    const { active } = this.selection.value;
    if (this.view === 'all' || active < 0) return active;
    const [id] = await this.#port.getIds({ from: active, count: 1, view: this.view });
    return id === undefined ? -1 : this.#port.locate({ id, view: 'all' });
  }

  /** Lists all rows or the matches. The open row stays open, and selected where it is in that list. */
  async switchTo(view: ListView, total: number): Promise<void> {
    const id = this.#activeId;
    this.isActiveKnown.set(true);
    this.selection.set(nothingSelected);
    this.loader.switchTo(view, total);
    if (id === undefined) return;
    const place = await this.place(id);
    if (this.#activeId !== id || this.selection.value.active >= 0) return;
    if (place < 0) {
      if (this.scroller !== undefined) this.scroller.firstRow = 0;
      return;
    }
    // The host may know of more matches than it has told of yet.
    if (place >= this.loader.total.value) this.loader.grow(place + 1);
    this.selection.set(selectRow(this.selection.value, place, 'only'));
    this.scroller?.reveal(place, true);
  }

  /**
   * Asks for the rows in sight again. Where those of the view may be others than before (`isOtherRows`), the open row stays selected
   * where it is among them; where it is not, the keyboard stands before the row that took its place.
   */
  async refresh(isOtherRows: boolean): Promise<void> {
    this.loader.invalidate();
    const id = this.#activeId;
    if (!isOtherRows || this.view === 'all' || id === undefined) return;
    const place = await this.place(id);
    const { active, rows } = this.selection.value;
    if (this.#activeId !== id || place === active) return;
    if (place >= 0) this.#set(selectRow(this.selection.value, place, 'only'));
    else if (rows.size > 0) this.#set(selectNone(active - 1));
  }

  apply(change: DocumentChange): void {
    const isReload = change.cause === 'revert' || change.cause === 'external';
    const { active } = this.selection.value;
    if (isReload && active >= 0) this.#wish = { place: active, firstRow: this.scroller?.firstRow ?? 0 };
    this.loader.apply(change);
    if (isReload) this.#reloads++;
    const { reveal } = change;
    if (movesRows(change)) this.#follow(this.#moveWith(change));
    if (reveal !== undefined && reveal !== this.#activeId) this.#follow(this.follow(reveal));
  }

  #follow(work: Promise<unknown>): void {
    const following: Promise<unknown> = Promise.all([this.#following, work]).finally(() => {
      if (this.#following === following) this.#following = undefined;
    });
    this.#following = following;
  }

  async #moveWith(change: DocumentChange): Promise<void> {
    this.#moves++;
    // Without a word about which rows were touched, others may stand in their places.
    let isLost = this.view === 'matches' || change.touched === undefined;
    let selection = this.selection.value;
    if (this.view === 'all') {
      for (const { at, removed, inserted } of change.splices) {
        const next = spliceSelection(selection, at, removed, inserted);
        selection = next.selection;
        isLost ||= next.isActiveGone;
        if (at + removed <= (this.scroller?.firstRow ?? 0)) this.scroller?.shift(inserted - removed);
      }
      this.#set(clampSelection(selection, change.total));
    }
    const id = this.#activeId;
    if (!isLost || id === undefined) return;
    // The row may have moved (out and in again), or be gone; only the host knows.
    const chosen = this.#chosen;
    const place = await this.place(id);
    // The author has gone somewhere else meanwhile.
    if (this.#activeId !== id || this.#chosen !== chosen) return;
    if (place >= 0) this.#set(selectRow(this.selection.value, place, 'only'));
    else if (this.view === 'all') this.#select(this.selection.value.active, 'only', false);
  }

  #set(selection: Selection): void {
    this.selection.set(selection);
    if (this.view === 'all' && this.loader.total.value === 0) this.#setActive(undefined);
  }

  /** The id of the active row is known once its summary is there. */
  #resolveActive(): void {
    if (this.isActiveKnown.value) return;
    const row = this.loader.freshRow(this.selection.value.active);
    if (row === undefined) return;
    this.#setActive(row.id);
    this.isActiveKnown.set(true);
  }

  #setActive(id: RowId | undefined): void {
    if (id === this.#activeId) return;
    this.#activeId = id;
    this.#port.activeChanged(id);
  }
}
