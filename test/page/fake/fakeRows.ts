import type { RowId, RowVersion } from '../../../src/protocol/editor';

export interface FakeRow {
  readonly id: RowId;
  readonly version: RowVersion;
  readonly text: string;
}

/** The rows of the fake document. */
export interface FakeRows {
  readonly count: number;
  at(index: number): FakeRow | undefined;
  indexOf(id: RowId): number;
  replace(index: number, text: string): void;
  splice(at: number, removed: number, inserted: readonly FakeRow[]): void;
}

/** Rows in an array: can do everything. */
export class ArrayRows implements FakeRows {
  #rows: FakeRow[];

  constructor(lines: readonly string[]) {
    this.#rows = lines.map((text, index) => ({ id: index + 1, version: 1, text }));
  }

  get count(): number {
    return this.#rows.length;
  }

  at(index: number): FakeRow | undefined {
    return this.#rows[index];
  }

  indexOf(id: RowId): number {
    return this.#rows.findIndex((row) => row.id === id);
  }

  replace(index: number, text: string): void {
    const row = this.#rows[index];
    if (row !== undefined) this.#rows[index] = { ...row, version: row.version + 1, text };
  }

  splice(at: number, removed: number, inserted: readonly FakeRow[]): void {
    this.#rows.splice(at, removed, ...inserted);
  }

  snapshot(): readonly FakeRow[] {
    return [...this.#rows];
  }

  restore(rows: readonly FakeRow[]): void {
    this.#rows = [...rows];
  }
}

/** Millions of rows, each made when it is asked for; texts can be edited, rows cannot come or go. */
export class SyntheticRows implements FakeRows {
  readonly #edited = new Map<number, FakeRow>();

  constructor(readonly count: number) {}

  at(index: number): FakeRow | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return this.#edited.get(index) ?? { id: index + 1, version: 1, text: syntheticLine(index) };
  }

  indexOf(id: RowId): number {
    return id >= 1 && id <= this.count ? id - 1 : -1;
  }

  replace(index: number, text: string): void {
    const row = this.at(index);
    if (row !== undefined) this.#edited.set(index, { ...row, version: row.version + 1, text });
  }

  splice(): void {
    throw new Error('Rows of a synthetic document cannot come or go.');
  }
}

const tasks = ['open_qa', 'summarization', 'classification', 'brainstorming'];

function syntheticLine(index: number): string {
  const number = index + 1;
  return JSON.stringify({
    instruction: `Name the number that follows ${number}.`,
    response: `The number that follows ${number} is ${number + 1}.`,
    category: tasks[index % tasks.length],
  });
}
