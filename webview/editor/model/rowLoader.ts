import type { LineSummary } from '../../../src/core/record/summarise';
import type { DocumentChange, EditorCalls, RowId, RowSummary } from '../../../src/protocol/editor';
import { Cell } from '../../shared/cell';
import { RowCache } from './rowCache';
import type { RowRange } from './rowRanges';

type GetRows = EditorCalls['getRows'];
export type ListView = GetRows['params']['view'];

const page = 100;
const overscan = 2 * page;
const longestRequest = 2 * page;

/**
 * Keeps the rows around the part in sight: one request is on its way, and the next asks for what is in sight by then, so a drag of
 * the scrollbar over a million rows asks for a handful.
 */
export class RowLoader {
  /** Grows when rows that may be in sight have changed. */
  readonly drawn = new Cell(0);
  readonly total = new Cell(0);
  readonly failure = new Cell<string | undefined>(undefined);
  readonly #cache = new RowCache();
  readonly #getRows: (params: GetRows['params']) => Promise<GetRows['result']>;
  #view: ListView = 'all';
  #visible: RowRange = { from: 0, to: 0 };
  #revision = -1;
  #isAsking = false;
  /** Counts fresh starts; an answer from before the last one is thrown away. */
  #era = 0;
  /** Rows as the author has edited them here, until the host has them so. */
  readonly #own = new Map<RowId, LineSummary>();
  /** Changes that came while a request was on its way. */
  #meanwhile: DocumentChange[] = [];
  /** What is on its way may be from before the last `invalidate`. */
  #isOutdated = false;

  constructor(getRows: (params: GetRows['params']) => Promise<GetRows['result']>) {
    this.#getRows = getRows;
  }

  get view(): ListView {
    return this.#view;
  }

  row(place: number): RowSummary | undefined {
    const row = this.#cache.get(place);
    const own = row === undefined ? undefined : this.#own.get(row.id);
    return row === undefined || own === undefined ? row : withSummary(row, own);
  }

  /** Shows a row as it was edited here: the host's answer takes longer than the author should wait for it. */
  showOwn(id: RowId, summary: LineSummary): void {
    this.#own.set(id, summary);
    this.#redraw();
  }

  /** Shows again what the host says of a row. `isTaken` when that is, or will be in a moment, what stands here. */
  dropOwn(id: RowId, isTaken: boolean): void {
    const own = this.#own.get(id);
    if (own === undefined) return;
    this.#own.delete(id);
    if (isTaken) this.#cache.replace(id, (row) => withSummary(row, own));
    this.#redraw();
  }

  /** The row, unless it may have changed or another may stand there. */
  freshRow(place: number): RowSummary | undefined {
    return this.#cache.getFresh(place);
  }

  /** Says which rows are in sight. */
  show(visible: RowRange): void {
    this.#visible = visible;
    void this.#fill();
  }

  /** Takes the first rows that came with the page itself. */
  begin({ revision, total, rows }: GetRows['result']): void {
    this.#revision = revision;
    this.#cache.put(0, rows);
    this.total.set(total);
    this.#redraw();
  }

