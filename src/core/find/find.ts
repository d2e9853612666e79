import type { CandidateScanner } from './candidates';
import { FoundRows, type TellFound } from './foundRows';
import { type Prefilter, prefilterFor } from './prefilter';
import { compileQuery, type FindQuery } from './query';
import { rowQueryOf } from './rowMatch';
import { type Breathe, type SearchedRows, searchRows } from './searchRows';

/** What a search came to. */
export type FindResult =
  /** All rows were searched, but for some that were too long. */
  | { readonly kind: 'done'; readonly skipped: number }
  /** The query is no regular expression; `message` says why, in the engine's English. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** The author's pattern did not come to an end on a row behind the first `searchedRows`. */
  | { readonly kind: 'too-slow'; readonly searchedRows: number };

export interface FindOptions {
  /** Gets the ids of matching rows in order, in batches; also progress without matches. */
  readonly tell: TellFound;
  readonly breathe: Breathe;
  /** Makes the scanner of a plain query; without one, every line is looked at. */
  readonly scannerFor: (prefilter: Prefilter) => CandidateScanner | undefined;
  /** How many matches an earlier try has told of already. */
  readonly skip?: number;
}

/**
 * Finds the rows that match a plain query. Patterns of an author run elsewhere (`patternSearch.ts`).
 * @throws TornReadError; what `breathe` throws
 */
export async function findRows(rows: SearchedRows, query: FindQuery, options: FindOptions): Promise<FindResult> {
  const matcher = compileQuery(query);
  if ('error' in matcher) return { kind: 'invalid', message: matcher.error };
  const prefilter = prefilterFor(query);
  const scanner = prefilter && options.scannerFor(prefilter);
  const found = new FoundRows(options.tell, options.skip);
  const skipped = await searchRows(rows, rowQueryOf(query, matcher), scanner, found, options.breathe);
  found.flush();
  return { kind: 'done', skipped };
}
