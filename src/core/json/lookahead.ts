/**
 * Looks ahead in a line that is not JSON, to tell what its author meant. Nothing here is reached while a line is valid, and each
 * question costs at most the white space around the place plus a key of 100 characters.
 */

const KEY_AHEAD = /"(?:[^"\\]|\\.){0,100}"\s*:/y;
const LOOSE_KEY_AHEAD =
  /(?:"(?:[^"\\]|\\.){0,100}"|'(?:[^'\\]|\\.){0,100}'|[\u201c\u201d][^\u201c\u201d":]{0,100}[\u201c\u201d]|[\p{L}_$][\p{L}\p{N}_$-]{0,63}"?)\s*:/uy;
const VALUE_AHEAD = /["'[{\-0-9tfnTFN\u201c\u201d]/y;

/** Control characters, and bytes that are not UTF-8: nothing that anyone means to stand between values. */
// eslint-disable-next-line no-control-regex -- these are the characters meant
export const JUNK = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\udc80-\udcff]+/y;

export function skipSpace(text: string, at: number): number {
  let i = at;
  for (;;) {
    const c = text.charCodeAt(i);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return i;
    i++;
  }
}

/** The last column that is not white space before `at`, plus one; not before `from`. */
export function skipSpaceBack(text: string, at: number, from: number): number {
  let i = at;
  while (i > from && ' \t\n\r'.includes(text.charAt(i - 1))) i--;
  return i;
}

/** Whether `"key":` stands at a column. */
export function keyAhead(text: string, at: number): boolean {
  return matchesAt(KEY_AHEAD, text, at);
}

/** Whether a key stands there that JSON would have quoted otherwise: 'key':, key:, key": or one in typographic quotes. */
export function looseKeyAhead(text: string, at: number): boolean {
  return matchesAt(LOOSE_KEY_AHEAD, text, at);
}

export function matchesAt(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}

/** Where a string stands, which decides what may follow its closing quote. */
export type StringPlace = 'key' | 'property' | 'item' | 'root';

/**
 * Whether what follows the end of a string fits its place. True for every string of valid JSON; `strictly` asks for a whole key
 * after a comma, which valid JSON may fail where the key is longer than 100 characters.
 */
export function mayEndString(text: string, after: number, place: StringPlace, strictly: boolean): boolean {
  const at = skipBlank(text, after);
  const c = text.charAt(at);
  if (place === 'key') return c === ':';
  if (c === '') return true;
  if (place === 'root') return false;
  if (c === ',') return mayFollowComma(text, skipBlank(text, at + 1), place, strictly);
  if (c === '}') return (place === 'property' || strictly) && mayFollowClose(text, at + 1);
  return c === ']' && (place === 'item' || strictly) && mayFollowClose(text, at + 1);
}

function mayFollowComma(text: string, at: number, place: StringPlace, strictly: boolean): boolean {
  const c = text.charAt(at);
  if (strictly && secondCommaAt(text, at, place)) return true;
  if (place === 'item') return matchesAt(VALUE_AHEAD, text, at);
  if (!strictly) return c === '"';
  return looseKeyAhead(text, at) || ((c === '}' || c === '') && mayFollowClose(text, at + 1));
}

/** `"text",, "key": …`: whether a comma stands at a column behind another one, with the next key or item after it. */
export function secondCommaAt(text: string, at: number, place: StringPlace): boolean {
  if (text.charAt(at) !== ',') return false;
  const next = skipSpace(text, at + 1);
  return place === 'item' ? text.charAt(next) === '"' : keyAhead(text, next);
}

function mayFollowClose(text: string, after: number): boolean {
  const at = skipBlank(text, after);
  const c = text.charAt(at);
  return c === '' || c === ',' || c === '}' || c === ']' || text.startsWith('//', at);
}

/** One comment, as long as people write them between values. */
const COMMENT = /\/\*(?:[^*]|\*(?!\/)){0,100}\*\//y;

/** White space, and a comment in it. */
function skipBlank(text: string, from: number): number {
  const at = skipSpace(text, from);
  return matchesAt(COMMENT, text, at) ? skipSpace(text, COMMENT.lastIndex) : at;
}

const STRUCTURE = /["{}[\],]/g;

/** The next column from `from` on where a quote, comma or bracket stands, or the end. */
export function nextStructure(text: string, from: number): number {
  STRUCTURE.lastIndex = from;
  return STRUCTURE.test(text) ? STRUCTURE.lastIndex - 1 : text.length;
}
