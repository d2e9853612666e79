/** What the tokenizer's rules for cutting a text go by. Letters of other scripts than ASCII follow, from `FAR_LETTER` on. */
export const LOWER = 0;
export const UPPER = 1;
export const DIGIT = 2;
export const BLANK = 3;
export const NEWLINE = 4;
export const MARK = 5;
/** A mark or sign beyond ASCII. */
export const FAR_MARK = 6;
/** Half of a surrogate pair: emoji, mostly. */
export const HALF = 7;
/** No character: the end of the text. */
export const END = 8;
export const FAR_LETTER = 9;

/** Letters beyond ASCII, in the order of their kinds. A letter of the first one is part of a word like an ASCII letter. */
export const SCRIPTS = ['latin', 'cyrillic', 'han', 'kana', 'hangul', 'other'] as const;
export const LATIN = FAR_LETTER;

/** Kinds of units beyond ASCII; a range of two kinds has the more frequent one. */
const RANGES: readonly (readonly [first: number, last: number, kind: number])[] = [
  [0x0080, 0x00bf, FAR_MARK],
  [0x00c0, 0x024f, script('latin')],
  [0x0250, 0x03ff, script('other')],
  [0x0400, 0x052f, script('cyrillic')],
  [0x0530, 0x1dff, script('other')],
  [0x1e00, 0x1eff, script('latin')],
  [0x1f00, 0x1fff, script('other')],
  [0x2000, 0x2bff, FAR_MARK],
  [0x2c00, 0x2dff, script('other')],
  [0x2e00, 0x303f, FAR_MARK],
  [0x3040, 0x30ff, script('kana')],
  [0x3100, 0x33ff, script('other')],
  [0x3400, 0x9fff, script('han')],
  [0xa000, 0xabff, script('other')],
  [0xac00, 0xd7ff, script('hangul')],
  [0xd800, 0xdfff, HALF],
  [0xe000, 0xf8ff, FAR_MARK],
  [0xf900, 0xfaff, script('han')],
  [0xfb00, 0xfdff, script('other')],
  [0xfe00, 0xffff, FAR_MARK],
];

/** What stands behind the last unit. */
const END_CODE = 0x10000;

const KINDS = new Uint8Array(END_CODE + 1);
for (let code = 0; code < 0x80; code++) KINDS[code] = asciiKind(code);
for (const [first, last, kind] of RANGES) KINDS.fill(kind, first, last + 1);
KINDS[END_CODE] = END;

/** The unit at `at`, and a code of the kind `END` behind the last one. */
export function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : END_CODE;
}

export function kindOf(code: number): number {
  return KINDS[code] ?? END;
}

export function kindAt(text: string, at: number): number {
  return kindOf(codeAt(text, at));
}

function asciiKind(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return LOWER;
  if (code >= 0x41 && code <= 0x5a) return UPPER;
  if (code >= 0x30 && code <= 0x39) return DIGIT;
  if (code === 0x0a || code === 0x0d) return NEWLINE;
  return code === 0x20 || (code >= 0x09 && code <= 0x0c) ? BLANK : MARK;
}

function script(name: (typeof SCRIPTS)[number]): number {
  return FAR_LETTER + SCRIPTS.indexOf(name);
}
