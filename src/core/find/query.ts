/** What an author looks for. */
export interface FindQuery {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  /** `text` is a regular expression of JavaScript; `^` and `$` match at the lines of a text. */
  readonly regex: boolean;
}

/** Says of a text whether it matches a query. */
export interface TextMatcher {
  matches(text: string): boolean;
}

/**
 * The matcher of a query, or in English why there can be none. Without `matchCase`, letters are equal as in a JavaScript regular
 * expression with the flag `i`: by upper case, one UTF-16 unit at a time, and ASCII with ASCII only.
 */
export function compileQuery(query: FindQuery): TextMatcher | { readonly error: string } {
  if (!query.regex && query.matchCase && !query.wholeWord) return { matches: (text) => text.includes(query.text) };
  const pattern = query.regex ? compilePattern(query) : compilePlain(query);
  if (!(pattern instanceof RegExp)) return pattern;
  return query.wholeWord ? new WordMatcher(pattern) : new PatternMatcher(pattern);
}

function compilePlain({ text, matchCase, wholeWord }: FindQuery): RegExp {
  const flags = (matchCase ? '' : 'i') + (wholeWord ? 'g' : '');
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags);
}

/** With the flag `u` where it can be: `.` is a whole character then. Old-style escapes such as `\-` only work without. */
function compilePattern({ text, matchCase, wholeWord }: FindQuery): RegExp | { readonly error: string } {
  const flags = (matchCase ? 'm' : 'mi') + (wholeWord ? 'g' : '');
  try {
    return new RegExp(text, `${flags}u`);
  } catch {
    try {
      return new RegExp(text, flags);
    } catch (error) {
      return { error: reasonOf(error) };
    }
  }
}

/** "Invalid regular expression: /(/m: Unterminated group" says in its last part what an author needs. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(message.lastIndexOf(': ') + 1).trim();
}

class PatternMatcher implements TextMatcher {
  constructor(private readonly pattern: RegExp) {}

  matches(text: string): boolean {
    return this.pattern.test(text);
  }
}

/** Matches only between words, as VS Code does: an edge of a match counts where a word ends, or where the match has no word. */
class WordMatcher implements TextMatcher {
  constructor(private readonly pattern: RegExp) {}

  matches(text: string): boolean {
    const { pattern } = this;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const end = match.index + match[0].length;
      if (isEdge(text, match.index) && isEdge(text, end)) return true;
      // Look again from the next character on: a match further in may stand alone. A whole one, or `u` would step back into it.
      pattern.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
    }
    return false;
  }
}

const WORD_BEFORE = /[\p{L}\p{M}\p{N}_]$/u;
const WORD_AFTER = /^[\p{L}\p{M}\p{N}_]/u;

function isEdge(text: string, at: number): boolean {
  return !(WORD_BEFORE.test(text.slice(Math.max(0, at - 2), at)) && WORD_AFTER.test(text.slice(at, at + 2)));
}
