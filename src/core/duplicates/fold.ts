/** Everything outside printable ASCII and line breaks, which is worth the slow way. */
const NOT_PLAIN = /[^\t\n\r\x20-\x7e]/;
const SINGLE_QUOTES = /[\u2018-\u201b\u2032`´"\u201c-\u201f\u2033«»\u2039\u203a]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
/** Marks at the end of a word or sentence; inside numbers, operators and code (`1.5`, `a.b`, `!x`, `!=`) they mean something. */
const END_MARKS = /[.,;:!?\u2026\u3001\u3002]+(?=[\s']|$)/g;
const END_MARK = /^[.,;:!?\u2026\u3001\u3002]$/;
const SPACE = /^\s$/;

/**
 * The text as it is compared for normalized and near duplicates: Unicode form NFKC, case folded, one style of quotes and dashes,
 * no punctuation at the ends of words, one space for every run of white space and none at the edges.
 */
export function foldText(text: string): string {
  return foldCharacters(text).replace(END_MARKS, '').replace(/\s+/g, ' ').trim();
}

/** The part of it that takes characters one by one, but for those that join in NFKC. */
export function foldCharacters(text: string): string {
  const plain = NOT_PLAIN.test(text) ? foldUnicode(text) : text.toLowerCase();
  return plain.replace(SINGLE_QUOTES, "'");
}

/** Whether `foldText` takes a character away at the end of a word. */
export function isEndMark(character: string): boolean {
  return END_MARK.test(character);
}

/** Whether `foldText` takes a character for white space. */
export function isSpace(character: string): boolean {
  return SPACE.test(character);
}

function foldUnicode(text: string): string {
  // Upper case first: full case folding of ß, ſ, ﬁ and the like, which `toLowerCase` leaves alone.
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/ς/g, 'σ').replace(DASHES, '-');
}