  /** The page was told of the document, or of more of it. */
  restart(total: number, revision: number): void {
    const isNewer = revision > this.#revision;
    this.#revision = Math.max(revision, this.#revision);
    if (isNewer) this.#cache.markAllStale();
    if (this.#view === 'all') this.total.set(total);
    this.refresh();
  }

  switchTo(view: ListView, total: number): void {
    this.#view = view;
    this.#era++;
    this.#isAsking = false;
    this.#cache.clear();
    this.total.set(total);
    this.refresh();
  }

  /** More matches were found; the ones that are known stay where they are. */
  grow(total: number): void {
    this.total.set(total);
    void this.#fill();
  }

  /** Asks again for all that is in sight, after an error or when what is shown may be out of date. */
  refresh(): void {
    this.failure.set(undefined);
    this.#redraw();
    void this.#fill();
  }

  invalidate(): void {
    this.#isOutdated = this.#isAsking;
    this.#cache.markAllStale();
    this.refresh();
  }

  apply(change: DocumentChange): void {
    if (this.#isAsking) this.#meanwhile.push(change);
    if (change.revision <= this.#revision) return;
    this.#revision = change.revision;
    applyChange(this.#cache, change, this.#view);
    if (this.#view === 'all') this.total.set(change.total);
    this.refresh();
  }

  #redraw(): void {
    this.drawn.set(this.drawn.value + 1);
  }

  async #fill(): Promise<void> {
    const gap = this.#nextGap();
    if (this.#isAsking || gap === undefined || this.failure.value !== undefined) return;
    this.#isAsking = true;
    this.#meanwhile = [];
    this.#isOutdated = false;
    const era = this.#era;
    try {
      const answer = await this.#getRows({ from: gap.from, count: gap.to - gap.from, view: this.#view });
      if (era !== this.#era) return;
      this.#isAsking = false;
      this.#take(gap, answer);
    } catch (error) {
      if (era !== this.#era) return;
      this.#isAsking = false;
      this.failure.set(error instanceof Error ? error.message : String(error));
    }
    this.#redraw();
    await this.#fill();
  }

  /** What is missing in the pages in sight, else what is missing around them. */
  #nextGap(): RowRange | undefined {
    // Before the first answer nobody knows how many rows there are: ask for the first ones at once.
    const total = this.#revision < 0 ? Infinity : this.total.value;
    const { from, to } = this.#visible;
    const clip = (range: RowRange) => ({ from: Math.max(0, range.from), to: Math.min(total, range.to) });
    const pages = { from: Math.floor(from / page) * page, to: Math.ceil(to / page) * page };
    return (
      this.#cache.gap(clip(pages), longestRequest) ??
      this.#cache.gap(clip({ from: from - overscan, to: to + overscan }), longestRequest)
    );
  }

  #take(asked: RowRange, answer: GetRows['result']): void {
    if (answer.revision > this.#revision) {
      // The answer overtook the event that tells of the change: what was known before may stand elsewhere now.
      this.#cache.markAllStale();
      this.#revision = answer.revision;
      this.total.set(answer.total);
    } else if (answer.revision === this.#revision) {
      // While the file is indexed the total only grows, and an older answer may come after a newer event.
      this.total.set(this.#view === 'all' ? Math.max(answer.total, this.total.value) : answer.total);
    }
    if (answer.rows.length === 0 && asked.from < this.total.value) {
      throw new Error('The extension sent no rows where there are some.');
    }
    this.#cache.merge(this.#caughtUp(asked, answer));
  }

  /** The rows of an answer where they stand now, after the changes that came while it was on its way. */
  #caughtUp(asked: RowRange, answer: GetRows['result']): RowCache {
    const rows = new RowCache();
    rows.put(asked.from, answer.rows);
    for (const change of this.#meanwhile) {
      if (change.revision > answer.revision) applyChange(rows, change, this.#view);
    }
    this.#meanwhile = [];
    if (this.#isOutdated) rows.markAllStale();
    return rows;
  }
}

/** Whether rows came, went or moved; a text that changed is a row that gives way to one. */
export function movesRows({ splices, touched }: DocumentChange): boolean {
  return touched === undefined || splices.some(({ removed, inserted }) => removed !== inserted);
}

function applyChange(rows: RowCache, change: DocumentChange, view: ListView): void {
  if (view === 'all') for (const { at, removed, inserted } of change.splices) rows.splice(at, removed, inserted);
  else if (movesRows(change)) rows.markAllStale();
  if (change.touched === undefined) rows.markAllStale();
  else rows.markStale(new Set(change.touched.map(({ id }) => id)));
}

/** The row with another text, and what else the host said of it. */
function withSummary({ id, version, index, problems }: RowSummary, summary: LineSummary): RowSummary {
  return { id, version, index, ...(problems === undefined ? {} : { problems }), ...summary };
}
