import type { EditorCalls, EditorHostEvents, FindQuery } from '../../../src/protocol/editor';
import { Cell } from '../../shared/cell';

/** How long the box is quiet before the file is searched, in milliseconds. */
const quietFor = 150;

export interface FindProgress {
  readonly matches: number;
  readonly searchedRows: number;
  readonly isDone: boolean;
}

type Find = (params: EditorCalls['find']['params']) => Promise<EditorCalls['find']['result']>;

/** One search over the whole file: what is looked for, how far it is, and the match that is open. */
export class FindSession {
  readonly query: Cell<FindQuery>;
  /** Undefined while nothing is looked for. */
  readonly progress = new Cell<FindProgress | undefined>(undefined);
  /** Why the expression cannot be searched for. */
  readonly error = new Cell<string | undefined>(undefined);
  /** Where the open match stands among all, from 0. */
  readonly ordinal = new Cell<number | undefined>(undefined);
  /** Called when the host has taken a search, or the end of one. */
  onStarted: () => void = () => undefined;
  readonly #find: Find;
  #searchId = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #started: Promise<void> = Promise.resolve();
  #isWaiting = false;

  constructor(find: Find, query: FindQuery) {
    this.#find = find;
    this.query = new Cell(query);
  }

  get isActive(): boolean {
    return this.query.value.text !== '' && this.error.value === undefined;
  }

  /** Takes the query; the search starts when the box has been quiet for a moment, or at once with `search`. */
  look(query: FindQuery): void {
    this.query.set(query);
    this.ordinal.set(undefined);
    this.#isWaiting = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.search(), quietFor);
  }

  /** Starts the search of the present query, unless it runs already; done when the host has taken it. */
  search(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isWaiting) {
      this.#isWaiting = false;
      this.#started = this.#start();
    }
    return this.#started;
  }

  /** Starts over, for a page that was loaded again. */
  restart(): Promise<void> {
    this.#isWaiting = this.query.value.text !== '';
    return this.search();
  }

  async #start(): Promise<void> {
    const searchId = ++this.#searchId;
    const query = this.query.value;
    this.progress.set(query.text === '' ? undefined : { matches: 0, searchedRows: 0, isDone: false });
    const error = await this.#find({ query, searchId }).then(
      (answer) => answer.error,
      (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
    );
    if (searchId !== this.#searchId) return;
    this.error.set(error);
    if (error !== undefined) this.progress.set(undefined);
    this.onStarted();
  }

  take({ searchId, matches, searchedRows, done }: EditorHostEvents['findProgress']): void {
    if (searchId !== this.#searchId || this.progress.value === undefined) return;
    // The host searches again by itself after rows have come or gone; until it is through, what it found before stands.
    const known = this.progress.value.matches;
    this.progress.set({ matches: done ? matches : Math.max(matches, known), searchedRows, isDone: done });
  }
}
