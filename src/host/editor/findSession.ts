import { compileQuery } from '../../core/find/query';
import type { DocumentChange, EditorCalls, EditorHostEvents, FindQuery, RowId } from '../../protocol/editor';
import { Disposable } from '../disposable';
import { MatchedRows, type MatchesHost } from './matchedRows';

/** Searches all rows of a dataset as they are now; `found` gets the ids of matching rows in file order, in pieces. */
export interface Finder {
  find(
    query: FindQuery,
    found: (ids: Iterable<RowId>, searchedRows: number) => void,
    signal: AbortSignal,
  ): Promise<{ readonly error?: string }>;
}

export interface FindHost extends MatchesHost {
  readonly finder: Finder;
  count(): number;
  /** A search broke off: words for the author, or an error. */
  failed(error: unknown): void;
}

type Progress = EditorHostEvents['findProgress'];

/** After a change of rows the search starts again, once it has been quiet for this long (ms). */
const QUIET = 300;

/**
 * The search of one view: which rows match, in file order. A row that is being edited stays among the matches until the next
 * search, so that it does not vanish under the author's hands; rows that come, go or move start the search again.
 */
export class FindSession extends Disposable {
  private found: MatchedRows;
  private query: FindQuery | undefined;
  private searchId = 0;
  private searchedRows = 0;
  private running: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: FindHost,
    private readonly tell: (progress: Progress) => void,
  ) {
    super();
    this.found = new MatchedRows(host);
  }

  /** The rows that match, as far as the search has come. */
  get matches(): MatchedRows {
    return this.found;
  }

  /** Starts a search and tells whether the query can be searched for. An empty text ends the search. */
  start(query: FindQuery, searchId: number): EditorCalls['find']['result'] {
    this.stop();
    this.searchId = searchId;
    this.query = query.text === '' ? undefined : query;
    this.found = new MatchedRows(this.host);
    this.searchedRows = 0;
    if (this.query === undefined) {
      this.announce(true);
      return {};
    }
    const matcher = compileQuery(query);
    if ('error' in matcher) {
      this.announce(true);
      return { error: matcher.error };
    }
    void this.search(this.query);
    return {};
  }

  documentChanged({ splices }: DocumentChange): void {
    if (this.query === undefined || splices.length === 0) return;
    const { query, searchId } = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.start(query, searchId), QUIET);
  }

  override dispose(): void {
    this.stop();
    super.dispose();
  }

  private async search(query: FindQuery): Promise<void> {
    const aborter = (this.running = new AbortController());
    const { found: matches } = this;
    const found = (ids: Iterable<RowId>, searchedRows: number): void => {
      if (aborter.signal.aborted) return;
      for (const id of ids) matches.push(id);
      this.searchedRows = searchedRows;
      this.announce(false);
    };
    try {
      const { error } = await this.host.finder.find(query, found, aborter.signal);
      if (error !== undefined) this.host.failed(error);
    } catch (error) {
      if (!aborter.signal.aborted) this.host.failed(error);
    }
    if (aborter.signal.aborted) return;
    this.searchedRows = this.host.count();
    this.announce(true);
  }

  private announce(done: boolean): void {
    this.tell({ searchId: this.searchId, matches: this.found.length, searchedRows: this.searchedRows, done });
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
  }
}
