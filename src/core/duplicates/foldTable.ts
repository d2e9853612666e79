import {
  FOLD_HARD,
  FOLD_MANY,
  FOLD_MARK,
  FOLD_PAGE_POINTS,
  FOLD_PLAIN,
  FOLD_QUOTE,
  FOLD_SHIFT,
  FOLD_SPACE,
} from '../kernel/nearLayout';
import { foldCharacters, isEndMark, isSpace } from './fold';

/** Roles of which the kernel writes the names before their turns, by their numbers. */
export const FOLD_ROLES = ['system', 'user', 'assistant'] as const;

/**
 * Begins with what may join the character before it in NFKC: marks, and vowels and final consonants of Hangul. Every other text falls
 * apart into characters that can be folded one by one (https://www.unicode.org/reports/tr15/#Concatenation).
 */
const JOINS = /^[\p{M}\u1160-\u11ff\ud7b0-\ud7ff]/u;

/** Whether nothing in a code point's block joins others but what `JOINS` names; of the planes above, only signs and Chinese characters. */
function isKnown(point: number): boolean {
  return point < 0x1_0000 || (point >= 0x1_f000 && point < 0x1_fb00) || (point >= 0x2_0000 && point < 0x3_23b0);
}

/**
 * What the kernel does with the code points of a page, by the Unicode of this machine, as JavaScript folds too.
 * @param expansions grows by what becomes of code points that become several; it will stand at `expansionsAt`
 */
export function foldPage(page: number, expansions: number[], expansionsAt: number): Uint32Array {
  const first = page * FOLD_PAGE_POINTS;
  return Uint32Array.from({ length: FOLD_PAGE_POINTS }, (_, i) => entryOf(first + i, expansions, expansionsAt));
}

function entryOf(point: number, expansions: number[], expansionsAt: number): number {
  if (!isKnown(point) || (point >= 0xd800 && point < 0xe000)) return kind(FOLD_HARD);
  const character = String.fromCodePoint(point);
  if (JOINS.test(character.normalize('NFKD'))) return kind(FOLD_HARD);
  const entries = Array.from(foldCharacters(character), entryOfFolded);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return only;
  const entry = kind(FOLD_MANY) | (expansionsAt + expansions.length);
  expansions.push(entries.length, ...entries);
  return entry >>> 0;
}

function entryOfFolded(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (character === "'") return kind(FOLD_QUOTE);
  if (isSpace(character)) return kind(FOLD_SPACE);
  return (kind(isEndMark(character) ? FOLD_MARK : FOLD_PLAIN) | point) >>> 0;
}

function kind(of: number): number {
  return (of << FOLD_SHIFT) >>> 0;
}
