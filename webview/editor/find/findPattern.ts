import type { FindQuery } from '../../../src/protocol/editor';

/**
 * Texts longer than this, by the number of unbounded repetitions in an author's expression, are not searched in the page: it could
 * take for ever, and nothing would stop it.
 */
const longestForRegex = [Infinity, 5_000, 300];

/** What to mark in the texts on the screen. */
export interface FindPattern {
  readonly regex: RegExp;
  readonly longestText: number;
}

/**
 * The query as a regular expression that is safe to run in the page; undefined when there is nothing to mark. The host runs the
 * author's expressions where they can be stopped; here only those run that cannot backtrack without end.
 */
export function toFindPattern(query: FindQuery): FindPattern | undefined {
  if (query.text === '') return undefined;
  const longestText = query.regex ? longestTextFor(query.text) : Infinity;
  if (longestText === undefined) return undefined;
  try {
    return { regex: query.regex ? expression(query) : words(query), longestText };
  } catch {
    return undefined;
  }
}

function expression({ text, matchCase, wholeWord }: FindQuery): RegExp {
  return new RegExp(wholeWord ? `\\b(?:${text})\\b` : text, matchCase ? 'g' : 'gi');
}

function words({ text, matchCase, wholeWord }: FindQuery): RegExp {
  const source = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(wholeWord ? `(?<![\\p{L}\\p{N}_])${source}(?![\\p{L}\\p{N}_])` : source, matchCase ? 'gu' : 'giu');
}

/** Without repeated groups the time is at most the text's length to the power of one more than the repetitions. */
function longestTextFor(source: string): number | undefined {
  const plain = source.replace(/\\./g, '_').replace(/\[[^\]]*\]/g, '_');
  if (/\)(?:[*+{]|\?.*[*+{])/.test(plain)) return undefined;
  return longestForRegex[plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0];
}
