import { encodeUtf8 } from '../text/encoding';
import { MAX_NEEDLE_BYTES } from '../kernel/findLayout';
import type { FindQuery } from './query';

/**
 * What the bytes of every matching line hold: the needle; or, for a line that writes a character of it as `\uXXXX`, the escape
 * of one of those characters.
 */
export interface Prefilter {
  /** UTF-8. Lower case where `foldCase` is set, which means that ASCII letters of either case are equal. */
  readonly needle: Uint8Array;
  readonly foldCase: boolean;
  /** UTF-16 units that hide the needle when they are written as escapes. */
  readonly escapes: readonly number[];
}

/**
 * The prefilter of a plain query: its longest stretch of characters that stand in a line as they are, or as `\uXXXX`. Undefined
 * for a query without one (a quote, a backslash, letters with two cases outside ASCII): then every line must be looked at.
 */
export function prefilterFor({ text, matchCase, regex }: FindQuery): Prefilter | undefined {
  if (regex) return undefined;
  const stretch = longestStretch(text, matchCase);
  if (stretch === '') return undefined;
  const shown = matchCase ? stretch : lowerAscii(stretch);
  return { needle: encodeUtf8(shown), foldCase: !matchCase, escapes: unitsOf(shown, matchCase) };
}

/** Whether the needle is all that the query asks for. */
export function isWholeNeedle({ text, matchCase, wholeWord, regex }: FindQuery): boolean {
  return !regex && !wholeWord && longestStretch(text, matchCase) === text;
}

function longestStretch(text: string, matchCase: boolean): string {
  let longest = '';
  let current = '';
  for (const character of text) {
    current = isSafe(character, matchCase) ? current + character : '';
    if (encodeUtf8(current).length > MAX_NEEDLE_BYTES) break;
    if (current.length > longest.length) longest = current;
  }
  return longest;
}

/** Whether a character of a value stands in the line as its own UTF-8 bytes, unless it is written as `\uXXXX`. */
function isSafe(character: string, matchCase: boolean): boolean {
  if (/[\0-\x1f"\\/\ud800-\udfff]/u.test(character)) return false; // eslint-disable-line no-control-regex
  if (matchCase || character.length > 1 || character <= '\x7f') return true;
  return character.toUpperCase() === character && character.toLowerCase() === character;
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function unitsOf(text: string, matchCase: boolean): number[] {
  const units = new Set<number>();
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    units.add(unit);
    if (!matchCase && unit >= 0x61 && unit <= 0x7a) units.add(unit - 32);
  }
  return [...units];
}
