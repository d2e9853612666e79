import type { JsonValue } from '../json/path';
import type { Shape } from '../record/view';

/** What one row adds to what is known of its file. Rows of the same keys and types share one signature. */
export interface RowFacts {
  readonly shape: Shape;
  /** Top-level keys with their types: `instruction:s,output:s`. Few different ones, however many rows. */
  readonly signature: string;
  /** Set where the whole response is a word like "none" or "n/a": which instruction it answers, as a hash. */
  readonly label?: number;
}

/** One letter a type, so that signatures stay short. */
export type TypeLetter = 's' | 'n' | 'b' | 'z' | 'a' | 'o';

/** The signature of a record. Keys are escaped so that none can look like two. */
export function signatureOf(record: Readonly<Record<string, JsonValue>>): string {
  let signature = '';
  for (const key of Object.keys(record)) {
    signature += `${key.replace(/[,%]/g, escapeMark)}:${typeLetter(record[key])},`;
  }
  return signature;
}

function escapeMark(mark: string): string {
  return mark === ',' ? '%2C' : '%25';
}

export function typeLetter(value: JsonValue | undefined): TypeLetter {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    default:
      return value === null || value === undefined ? 'z' : Array.isArray(value) ? 'a' : 'o';
  }
}

/** What the checks ask of the rows of a file as a whole. Holds until a row comes or goes. */
export interface FactsSummary {
  /** Rows that are objects. */
  readonly rows: number;
  /** The shape of most rows; `unknown` where most have none. */
  readonly shape: Shape;
  /** The keys that rows have, each once. */
  keys(): Iterable<string>;
  /** How many rows have a key. */
  rowsWith(key: string): number;
  /** How many rows have null at a key. */
  nullsAt(key: string): number;
  /** The type that a key has in more than half of the rows that have it, null aside. */
  typeOf(key: string): TypeLetter | undefined;
  /** How many rows answer an instruction with a word like "none". */
  labelCount(instruction: number): number;
}

/**
 * Counts what the checks must know of a whole file. Rows come and go, and parts of a file are counted apart and merged; the order
 * does not matter. A row costs as many steps as it has keys, however many rows and signatures there are.
 */
export class DatasetFacts {
  private readonly signatures = new Map<string, { count: number; readonly facts: RowFacts }>();
  private readonly shapes = new Map<Shape, number>();
  private readonly keys = new Map<string, Map<TypeLetter, number>>();
  private readonly labels = new Map<number, number>();
  private rows = 0;
  private known: FactsSummary | undefined;

  add(row: RowFacts, times = 1): void {
    const name = `${row.shape} ${row.signature}`;
    const entry = this.signatures.get(name);
    if (entry === undefined) this.signatures.set(name, { count: times, facts: row });
    else if (entry.count + times === 0) this.signatures.delete(name);
    else entry.count += times;
    this.rows += times;
    count(this.shapes, row.shape, times);
    for (const [key, type] of fieldsOf(row.signature)) {
      let types = this.keys.get(key);
      if (types === undefined) this.keys.set(key, (types = new Map<TypeLetter, number>()));
      count(types, type, times);
      if (types.size === 0) this.keys.delete(key);
    }
    if (row.label !== undefined) count(this.labels, row.label, times);
    this.known = undefined;
  }

  remove(row: RowFacts): void {
    this.add(row, -1);
  }

  merge(other: DatasetFacts): void {
    for (const entry of other.signatures.values()) {
      this.add({ shape: entry.facts.shape, signature: entry.facts.signature }, entry.count);
    }
    for (const [label, times] of other.labels) count(this.labels, label, times);
    this.known = undefined;
  }

  /** What is known now; the same object until a row comes or goes. */
  get summary(): FactsSummary {
    return (this.known ??= {
      rows: this.rows,
      shape: mostFrequent(this.shapes) ?? 'unknown',
      keys: () => this.keys.keys(),
      rowsWith: (key) => sum(this.keys.get(key)),
      nullsAt: (key) => this.keys.get(key)?.get('z') ?? 0,
      typeOf: (key) => majority(this.keys.get(key)),
      labelCount: (instruction) => this.labels.get(instruction) ?? 0,
    });
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, times: number): void {
  const total = (counts.get(key) ?? 0) + times;
  if (total === 0) counts.delete(key);
  else counts.set(key, total);
}

/**
 * What of a summary the verdicts go by, as text: while it stays the same, rows that did not change need no new check for what other
 * rows did.
 */
export function conclusionsOf(summary: FactsSummary, keys: Iterable<string>, knownShare: number): string {
  const verdicts = [...keys].sort().map((key) => {
    const isKnown = summary.rowsWith(key) >= knownShare * summary.rows;
    return `${key}:${summary.typeOf(key) ?? ''}${isKnown ? '+' : '-'}`;
  });
  return [summary.shape, ...verdicts].join(' ');
}

/** Facts of no rows: every row is judged by itself. */
export const NO_FACTS: FactsSummary = new DatasetFacts().summary;

/** The keys of a signature and their types. */
export function fieldsOf(signature: string): [string, TypeLetter][] {
  const fields = signature.split(',');
  return fields.slice(0, -1).map((field) => {
    const key = field.slice(0, -2);
    return [key.replaceAll('%2C', ',').replaceAll('%25', '%'), field.slice(-1) as TypeLetter];
  });
}

function sum(types: ReadonlyMap<TypeLetter, number> | undefined): number {
  let total = 0;
  types?.forEach((count) => (total += count));
  return total;
}

/** Null is no type of its own: loaders let any column hold it. */
function majority(types: ReadonlyMap<TypeLetter, number> | undefined): TypeLetter | undefined {
  const typed = sum(types) - (types?.get('z') ?? 0);
  let most: TypeLetter | undefined;
  types?.forEach((count, type) => {
    if (type !== 'z' && count * 2 > typed) most = type;
  });
  return most;
}

/** The first in name order among equals, so that the order of the rows cannot decide. */
function mostFrequent(shapes: ReadonlyMap<Shape, number>): Shape | undefined {
  return [...shapes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
