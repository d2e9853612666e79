import type { FindingFilter } from '../../protocol/findings';
import type { RowId } from '../../protocol/editor';
import { Disposable } from '../disposable';
import { MatchedRows, type MatchesHost } from '../editor/matchedRows';
import { RowIdList } from '../editor/rowIdList';
import type { DatasetFindings } from './datasetFindings';
import { toRowFilter } from './rowFilter';

export interface FilterHost extends MatchesHost {
  /** The row that the author works on. It stays where it is, also when it has no such finding any more. */
  readonly selected: () => RowId | undefined;
}

/** While the checks are under way, the rows are found anew no more often than this (ms). */
const INTERVAL = 1_000;

/** The rows of one view that have some findings. Follows edits and the progress of the checks (`renew`). */
export class ProblemFilter extends Disposable {
  private filter: FindingFilter | undefined;
  private found: MatchedRows;
  /** What the rows were last found for. */
  private stamp: unknown;
  private renewed = 0;
  /** The row that stays although it has no such finding any more. */
  private kept: RowId | undefined;

  constructor(
    private readonly findings: DatasetFindings,
    private readonly host: FilterHost,
  ) {
    super();
    this.found = new MatchedRows(host);
  }

  get isOn(): boolean {
    return this.filter !== undefined;
  }

  get matches(): MatchedRows {
    return this.found;
  }

  /** Shows the rows with such findings from now on; all rows without a filter. */
  async set(filter: FindingFilter | undefined): Promise<number> {
    this.filter = filter;
    this.found = new MatchedRows(this.host);
    this.stamp = undefined;
    await this.renew();
    return this.found.length;
  }

  /** Finds the rows anew, where the checks have found more or the dataset has changed since. */
  async renew(): Promise<void> {
    const { filter } = this;
    const { report: stamp, isAllDone } = this.findings;
    if (filter === undefined || stamp === undefined || stamp === this.stamp) return;
    const isEarly = this.stamp !== undefined && !isAllDone && Date.now() - this.renewed < INTERVAL;
    if (isEarly) return;
    this.stamp = stamp;
    this.renewed = Date.now();
    const answer = await this.findings.ask('rowsWith', toRowFilter(filter));
    // What was asked later is newer.
    if (answer === undefined || stamp !== this.stamp || filter !== this.filter || this.isDisposed) return;
    this.found = new MatchedRows(this.host, RowIdList.of(this.withSelected(answer.value)));
  }

  /** The author went to another row. True where the one left must go now: `renew`. */
  selectionChanged(): boolean {
    if (this.kept === undefined || this.kept === this.host.selected()) return false;
    this.stamp = undefined;
    return true;
  }

  private withSelected(ids: Float64Array): Float64Array {
    const id = this.host.selected();
    this.kept = undefined;
    if (id === undefined || this.found.locate(id) < 0 || ids.includes(id)) return ids;
    this.kept = id;
    const place = this.placeOf(id, ids);
    const all = new Float64Array(ids.length + 1);
    all.set(ids.subarray(0, place));
    all[place] = id;
    all.set(ids.subarray(place), place + 1);
    return all;
  }

  /** How many of the rows stand before a row. */
  private placeOf(id: RowId, ids: Float64Array): number {
    const index = this.host.indexOf(id);
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.host.indexOf(ids[middle] ?? -1) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
