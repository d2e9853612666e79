import type { JsonPath } from '../../../src/core/json/path';
import type { RowId, RowVersion } from '../../../src/protocol/editor';
import type { FindingCalls, FindingFilter, FindingsState, KindOfFix } from '../../../src/protocol/findings';
import { Cell } from '../../shared/cell';
import { Turns } from '../../shared/turns';
import type { FixPlace } from '../findings/previewPopover';
import { problemWords } from '../findings/severity';
import type { ListModel } from './listModel';
import { OpenFindings } from './openFindings';

/** While checks run, rows in sight are asked for again at most this often, in milliseconds. */
const refreshEvery = 400;

const anyFinding: FindingFilter = { codes: [], severities: [] };

/** Steps that may wait: more come from a key that is held down, and would go on after it is let go. */
const mostWaiting = 4;

/** What stands over the page because of findings. */
export type FindingsDialog =
  | { readonly kind: 'fixAll'; readonly title: string; readonly fixes: readonly KindOfFixChoice[] }
  | { readonly kind: 'compare'; readonly id: RowId; readonly cluster: ClusterOf };

export interface KindOfFixChoice extends KindOfFix {
  readonly title: string;
  readonly isSafe: boolean;
}

type ClusterOf = FindingCalls['getCluster']['params']['kind'];

/** A fix that was done; `version` is that of the row before. */
export interface FixDone {
  readonly id: RowId;
  readonly version: RowVersion;
  readonly path?: JsonPath;
  /** Of the finding in the list above the form. */
  readonly place: number | undefined;
}

export interface FindingsPort {
  call<K extends keyof FindingCalls>(method: K, params: FindingCalls[K]['params']): Promise<FindingCalls[K]['result']>;
  /** Where a row stands in the file; -1 when it is gone. */
  indexOf(id: RowId): Promise<number>;
  show(id: RowId): Promise<void>;
  /** The filter changed: the list should show what it shows now. */
  viewChanged(matches: number | undefined): void;
  announce(message: string): void;
  fail(message: string): void;
}

/** What the checks found: in the file, in the open row, and which of it the list is narrowed to. */
export class Findings {
  /** Undefined until the host has told. */
  readonly state = new Cell<FindingsState | undefined>(undefined);
  readonly open: OpenFindings;
  readonly filter = new Cell<FindingFilter | undefined>(undefined);
  readonly dialog = new Cell<FindingsDialog | undefined>(undefined);
  /** The row whose first finding should take the keyboard, once it is drawn. */
  readonly wish = new Cell<RowId | undefined>(undefined);
  /** The menu of fixes: of the field at `path`, of one finding, or of the whole row. */
  readonly menu = new Cell<{ readonly path?: JsonPath; readonly finding?: string } | undefined>(undefined);
  /** What was mended last: when the row has been judged again, the keyboard goes on from there. */
  lastFix: FixDone | undefined;
  /** The fix whose preview is shown. */
  readonly previews = new Cell<FixPlace | undefined>(undefined);
  readonly #list: ListModel;
  readonly #port: FindingsPort;
  readonly #turns = new Turns();
  #refreshed = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(list: ListModel, port: FindingsPort) {
    this.#list = list;
    this.#port = port;
    this.open = new OpenFindings((id) => port.call('getFindings', { id }));
  }

  get isFiltered(): boolean {
    return this.filter.value !== undefined;
  }

  take(state: FindingsState): void {
    // Nothing is judged yet, and nothing was: the rows have nothing to show, and the first findings need not wait for a turn.
    const isNothing = state.checkedRows + (this.state.value?.checkedRows ?? 0) === 0;
    this.state.set(state);
    this.open.ask();
    if (isNothing && !state.done) return;
    const wait = this.#refreshed + refreshEvery - performance.now();
    if (wait <= 0) this.#refresh();
    else
      this.#timer ??= setTimeout(() => {
        this.#refresh();
      }, wait);
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#refreshed = performance.now();
    void this.#list.refresh(this.isFiltered);
  }

  /** Narrows the list to rows with such findings; a filter that asks for nothing ends that. */
  async narrow(filter: FindingFilter | undefined): Promise<void> {
    const wanted =
      filter === undefined || (filter.codes.length === 0 && filter.severities.length === 0) ? undefined : filter;
    if (wanted === undefined && this.filter.value === undefined) return;
    this.filter.set(wanted);
    try {
      const { total } = await this.#port.call('filterByFindings', { filter: wanted });
      if (this.filter.value === wanted) this.#port.viewChanged(wanted === undefined ? undefined : total);
    } catch (error) {
      if (this.filter.value === wanted) {
        this.filter.set(undefined);
        this.#port.viewChanged(undefined);
      }
      this.#port.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Goes to the next row with problems (of the filter), or the one before, round the end of the file. */
  async step(backwards: boolean): Promise<void> {
    if (this.#turns.count <= mostWaiting) await this.#turns.take(() => this.#step(backwards));
  }

  async #step(backwards: boolean): Promise<void> {
    try {
      const id = this.#list.activeId;
      const from = id === undefined ? -1 : await this.#port.indexOf(id);
      const filter = this.filter.value ?? anyFinding;
      const next = await this.#port.call('nextProblem', { from, backwards, filter });
      if (next === undefined) {
        this.#port.announce(this.state.value?.done === false ? 'No problems found so far' : 'No problems');
        return;
      }
      const wentRound = backwards ? next.index >= from : next.index <= from;
      await this.#port.show(next.id);
      this.wish.set(next.id);
      await this.#announce(next.id, next.index, wentRound ? (backwards ? 'From the end. ' : 'From the start. ') : '');
    } catch (error) {
      this.#port.fail(error instanceof Error ? error.message : String(error));
    }
  }

  async #announce(id: RowId, index: number, prefix: string): Promise<void> {
    const findings = (await this.open.of(id))?.findings ?? [];
    const count = problemWords(findings.length);
    const first = findings[0] === undefined ? '' : `: ${findings[0].message.replaceAll('`', '')}`;
    this.#port.announce(`${prefix}Example ${(index + 1).toLocaleString('en')}, ${count}${first}`);
  }
}
