/** Windows-1252 in 0x80 to 0x9F; 0 where it has no character. Latin-1 has control characters in all of it. */
const CP1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
  0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];
const BYTE_OF = new Map(CP1252.map((code, i) => [code, 0x80 + i]));

/** What a lead byte of UTF-8 and the byte after it look like in Windows-1252; the cheap test before the careful one. */
const SUSPECT =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]/g;

export interface Mojibake {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly meant: string;
}

/** Runs of characters that are UTF-8 read as Windows-1252 ("Ã©" for "é", "â€™" for "’"), in order. */
export function findMojibake(text: string): Mojibake[] {
  const found: Mojibake[] = [];
  SUSPECT.lastIndex = 0;
  for (let match = SUSPECT.exec(text); match !== null; match = SUSPECT.exec(text)) {
    const run = decodeRun(text, match.index);
    if (run === undefined) continue;
    found.push(run);
    SUSPECT.lastIndex = run.end;
  }
  return found;
}

/** The text with every such run decoded. */
export function repairMojibake(text: string): string {
  let repaired = '';
  let done = 0;
  for (const { start, end, meant } of findMojibake(text)) {
    repaired += text.slice(done, start) + meant;
    done = end;
  }
  return repaired + text.slice(done);
}

/** The longest run of whole UTF-8 sequences from `start`, if it cannot well be anything else. */
function decodeRun(text: string, start: number): Mojibake | undefined {
  let end = start;
  let meant = '';
  let sequences = 0;
  let isCertain = false;
  for (let sequence = decodeSequence(text, end); sequence !== undefined; sequence = decodeSequence(text, end)) {
    meant += String.fromCodePoint(sequence.code);
    end += sequence.length;
    sequences++;
    isCertain ||= sequence.length > 2 || isCommonPair(text.charCodeAt(end - 2), sequence.code);
  }
  // One pair of other letters ("Ç»") may be meant; two in a row are not.
  return sequences >= 2 || isCertain ? { start, end, text: text.slice(start, end), meant } : undefined;
}

/** "Ã" or "Â" before a sign: Latin letters and signs, by far the most frequent damage. */
function isCommonPair(lead: number, code: number): boolean {
  return lead === 0xc3 || (lead === 0xc2 && code >= 0xa0);
}

function decodeSequence(text: string, at: number): { readonly code: number; readonly length: number } | undefined {
  const lead = text.charCodeAt(at);
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return undefined;
  let code = lead & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const unit = text.charCodeAt(at + i);
    const byte = unit >= 0x80 && unit <= 0xbf ? unit : BYTE_OF.get(unit);
    if (byte === undefined || byte > 0xbf) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  const isOverlong = code < (length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000);
  return isOverlong || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? undefined : { code, length };
}
