import { TASK_TYPES, type TaskType } from '../classify/taskTypes';
import { MEASURES, type Measure } from './balanceData';
import { CountedColumn } from './countedColumn';
import { MeasureColumn } from './measureColumn';
import { NameTable } from './nameTable';
import { OpeningColumn } from './openingColumn';
import type { RowTraits } from './rowTraits';

/** What was guessed of an example. */
export interface Guess {
  /** undefined where the classifier would not say. */
  readonly type: TaskType | undefined;
  /** 0 to 1. */
  readonly confidence: number;
  /** A BCP 47 code; '' where none was told. */
  readonly language: string;
}

/** Values of the column `kind`. */
export const EXAMPLE = 1;
export const NO_EXAMPLE = 2;
/** Value of the column `guesses` for a row about which the classifier would not say; others are the position in `TASK_TYPES` + 2. */
export const ABSTAINED = 1;
/** Bit in the column `traits` of every example, so that it is never 0. */
export const TRAITS_KNOWN = 0x80;

/** Columns of names. */
export const NAMED = ['declaredType', 'source', 'split', 'review', 'responseOpening', 'language'] as const;
export type Named = (typeof NAMED)[number];

/** Names of a column, and their numbers by row. */
export interface NamedColumn {
  readonly table: NameTable;
  readonly column: CountedColumn;
}

/**
 * What is counted of each row, by slot: some 25 bytes a row. Every count follows the changes of rows, so that after an edit nothing
 * is counted again, and any order of changes that leaves the same rows leaves the same counts.
 */
export class BalanceColumns {
  readonly kinds = new CountedColumn();
  readonly traits = new CountedColumn();
  readonly guesses = new CountedColumn();
  /** Sums of confidence by `guesses` value, in hundredths, so that sums are exact. */
  private readonly confidenceSums = new Float64Array(TASK_TYPES.length + 2);
  private readonly confidences = new CountedColumn();
  readonly named: Readonly<Record<Named, NamedColumn>>;
  readonly measures: Readonly<Record<Measure, MeasureColumn>>;
  readonly openings = new OpeningColumn();

  constructor() {
    const named = () => ({ table: new NameTable(), column: new CountedColumn() });
    this.named = {
      declaredType: named(),
      source: named(),
      split: named(),
      review: named(),
      responseOpening: named(),
      language: named(),
    };
    this.measures = {
      promptCharacters: new MeasureColumn(),
      responseCharacters: new MeasureColumn(),
      promptTokens: new MeasureColumn(),
      responseTokens: new MeasureColumn(),
      totalTokens: new MeasureColumn(),
      turns: new MeasureColumn(),
    };
  }

  /** Rows that are counted. */
  get rows(): number {
    return this.examples + this.kinds.countOf(NO_EXAMPLE);
  }

  get examples(): number {
    return this.kinds.countOf(EXAMPLE);
  }

  /** Examples for which there is a guess, if only that there is none to be made. */
  get guessed(): number {
    let sum = 0;
    for (const [, count] of this.guesses.entries()) sum += count;
    return sum;
  }

  isSeen(slot: number): boolean {
    return this.kinds.get(slot) !== 0;
  }

  isExample(slot: number): boolean {
    return this.kinds.get(slot) === EXAMPLE;
  }

  isGuessed(slot: number): boolean {
    return this.guesses.get(slot) !== 0;
  }

  /** Counts a row, in place of what it was. @param traits undefined for a row that is no example */
  take(slot: number, traits: RowTraits | undefined): void {
    this.forgetGuess(slot);
    this.kinds.set(slot, traits === undefined ? NO_EXAMPLE : EXAMPLE);
    this.traits.set(slot, traits === undefined ? 0 : traits.traits | TRAITS_KNOWN);
    for (const name of NAMED) {
      if (name === 'language') continue;
      const { table, column } = this.named[name];
      column.set(slot, traits === undefined ? 0 : table.numberOf(traits[name]));
    }
    for (const measure of MEASURES) this.measures[measure].set(slot, traits?.[measure]);
    this.openings.set(slot, traits?.opening);
  }

  takeGuess(slot: number, { type, confidence, language }: Guess): void {
    this.forgetGuess(slot);
    const value = type === undefined ? ABSTAINED : guessValue(type);
    const hundredths = Math.round(confidence * 100);
    this.guesses.set(slot, value);
    this.confidences.set(slot, hundredths);
    this.confidenceSums[value] = (this.confidenceSums[value] ?? 0) + hundredths;
    const { table, column } = this.named.language;
    column.set(slot, table.numberOf(language));
  }

  /** A row that went. */
  forget(slot: number): void {
    if (!this.isSeen(slot)) return;
    this.take(slot, undefined);
    this.kinds.set(slot, 0);
  }

  /** How sure the classifier was of the examples of a type, on average (0 to 1). */
  confidenceOf(type: TaskType): number {
    const value = guessValue(type);
    const count = this.guesses.countOf(value);
    return count === 0 ? 0 : (this.confidenceSums[value] ?? 0) / count / 100;
  }

  private forgetGuess(slot: number): void {
    const value = this.guesses.get(slot);
    if (value === 0) return;
    this.confidenceSums[value] = (this.confidenceSums[value] ?? 0) - this.confidences.get(slot);
    this.guesses.set(slot, 0);
    this.confidences.set(slot, 0);
    this.named.language.column.set(slot, 0);
  }
}

/** The value of a type in the column `guesses`. */
export function guessValue(type: TaskType): number {
  return TASK_TYPES.indexOf(type) + 2;
}
