import type { BenchmarkIndex } from '../duplicates/wordRuns';
import type { JsonPath } from '../json/path';
import { excerpt, fieldName } from './fieldName';
import type { RowContext } from './rowContext';
import type { TrainingText } from './trainingTexts';

/** A run of words that a field shares with a benchmark. `from` and `to` are UTF-16 offsets in the text of the field. */
export interface Leak {
  readonly path: JsonPath;
  readonly from: number;
  readonly to: number;
  readonly words: number;
  readonly file: string;
  /** The beginning of what is shared. */
  readonly text: string;
}

/** The long runs of words that an example shares with benchmarks: one for each field, the first. */
export function leaksOf(texts: readonly TrainingText[], benchmarks: BenchmarkIndex): Leak[] {
  return texts.flatMap(({ path, text }) => {
    const shared = benchmarks.find(text);
    if (shared === undefined) return [];
    const { start, end, words, file } = shared;
    return [{ path, from: start, to: end, words, file, text: excerpt(text.slice(start, end), 80) }];
  });
}

export function reportLeaks(context: RowContext, leaks: readonly Leak[]): void {
  if (!context.config.has('leak/benchmark')) return;
  for (const { path, from, to, words, file, text } of leaks) {
    context.report('leak/benchmark', 'default', { path, from, to }, { field: fieldName(path), words, file, text });
  }
}
