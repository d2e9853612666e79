import { ClusterTable } from './clusterTable';
import type { Hash64 } from './contentHash';

/** A row of one of several datasets. Datasets and rows are numbered from 0. */
export interface RowPlace {
  readonly dataset: number;
  readonly row: number;
}

const FIRST_ROOM = 1024;

/**
 * The different texts of several datasets, numbered, and in which row of which dataset each stands first. Rows with the same text in
 * one dataset are one entry, so that a text that is repeated a million times costs no more than another. Some 50 bytes a text.
 */
export class TextHolders {
  private readonly texts = new ClusterTable();
  /** Text + 1 of each row, by dataset. */
  private readonly textsOfRows: Int32Array[] = [];
  /** Entry + 1 of the first of each text. */
  private heads: Int32Array = new Int32Array(FIRST_ROOM);
  /** Entry + 1 of the next of the same text. */
  private next: Int32Array = new Int32Array(FIRST_ROOM);
  private datasets: Int32Array = new Int32Array(FIRST_ROOM);
  private rows: Int32Array = new Int32Array(FIRST_ROOM);
  private entries = 0;
  private groups: Int32Array = new Int32Array(FIRST_ROOM);
  private readonly groupSets = new GroupSets();
  private end = 0;

  /** How many different texts there are. */
  get count(): number {
    return this.end;
  }

  /** Adds a row by the hash of its text. Gives the number of the text, and whether it is new. */
  add({ dataset, row }: RowPlace, key: Hash64): { readonly text: number; readonly isNew: boolean } {
    const known = this.texts.rowWith(key);
    const text = known ?? this.end++;
    if (known === undefined) this.texts.add(text, key);
    this.textsOfRows[dataset] = withValue(this.textsOfRows[dataset] ?? new Int32Array(FIRST_ROOM), row, text + 1);
    const entry = this.entryOf(text, dataset);
    if (entry === undefined) this.addEntry(text, dataset, row);
    else this.rows[entry] = Math.min(row, this.rows[entry] ?? row);
    return { text, isNew: known === undefined };
  }

  /** The text of a row; undefined for a row that was not added. */
  textOf({ dataset, row }: RowPlace): number | undefined {
    const text = this.textsOfRows[dataset]?.[row] ?? 0;
    return text === 0 ? undefined : text - 1;
  }

  /** The first row of a dataset with a text. */
  firstIn(text: number, dataset: number): number | undefined {
    const entry = this.entryOf(text, dataset);
    return entry === undefined ? undefined : this.rows[entry];
  }

  /** Where a text stands: its first row in each dataset that has it. */
  *placesOf(text: number): Generator<RowPlace> {
    for (let entry = this.heads[text] ?? 0; entry !== 0; entry = this.next[entry - 1] ?? 0) {
      yield { dataset: this.datasets[entry - 1] ?? 0, row: this.rows[entry - 1] ?? 0 };
    }
  }

  /** Which datasets have a text, as a number: texts of the same datasets have the same. */
  groupOf(text: number): number {
    return this.groups[text] ?? 0;
  }

  /** The hash of a text, which no other has. */
  keyOf(text: number): Hash64 {
    return this.texts.keyOf(text) ?? { high: 0, low: 0 };
  }

  private entryOf(text: number, dataset: number): number | undefined {
    for (let entry = this.heads[text] ?? 0; entry !== 0; entry = this.next[entry - 1] ?? 0) {
      if (this.datasets[entry - 1] === dataset) return entry - 1;
    }
    return undefined;
  }

  private addEntry(text: number, dataset: number, row: number): void {
    const entry = this.entries++;
    this.next = withValue(this.next, entry, this.heads[text] ?? 0);
    this.datasets = withValue(this.datasets, entry, dataset);
    this.rows = withValue(this.rows, entry, row);
    this.heads = withValue(this.heads, text, entry + 1);
    this.groups = withValue(this.groups, text, this.groupSets.with(this.groupOf(text), dataset));
  }
}

/** Sets of datasets, numbered; 0 is the empty one. */
class GroupSets {
  private readonly sets: (readonly number[])[] = [[]];
  private readonly numbers = new Map<string, number>();
  private readonly steps = new Map<string, number>();

  /** The set that has a dataset more. */
  with(group: number, dataset: number): number {
    const step = `${group} ${dataset}`;
    let number = this.steps.get(step);
    if (number === undefined) this.steps.set(step, (number = this.find(group, dataset)));
    return number;
  }

  private find(group: number, dataset: number): number {
    const set = [...new Set([...(this.sets[group] ?? []), dataset])].sort((a, b) => a - b);
    const known = this.numbers.get(set.join());
    if (known !== undefined) return known;
    this.numbers.set(set.join(), this.sets.length);
    return this.sets.push(set) - 1;
  }
}

/** Sets an entry; gives another array where it did not fit. */
function withValue(array: Int32Array, index: number, value: number): Int32Array {
  let room = array;
  if (index >= array.length) {
    room = new Int32Array(Math.max(index + 1, Math.ceil(array.length * 1.5)));
    room.set(array);
  }
  room[index] = value;
  return room;
}
