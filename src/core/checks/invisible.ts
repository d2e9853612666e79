import { hasByteEscapes } from '../text/encoding';

export interface InvisibleCharacter {
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly name: string;
}

/* eslint-disable no-control-regex -- control characters are what this file is about */
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffd]|\p{Surrogate}/gu;
/* eslint-enable no-control-regex */
const BYTE = /[\udc80-\udcff]/;
const PLAIN = /[\u0020-\u024f]/;
/** Thai, Lao, Tibetan, Burmese and Khmer: a zero-width space is where a line may break between words that have no space. */
const WITHOUT_SPACES = /[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

const NAMES: Readonly<Record<number, string>> = {
  0x00: 'a NUL character',
  0x08: 'a backspace',
  0x0c: 'a form feed',
  0x1b: 'an escape character',
  0x7f: 'a delete character',
  0xad: 'a soft hyphen',
  0x200b: 'a zero-width space',
  0x200c: 'a zero-width non-joiner',
  0x200d: 'a zero-width joiner',
  0x200e: 'a left-to-right mark',
  0x200f: 'a right-to-left mark',
  0x2060: 'a word joiner',
  0xfeff: 'a byte order mark',
  0xfffd: 'a replacement character',
};

/**
 * Characters of a text that nobody sees and that are hardly meant: controls (but tab and line ends), zero-width characters,
 * overrides of the text direction, U+FFFD, halves of surrogate pairs. Joiners inside emoji and scripts that need them, breaks in
 * scripts without spaces, and marks in right-to-left text, are meant.
 * @param line that the text stands in
 */
export function findInvisible(text: string, line: string): InvisibleCharacter[] {
  // Bytes that are no UTF-8 look like halves of pairs; they have a check of their own.
  const hasBytes = BYTE.test(text) && hasByteEscapes(line);
  const found: InvisibleCharacter[] = [];
  for (const match of text.matchAll(INVISIBLE)) {
    const start = match.index;
    const code = text.charCodeAt(start);
    if (hasBytes && isByte(code)) continue;
    if (!isMeant(text, start, code)) found.push({ start, end: start + 1, code, name: nameOf(code) });
  }
  return found;
}

/** The text without them. A form feed or backspace before a letter is what became of `\\frac` or `\\begin`: it gets its backslash back. */
export function withoutInvisible(text: string, line: string): string {
  let rest = '';
  let done = 0;
  for (const { start, end, code } of findInvisible(text, line)) {
    rest += text.slice(done, start) + replacementOf(text, end, code);
    done = end;
  }
  return rest + text.slice(done);
}

function replacementOf(text: string, end: number, code: number): string {
  if (code === 0xfffd) return '\ufffd'; // What was lost does not come back by cutting more.
  if (!/[a-z]/.test(text.charAt(end))) return '';
  return code === 0x0c ? '\\f' : code === 0x08 ? '\\b' : '';
}

function isMeant(text: string, at: number, code: number): boolean {
  if (code === 0x200c || code === 0x200d) return !PLAIN.test(text.charAt(at - 1)) || !PLAIN.test(text.charAt(at + 1));
  if (code === 0x200b) return WITHOUT_SPACES.test(text.charAt(at - 1)) || WITHOUT_SPACES.test(text.charAt(at + 1));
  return isDirection(code) && RIGHT_TO_LEFT.test(text);
}

function isDirection(code: number): boolean {
  const isMark = code === 0x200e || code === 0x200f || code === 0x061c;
  return isMark || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

function isByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function nameOf(code: number): string {
  if (NAMES[code] !== undefined) return NAMES[code];
  if (code < 0x20 || (code >= 0x80 && code < 0xa0)) return 'a control character';
  if (code >= 0xd800 && code < 0xe000) return 'half of a surrogate pair';
  return isDirection(code) ? 'a text-direction character' : 'an invisible character';
}
