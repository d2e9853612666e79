import type { RowId, RowVersion } from '../../../src/protocol/editor';
import type { FindingCalls, RowFinding } from '../../../src/protocol/findings';
import { Cell } from '../../shared/cell';

export interface RowFindings {
  readonly id: RowId;
  /** The version of the row that was judged. */
  readonly version: RowVersion;
  readonly findings: readonly RowFinding[];
}

type GetFindings = (id: RowId) => Promise<FindingCalls['getFindings']['result']>;

/** The findings of the open row, as the host judged it last. One request is on its way, and the next is for what is open by then. */
export class OpenFindings {
  /** May still be those of the row before: compare the id. */
  readonly row = new Cell<RowFindings | undefined>(undefined);
  readonly #getFindings: GetFindings;
  #wanted: RowId | undefined;
  #isAsking = false;
  #isStale = false;

  constructor(getFindings: GetFindings) {
    this.#getFindings = getFindings;
  }

  /** Another row is open. */
  open(id: RowId | undefined): void {
    if (id !== this.#wanted) this.ask(id);
  }

  /** Asks again: the row, or what it is compared with, has changed. */
  ask(id = this.#wanted): void {
    this.#wanted = id;
    if (this.#isAsking) this.#isStale = true;
    else void this.#load();
  }

  /** The findings of a row that is being opened, once they are there. */
  async of(id: RowId): Promise<RowFindings | undefined> {
    if (this.row.value?.id === id) return this.row.value;
    if (this.#wanted !== id) return undefined;
    return new Promise((resolve) => {
      const stop = this.row.subscribe((row) => {
        stop();
        resolve(row?.id === id ? row : undefined);
      });
    });
  }

  async #again(): Promise<void> {
    if (this.#isStale) await this.#load();
  }

  async #load(): Promise<void> {
    const id = this.#wanted;
    if (id === undefined) {
      this.row.set(undefined);
      return;
    }
    this.#isAsking = true;
    this.#isStale = false;
    // Where checks cannot run, `FindingsState.failed` says so once; a row that is gone has no findings.
    const answer = await this.#getFindings(id).catch(() => undefined);
    this.#isAsking = false;
    if (this.#wanted === id) this.row.set(answer === undefined ? undefined : { id, ...answer });
    await this.#again();
  }
}
