import { isUnmeasured } from '../classify/taskTaxonomies';
import { TASK_TYPES } from '../classify/taskTypes';
import { ABSTAINED, type BalanceColumns, guessValue, type NamedColumn, NO_EXAMPLE } from './balanceColumns';
import {
  type BalanceData,
  type Basis,
  type GuessedTypes,
  MEASURES,
  type NamedCount,
  type NamedCounts,
  type NumberHistogram,
  type OpeningWords,
  type OverLimit,
  TOKEN_MEASURES,
  TRAITS,
} from './balanceData';
import { agreementOf } from './agreement';
import { measuresOf } from './measures';
import { bitOf } from './rowTraits';

const MOST_NAMES = 200;
const MOST_OPENINGS = 40;
const MOST_NEXT_WORDS = 12;
/** So many first words are compared with known sets (reference: Self-Instruct and its kin, 72 to 97 %). */
const COMMON_OPENINGS = 24;

/** The part of `BalanceData` that comes from columns. */
export type Figures = Omit<BalanceData, 'revision' | 'isWorking' | 'overLimit' | 'problems' | 'clusters'>;

/**
 * The figures of columns.
 * @param guesses columns of the rows whose types and languages were guessed: the same, or those of a sample
 */
export function figuresOf(columns: BalanceColumns, guesses: BalanceColumns, total: number): Figures {
  const { named } = columns;
  const basis: Basis = { rows: columns.rows, total };
  const declared = namedCounts(named.declaredType);
  return {
    basis,
    examples: columns.examples,
    notExamples: columns.kinds.countOf(NO_EXAMPLE),
    declaredTypes: { ...declared, measures: measuresOf(countsOfNames(named.declaredType)) },
    guessedTypes: guessedTypes(guesses, total),
    openings: openingWords(columns, basis),
    responseOpenings: namedCounts(named.responseOpening),
    measures: byKey(MEASURES, (measure): NumberHistogram => columns.measures[measure].histogram()),
    languages: namedCounts(guesses.named.language),
    sources: namedCounts(named.source),
    splits: namedCounts(named.split),
    review: namedCounts(named.review),
    traits: byKey(TRAITS, (trait) => countBit(columns, bitOf(trait))),
  };
}

/** How many examples are over a limit of tokens. */
export function overLimitOf({ measures }: BalanceColumns, limit: number): OverLimit {
  return { limit, examples: byKey(TOKEN_MEASURES, (measure) => measures[measure].countOver(limit)) };
}

/** How often the names of a column occur. */
export function namedCounts({ table, column }: NamedColumn): NamedCounts {
  const all: NamedCount[] = [];
  let unnamed = 0;
  let without = 0;
  for (const [number, count] of column.entries()) {
    if (table.isNamed(number)) all.push({ name: table.nameOf(number), count });
    else if (number === 1) without = count;
    else unnamed += count;
  }
  const entries = mostFrequent(all, MOST_NAMES);
  const listed = entries.reduce((sum, { count }) => sum + count, 0);
  const named = all.reduce((sum, { count }) => sum + count, 0);
  return { entries, distinct: all.length + (unnamed > 0 ? 1 : 0), unlisted: named - listed + unnamed, without };
}

function* countsOfNames({ table, column }: NamedColumn): Generator<number> {
  for (const [number, count] of column.entries()) if (number !== 1 && table.isNamed(number)) yield count;
}

function guessedTypes(columns: BalanceColumns, total: number): GuessedTypes {
  const abstained = columns.guesses.countOf(ABSTAINED);
  const types = TASK_TYPES.map((type) => ({
    type,
    count: columns.guesses.countOf(guessValue(type)),
    confidence: columns.confidenceOf(type),
    isUnmeasured: isUnmeasured(type),
  }));
  const guessed = types.reduce((sum, { count }) => sum + count, 0);
  const seen = guessed + abstained;
  return {
    basis: { rows: seen, total },
    types,
    abstained,
    coverage: seen === 0 ? 0 : guessed / seen,
    agreement: agreementOf(columns),
    measures: measuresOf(types.map(({ count }) => count)),
  };
}

function openingWords({ openings, examples }: BalanceColumns, basis: Basis): OpeningWords {
  const counts = openings.wordCounts();
  const words = mostFrequent(counts, MOST_OPENINGS);
  const common = words.slice(0, COMMON_OPENINGS).reduce((sum, { count }) => sum + count, 0);
  return {
    basis,
    words: words.map(({ name, count }) => ({
      word: name,
      count,
      next: mostFrequent(openings.nextCounts(name), MOST_NEXT_WORDS),
    })),
    distinct: counts.length,
    top24Share: examples === 0 ? 0 : common / examples,
  };
}

function countBit({ traits }: BalanceColumns, bit: number): number {
  let sum = 0;
  for (const [value, count] of traits.entries()) if ((value & bit) !== 0) sum += count;
  return sum;
}

function byKey<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}

/** The `most` most frequent names, sorted. Sorts only those that may be among them: there may be tens of thousands. */
function mostFrequent(names: readonly NamedCount[], most: number): NamedCount[] {
  const least =
    names.length > most
      ? (Int32Array.from(names, ({ count }) => count)
          .sort()
          .at(-most) ?? 0)
      : 0;
  return names
    .filter(({ count }) => count >= least)
    .sort((a, b) => b.count - a.count || compare(a.name, b.name))
    .slice(0, most);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
