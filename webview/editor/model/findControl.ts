import type { EditorCalls, FindQuery } from '../../../src/protocol/editor';
import { Cell } from '../../shared/cell';
import { Turns } from '../../shared/turns';
import type { FindSession } from './findSession';
import type { ListModel } from './listModel';

/** Steps that may wait: more come from a key that is held down, and would go on after it is let go. */
const mostWaiting = 4;

export interface FindControlPort {
  findNext(params: EditorCalls['findNext']['params']): Promise<EditorCalls['findNext']['result']>;
  announce(message: string): void;
  fail(message: string): void;
  totalRows(): number;
  /** The list shows the rows with certain findings instead of those that match. */
  isNarrowed(): boolean;
  /** Ends that. */
  widen(): void;
}

/** Ties the search to the list: next, previous, and the list of matches only. */
export class FindControl {
  readonly session: FindSession;
  readonly isFiltered: Cell<boolean>;
  readonly #list: ListModel;
  readonly #port: FindControlPort;
  readonly #turns = new Turns();

  constructor(session: FindSession, list: ListModel, port: FindControlPort, isFiltered: boolean) {
    this.session = session;
    this.#list = list;
    this.#port = port;
    this.isFiltered = new Cell(isFiltered);
    session.progress.subscribe((progress) => {
      const isListed = list.view === 'matches' && !port.isNarrowed();
      if (isListed && progress !== undefined) list.loader.grow(progress.matches);
      if (progress?.isDone !== true) return;
      port.announce(countWords(progress.matches));
      if (isListed) list.loader.invalidate();
    });
    session.onStarted = () => {
      this.showView();
    };
  }

  /** Looks for something else; an empty text ends the search. */
  look(query: FindQuery): void {
    this.session.look(query);
    if (query.text === '') void this.session.search();
  }

  filter(isOn: boolean): void {
    if (isOn) this.#port.widen();
    this.isFiltered.set(isOn);
    void this.session.search().then(() => {
      this.showView();
    });
  }

  /** Lists all rows, so that one that does not match can be shown. */
  showAll(): void {
    this.#port.widen();
    this.isFiltered.set(false);
    this.showView();
  }

  /** Lists the matches or all rows, as is wanted. */
  showView(): void {
    if (this.#port.isNarrowed()) return;
    const isFiltered = this.isFiltered.value && this.session.isActive;
    // Matches of another search are other rows: that list starts over even where it is shown already.
    if (isFiltered) void this.#list.switchTo('matches', this.session.progress.value?.matches ?? 0);
    else if (this.#list.view !== 'all') void this.#list.switchTo('all', this.#port.totalRows());
  }

  /** Goes to the next match after the active row, round the end of the file. */
  async go(backwards: boolean): Promise<void> {
    if (this.session.query.value.text === '' || this.#turns.count > mostWaiting) return;
    await this.#turns.take(() => this.#step(backwards));
  }

  async #step(backwards: boolean): Promise<void> {
    try {
      await this.session.search();
      if (!this.session.isActive) return;
      const match = await this.#port.findNext({ from: await this.#startOf(backwards), backwards });
      if (match === undefined) {
        this.#port.announce('No match');
        return;
      }
      await this.#list.follow(match.id);
      this.session.ordinal.set(match.ordinal);
    } catch (error) {
      this.#port.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** The row to go on from. The first step of a search may stay on the open row. */
  async #startOf(backwards: boolean): Promise<number> {
    const row = Math.max(0, await this.#list.activeIndex());
    if (backwards || this.session.ordinal.value !== undefined) return row;
    // Before the first row is after the last: the search goes round.
    return row > 0 ? row - 1 : Math.max(0, this.#port.totalRows() - 1);
  }
}

function countWords(matches: number): string {
  if (matches === 0) return 'No matches';
  return matches === 1 ? '1 match' : `${matches.toLocaleString('en')} matches`;
}
