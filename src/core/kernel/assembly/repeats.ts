// Whether a text may repeat itself. `checks/repetition.ts` counts the word 10-grams and the character 10-grams that are different. There
// are at least as many of them as different pairs of words, and different runs of eight bytes at every third place, all but a few; so
// a text with enough of those has no finding, whatever their hashes have in common.
import { STAMP_BITS, STAMPS_AT, TEXT_AT } from '../kernelLayout';

/** What the hashes of the text under way leave at their place. */
let stamp: u32 = 0;

/** Longer texts fill the stamps. */
const LONGEST = 1 << 15;
const GRAM = 10;
const FEWEST_WORDS = 40;

/** @param length bytes of the text at `TEXT_AT`, which is overwritten */
export function mayRepeat(length: i32, isAscii: bool): bool {
  if (length > LONGEST) return true;
  const end = TEXT_AT + length;
  if (!isAscii && !isSimple(end)) return true;
  const flatEnd = flatten(end);
  return mayRepeatCharacters(flatEnd) || mayRepeatWords(flatEnd);
}

function nextStamp(): void {
  if (++stamp < 0x10000) return;
  memory.fill(STAMPS_AT, 0, 2 << STAMP_BITS);
  stamp = 1;
}

/** Whether the hash is certainly new in this text. */
function isNew(hash: u64): bool {
  const slot = STAMPS_AT + (usize((hash * 0x9e3779b97f4a7c15) >> (64 - STAMP_BITS)) << 1);
  if (u32(load<u16>(slot)) == stamp) return false;
  store<u16>(slot, u16(stamp));
  return true;
}

/** False where more than a quarter of the character 10-grams are different. */
function mayRepeatCharacters(end: i32): bool {
  nextStamp();
  const enough = (end - TEXT_AT) >> 2;
  let different = 0;
  for (let at = TEXT_AT; at <= end - GRAM; at += 3) {
    const gram = load<u64>(at);
    // Grams begin where characters begin.
    if ((gram & 0xc0) != 0x80 && isNew(gram) && ++different > enough) return false;
  }
  return true;
}

/** False where at least half of the word 10-grams are different, or the words are few. */
function mayRepeatWords(end: i32): bool {
  nextStamp();
  store<u8>(TEXT_AT - 1, 0x20);
  let words = 0;
  let different = 0;
  let before: u64 = 0;
  let start = 0;
  let carry = 0;
  for (let at = TEXT_AT; at <= end; at += 16) {
    const mask = wordMask(at);
    const edges = (mask ^ ((mask << 1) | carry)) & 0xffff;
    carry = mask >>> 15;
    for (let left = edges; left != 0; left &= left - 1) {
      const place = at + ctz(left);
      if (start == 0) {
        start = place;
        continue;
      }
      const word = wordHash(start, place - start);
      if (words > 0 && isNew((rotl(before, 23) * 0xc2b2ae3d27d4eb4f) ^ word)) different++;
      before = word;
      words++;
      start = 0;
    }
  }
  return words >= FEWEST_WORDS && 2 * (different - (GRAM - 2)) < words - (GRAM - 1);
}

/** The first eight bytes in lower case, and the length. */
function wordHash(start: i32, length: i32): u64 {
  const bytes = load<u64>(start) | 0x2020202020202020;
  const word = length < 8 ? bytes & ((u64(1) << (u64(length) << 3)) - 1) : bytes;
  return word ^ (u64(length) << 56);
}

/** A bit for each byte of a letter or digit: of ASCII, or U+00C0 to U+00FF. */
function wordMask(at: i32): i32 {
  const v = v128.load(at);
  const lower = v128.or(v, i8x16.splat(0x20));
  const letter = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(26));
  const digit = i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(10));
  const lead = i8x16.splat(<i8>0xc3);
  const latin = v128.or(i8x16.eq(v, lead), i8x16.eq(v128.load(at - 1), lead));
  return i8x16.bitmask(v128.or(v128.or(letter, digit), latin));
}

/** Makes runs of ASCII white space one space, and returns where the text ends then, with spaces behind it. */
function flatten(end: i32): i32 {
  let out = TEXT_AT;
  let carry = 0;
  for (let at = TEXT_AT; at < end; at += 16) {
    const v = v128.load(at);
    const low = i8x16.lt_u(i8x16.sub(v, i8x16.splat(9)), i8x16.splat(5));
    const flat = v128.bitselect(i8x16.splat(0x20), v, low);
    const spaces = i8x16.bitmask(i8x16.eq(flat, i8x16.splat(0x20)));
    const further = spaces & ((spaces << 1) | carry);
    carry = spaces >>> 15;
    v128.store(out, flat);
    if (further == 0) out += 16;
    else out = compact(out, ~further & 0xffff);
  }
  // The last block goes beyond the end, with spaces.
  while (out > TEXT_AT && load<u8>(out - 1) == 0x20) out--;
  v128.store(out, i8x16.splat(0x20));
  v128.store(out + 16, i8x16.splat(0x20));
  return out;
}

/** Keeps of the 16 bytes at `out` those with a bit. */
function compact(out: i32, kept: i32): i32 {
  let to = out;
  for (let left = kept; left != 0; left &= left - 1) store<u8>(to++, load<u8>(out + ctz(left)));
  return to;
}

/** Whether it is certain which characters beyond ASCII are letters, digits and white space: Latin-1, punctuation, signs and emoji. */
function isSimple(end: i32): bool {
  for (let block = TEXT_AT; block < end; block += 16) {
    for (let left = i8x16.bitmask(v128.load(block)); left != 0; left &= left - 1) {
      const at = block + ctz(left);
      const lead = load<u8>(at);
      if (lead >= 0xc0 && !isSimpleSequence(lead, load<u8>(at + 1), load<u8>(at + 2))) return false;
    }
  }
  return true;
}

function isSimpleSequence(lead: u8, second: u8, third: u8): bool {
  switch (i32(lead)) {
    case 0xc2: {
      // No-break space, ª, ², ³, µ, ¹, º and fractions.
      if (second == 0xa0 || second == 0xaa || second == 0xb2 || second == 0xb3 || second == 0xb5) return false;
      return second != 0xb9 && second != 0xba && (second < 0xbc || second == 0xbf);
    }
    case 0xc3: // but × and ÷
      return second != 0x97 && second != 0xb7;
    case 0xe2: {
      if (second == 0x80) return third >= 0x90 && third != 0xa8 && third != 0xa9 && third != 0xaf;
      // Arrows, operators, boxes, shapes.
      return (second >= 0x86 && second <= 0x90) || (second >= 0x94 && second <= 0x9c);
    }
    case 0xf0: // Pictographs
      return second == 0x9f && third >= 0x8c && third <= 0xa7;
    default:
      return false;
  }
}
