import type { RowId } from '../../../src/protocol/editor';

/** Text in fields that cannot be put into the line yet, JSON half typed: kept while other rows are looked at. */
export class Drafts {
  readonly #drafts = new Map<string, string>();

  get(row: RowId, field: string): string | undefined {
    return this.#drafts.get(`${row} ${field}`);
  }

  set(row: RowId, field: string, text: string | undefined): void {
    const key = `${row} ${field}`;
    if (text === undefined) this.#drafts.delete(key);
    else this.#drafts.set(key, text);
  }
}
