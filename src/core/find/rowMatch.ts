import { isWholeNeedle } from './prefilter';
import type { FindQuery, TextMatcher } from './query';

/** What a row is searched for, and what that asks of the search. */
export interface RowQuery {
  readonly matcher: TextMatcher;
  /** A plain text: found inside a value, it is found in the raw line too. Not so a pattern, which may be bound to the ends. */
  readonly isPlain: boolean;
  /** Whether a row matches that holds the needle of the query's prefilter in a value. */
  readonly isNeedle: boolean;
  /** Whether digits of a number may match. */
  readonly mayMatchNumbers: boolean;
}

export function rowQueryOf(query: FindQuery, matcher: TextMatcher): RowQuery {
  const mayMatchNumbers = query.regex || /^[-+\d.e]+$/i.test(query.text);
  return { matcher, isPlain: !query.regex, isNeedle: isWholeNeedle(query), mayMatchNumbers };
}

/**
 * Whether a row matches: one of its texts or numbers, wherever in the record it stands; keys do not count. A line that is not
 * JSON matches as it is. `line` has no line end.
 *
 * The line is not parsed: its strings are taken in order, keys left out. Only where that may be wrong, because the line may not
 * be JSON, is it parsed.
 */
export function rowMatches(line: string, query: RowQuery): boolean {
  const how = findInValues(line, query);
  if (how === 'plainly') return true;
  const asRaw = query.matcher.matches(line);
  if (how === 'none' ? !asRaw : asRaw) return asRaw;
  return isJson(line) === (how !== 'none');
}

/** `plainly`: a text without escapes holds the plain query, so the raw line does too. */
type Found = 'none' | 'plainly' | 'if-json';

function findInValues(line: string, { matcher, isPlain, mayMatchNumbers }: RowQuery): Found {
  let found: Found = 'none';
  let backslash = line.indexOf('\\');
  for (let at = 0; ;) {
    const open = line.indexOf('"', at);
    if (mayMatchNumbers && numbersMatch(line.slice(at, open < 0 ? undefined : open), matcher)) found = 'if-json';
    if (open < 0) return found;
    const close = endOfString(line, open);
    if (close < 0) return found;
    if (backslash >= 0 && backslash < open) backslash = line.indexOf('\\', open);
    const hasEscapes = backslash >= 0 && backslash < close;
    at = close + 1;
    if (isKey(line, at)) continue;
    const raw = line.slice(open + 1, close);
    if (!matcher.matches(hasEscapes ? decode(raw) : raw)) continue;
    if (isPlain && !hasEscapes) return 'plainly';
    found = 'if-json';
  }
}

/** Position of the quote that closes the string that opens at `open`; -1 when none does. */
function endOfString(line: string, open: number): number {
  for (let quote = line.indexOf('"', open + 1); quote >= 0; quote = line.indexOf('"', quote + 1)) {
    let escapes = quote - 1;
    while (line.charCodeAt(escapes) === BACKSLASH) escapes--;
    if ((quote - escapes) % 2 === 1) return quote;
  }
  return -1;
}

const BACKSLASH = 92;
const COLON = 58;
const SPACE = 32;

function isKey(line: string, behind: number): boolean {
  let at = behind;
  while (line.charCodeAt(at) <= SPACE) at++;
  return line.charCodeAt(at) === COLON;
}

function numbersMatch(gap: string, matcher: TextMatcher): boolean {
  for (const [number] of gap.matchAll(/-?\d[\d.eE+-]*/g)) if (matcher.matches(number)) return true;
  return false;
}

/** The text of a string, or its raw characters where these are no JSON. */
function decode(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
