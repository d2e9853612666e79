import { escapeUnit } from './stringContent';

/** Which characters a line writes as escapes, beyond those that JSON asks for. */
export interface EscapeStyle {
  /** Writes everything beyond ASCII as `\uXXXX`. */
  readonly asciiOnly: boolean;
  /** Writes the hexadecimal digits of `\uXXXX` as capitals. */
  readonly upperHex: boolean;
  /** ASCII characters that the line always escapes though it need not (`\/`, `\u003c`), with their spelling. */
  readonly spellings: ReadonlyMap<string, string>;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([^u]))/g;
// Surrogates that stand for bytes that are not UTF-8 are no sign of how the author writes.
const RAW_NON_ASCII = /[\u0080-\udbff\ue000-\uffff]/;

/** Learns the style from a line of valid JSON. A line that shows none writes what JSON lets it write as it is. */
export function learnEscapes(line: string): EscapeStyle {
  const spellings = new Map<string, string>();
  let escapesNonAscii = false;
  let upperHex = false;
  if (line.includes('\\')) {
    for (const [spelling, hex, short] of line.matchAll(ESCAPE)) {
      if (hex !== undefined) {
        if (/[A-F]/.test(hex)) upperHex = true;
        const unit = parseInt(hex, 16);
        if (unit >= 0x80) escapesNonAscii = true;
        else if (unit >= 0x20 && unit !== 0x22 && unit !== 0x5c) spellings.set(String.fromCharCode(unit), spelling);
      } else if (short === '/') {
        spellings.set('/', spelling);
      }
    }
    for (const [char, spelling] of spellings) {
      if (line.replaceAll(spelling, '').includes(char)) spellings.delete(char);
    }
  }
  return { asciiOnly: escapesNonAscii && !RAW_NON_ASCII.test(line), upperHex, spellings };
}

// eslint-disable-next-line no-control-regex -- just the characters that JSON wants escaped
const PLAIN = /^[^\u0000-\u001f"\\\u0080-\uffff]*$/;

/**
 * Writes the content of a string literal, without quotes. Half of a surrogate pair is written as an escape, since no encoding has
 * bytes for it; but for those in `rawUnits`, which stand for bytes of the file that are not UTF-8 and go back as they came.
 */
export function writeContent(text: string, style: EscapeStyle, rawUnits?: ReadonlySet<number>): string {
  if (style.spellings.size === 0 && PLAIN.test(text)) return text;
  let written = '';
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isPair = isHigh(unit) && isLow(text.charCodeAt(i + 1));
    const spelling = isPair && !style.asciiOnly ? undefined : spell(unit, text.charAt(i), isPair, style, rawUnits);
    if (spelling !== undefined) {
      written += text.slice(done, i) + spelling;
      done = i + 1;
      if (isPair) {
        written += hexEscape(text.charCodeAt(i + 1), style);
        done++;
      }
    }
    if (isPair) i++;
  }
  return written + text.slice(done);
}

/** How a unit is escaped, or undefined where it is written as it is. */
function spell(
  unit: number,
  char: string,
  isPair: boolean,
  style: EscapeStyle,
  rawUnits: ReadonlySet<number> | undefined,
): string | undefined {
  if (unit === 0x22 || unit === 0x5c) return `\\${char}`;
  if (unit < 0x20) return upper(escapeUnit(unit), style);
  if (unit < 0x80) return style.spellings.get(char);
  if (rawUnits?.has(unit) === true) return undefined;
  const isLone = !isPair && unit >= 0xd800 && unit <= 0xdfff;
  return style.asciiOnly || isLone ? hexEscape(unit, style) : undefined;
}

function hexEscape(unit: number, style: EscapeStyle): string {
  return upper(`\\u${unit.toString(16).padStart(4, '0')}`, style);
}

function upper(escape: string, style: EscapeStyle): string {
  return style.upperHex && escape.startsWith('\\u') ? `\\u${escape.slice(2).toUpperCase()}` : escape;
}

export function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
