// What a text may hold that the checks of texts and of privacy look for: one look at its bytes, so that hardly a row has to be given to
// their patterns. That a mark is missing is certain; one that is set says only that the patterns have to decide.
import {
  MARK_FENCE,
  MARK_GAP,
  MARK_HTML,
  MARK_ODD,
  MARK_PERSONAL,
  MARK_REFUSAL,
  MARK_REPEATS,
  MARK_SECRET,
  MARKED_REPETITION_UNITS,
  TEXT_AT,
} from '../kernelLayout';
import { beginNumbers, markDigits } from './numberMarks';
import { mayRepeat } from './repeats';

/** A refusal stands in the first 160 UTF-16 units, of three bytes at most. */
const REFUSAL_BYTES = 480;
/** Keys and tokens have a run of letters, digits, `_` and `-` of at least this length, or a word that is looked for. */
const LONG_RUN = 18;

/** The marks of the text of `length` bytes and `units` UTF-16 units at `TEXT_AT`. Writes spaces behind it. */
export function textMarks(length: i32, units: i32): i32 {
  const end = TEXT_AT + length;
  v128.store(end, i8x16.splat(0x20));
  v128.store(end + 16, i8x16.splat(0x20));
  let marks = startsLikeRefusal() ? MARK_REFUSAL : 0;
  let run = 0;
  beginNumbers();
  for (let at = TEXT_AT; at < end; at += 16) {
    const v = v128.load(at);
    const lower = v128.or(v, i8x16.splat(0x20));
    const digit = i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(10));
    const letter = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(26));
    const odd = v128.or(i8x16.lt_u(v, i8x16.splat(0x20)), i8x16.ge_u(v, i8x16.splat(0x7f)));
    if (v128.any_true(odd) && (marks & MARK_ODD) == 0 && holdsOdd(at, i8x16.bitmask(odd))) marks |= MARK_ODD;
    const signs = signsOf(v);
    if (v128.any_true(signs)) marks |= markSigns(at, i8x16.bitmask(i8x16.ne(signs, i8x16.splat(0))));
    if (v128.any_true(digit)) marks |= markDigits(at, i8x16.bitmask(digit));
    marks |= markWords(at, v, lower);
    if (at < TEXT_AT + REFUSAL_BYTES && (marks & MARK_REFUSAL) == 0) marks |= markRefusals(at, lower);
    const tokens = i8x16.bitmask(
      v128.or(v128.or(letter, digit), v128.or(i8x16.eq(v, i8x16.splat(0x5f)), i8x16.eq(v, i8x16.splat(0x2d)))),
    );
    if (tokens == 0xffff) run += 16;
    else {
      const length = run + ctz(~tokens);
      if (length >= LONG_RUN && holdsKey(at - run, length)) marks |= MARK_SECRET;
      run = clz(~tokens << 16);
    }
  }
  if (run >= LONG_RUN && holdsKey(end - run, run)) marks |= MARK_SECRET;
  if (units >= MARKED_REPETITION_UNITS && mayRepeat(length, units == length)) marks |= MARK_REPEATS;
  return marks;
}

/** Nonzero where one of `& < @ [ { ~` and the backtick stands: a bit for each upper half of a byte, met by that of its lower half. */
function signsOf(v: v128): v128 {
  const upper = i8x16(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0);
  const lower = i8x16(4 | 16, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 8 | 32, 2, 0, 32, 0);
  const high = i8x16.swizzle(upper, i8x16.shr_u(v, 4));
  return v128.and(high, i8x16.swizzle(lower, v128.and(v, i8x16.splat(0x0f))));
}

/** @param bits where in the block such a sign stands */
function markSigns(block: i32, bits: i32): i32 {
  let marks = 0;
  for (let left = bits; left != 0; left &= left - 1) {
    const at = block + ctz(left);
    const next = i32(load<u8>(at + 1));
    switch (i32(load<u8>(at))) {
      case 0x3c: // <
        if (isTag(next == 0x2f ? at + 2 : at + 1)) marks |= MARK_HTML;
        if ((next | 0x20) == 0x79) marks |= MARK_GAP;
        break;
      case 0x26: // &
        if (endsEntity(at)) marks |= MARK_HTML;
        break;
      case 0x60: // `
        if ((load<u32>(at) & 0xffffff) == 0x606060) marks |= MARK_FENCE;
        break;
      case 0x7e: // ~
        if ((load<u32>(at) & 0xffffff) == 0x7e7e7e) marks |= MARK_FENCE;
        break;
      case 0x7b: // {
        if (next == 0x7b) marks |= MARK_GAP;
        break;
      case 0x5b: // [
        if (beginsGap(next | 0x20, i32(load<u8>(at + 2)) | 0x20)) marks |= MARK_GAP;
        break;
      default: // @
        if (at > TEXT_AT && isAlphanumeric(next) && load<u8>(at - 1) > 0x20) marks |= MARK_PERSONAL;
    }
  }
  return marks;
}

/** Whether the name at `at` is about as long as that of one of the tags that are looked for, and begins and ends like it. */
function isTag(at: i32): bool {
  if (!isLetter(i32(load<u8>(at)))) return false;
  let length = 1;
  while (length < 12 && isAlphanumeric(i32(load<u8>(at + length)))) length++;
  const behind = load<u8>(at + length);
  const isEnd = behind == 0x2f ? load<u8>(at + length + 1) == 0x3e : behind <= 0x20 || behind >= 0x80 || behind == 0x3e;
  if (!isEnd) return false;
  const word = lowerWord(at);
  switch (length) {
    case 1:
      return (word & 0xff) == 0x70; // p
    case 2:
    case 10:
      return true;
    case 3:
      return (word & 0xffffff) == 0x766964 || (word & 0xffffff) == 0x676d69; // div, img
    case 4:
      return word == 0x6e617073 || word == 0x746e6f66; // span, font
    case 6:
      return word == 0x6f727473 || word == 0x746e6563; // strong, center
    default:
      return false;
  }
}

/** Whether a semicolon follows an ampersand within the length of a named or numbered entity. */
function endsEntity(at: i32): bool {
  for (let i = 3; i <= 8; i++) if (load<u8>(at + i) == 0x3b) return true;
  return false;
}

/** The first two letters of `[insert`, `[your`, `[company`, `[customer`, `[recipient`, `[client`, `[sender` and `[product`. */
function beginsGap(first: i32, second: i32): bool {
  switch (first) {
    case 0x69:
      return second == 0x6e;
    case 0x79:
      return second == 0x6f;
    case 0x63:
      return second == 0x6f || second == 0x75 || second == 0x6c;
    case 0x72:
    case 0x73:
      return second == 0x65;
    case 0x70:
      return second == 0x72;
    default:
      return false;
  }
}

/** Whether one of the keys and tokens that `privacy/secrets.ts` knows may begin in a run of letters, digits, `_` and `-`. */
function holdsKey(start: i32, length: i32): bool {
  if (load<u32>(start - 4) == 0x2e737668) return true; // hvs.
  const last = start + length - LONG_RUN;
  for (let at = start; at <= last; at++) {
    if ((at == start || load<u8>(at - 1) == 0x2d) && beginsKey(load<u32>(at))) return true;
  }
  return false;
}

function beginsKey(word: u32): bool {
  switch (word & 0xffff) {
    case 0x3341: // A3
    case 0x4b41: // AK
    case 0x5341: // AS
    case 0x4241: // AB
    case 0x4341: // AC
    case 0x4741: // AG
    case 0x4b53: // SK
    case 0x7965: // ey
      return true;
    case 0x6b73: // sk- and sk_
    case 0x6b72: {
      const third = (word >>> 16) & 0xff;
      return third == 0x2d || third == 0x5f;
    }
    case 0x6867: // gh?_ and do?_
    case 0x6f64:
      return word >>> 24 == 0x5f;
    case 0x6668: // hf_
      return ((word >>> 16) & 0xff) == 0x5f;
    case 0x6f78: // xox
      return ((word >>> 16) & 0xff) == 0x78;
    case 0x6873: // shp
      return ((word >>> 16) & 0xff) == 0x70;
    default:
      return isKnownBeginning(word);
  }
}

function isKnownBeginning(word: u32): bool {
  const lower = word | 0x20202020;
  return (
    word == 0x68746967 || // gith
    word == 0x61706c67 || // glpa
    word == 0x61736c67 || // glsa
    word == 0x70706178 || // xapp
    word == 0x617a4941 || // AIza
    word == 0x5f6d706e || // npm_
    word == 0x69707970 || // pypi
    word == 0x69706164 || // dapi
    word == 0x5f6e746e || // ntn_
    word == 0x786c7070 || // pplx
    word == 0x2d6c7570 || // pul-
    word == 0x79627572 || // ruby
    lower == 0x6b616d70 || // pmak
    lower == 0x7f6e696c // lin_
  );
}

/** Words that stand for themselves: "ipsum", "slack.com", "PRIVATE KEY" and "SG.". */
function markWords(at: i32, v: v128, lower: v128): i32 {
  const next = v128.load(at + 1);
  const ipsum = v128.and(
    v128.and(i8x16.eq(lower, i8x16.splat(0x70)), i8x16.eq(v128.or(next, i8x16.splat(0x20)), i8x16.splat(0x73))),
    i8x16.eq(v128.or(v128.load(at + 2), i8x16.splat(0x20)), i8x16.splat(0x75)),
  );
  const com = v128.and(i8x16.eq(v, i8x16.splat(0x2e)), i8x16.eq(next, i8x16.splat(0x63)));
  const key = v128.and(i8x16.eq(v, i8x16.splat(0x45)), i8x16.eq(next, i8x16.splat(0x59)));
  const sendGrid = v128.and(i8x16.eq(v, i8x16.splat(0x47)), i8x16.eq(next, i8x16.splat(0x2e)));
  const rare = v128.or(v128.or(com, key), sendGrid);
  if (!v128.any_true(v128.or(rare, ipsum))) return 0;
  let marks = v128.any_true(ipsum) ? MARK_GAP : 0;
  for (let left = i8x16.bitmask(rare); left != 0; left &= left - 1) {
    const place = at + ctz(left);
    const before = load<u32>(place - 4);
    const byte = load<u8>(place);
    // "lack" before ".com", "TE K" before "EY", "S" before "G.".
    const isKnown =
      byte == 0x2e ? before == 0x6b63616c : byte == 0x45 ? before == 0x4b204554 : load<u8>(place - 1) == 0x53;
    if (isKnown) marks |= MARK_SECRET;
  }
  return marks;
}

/** "a language model", "an AI" and "artificial intelligence". */
function markRefusals(at: i32, lower: v128): i32 {
  const space = i8x16.splat(0x20);
  const second = v128.or(v128.load(at + 1), space);
  const third = v128.or(v128.load(at + 2), space);
  const isA = i8x16.eq(second, i8x16.splat(0x61));
  const language = v128.and(isA, v128.and(i8x16.eq(lower, i8x16.splat(0x75)), i8x16.eq(third, i8x16.splat(0x67))));
  const ai = v128.and(isA, v128.and(i8x16.eq(lower, space), i8x16.eq(third, i8x16.splat(0x69))));
  const artificial = v128.and(
    v128.and(i8x16.eq(lower, i8x16.splat(0x74)), i8x16.eq(second, i8x16.splat(0x69))),
    i8x16.eq(third, i8x16.splat(0x66)),
  );
  let marks = 0;
  for (let left = i8x16.bitmask(v128.or(v128.or(language, ai), artificial)); left != 0; left &= left - 1) {
    const place = at + ctz(left);
    const first = i32(load<u8>(place)) | 0x20;
    // "uage" before " mod", " ai" before what is no letter, "tifi" before "cial".
    const isKnown =
      first == 0x75
        ? lowerWord(place + 4) == 0x646f6d20
        : first == 0x74
          ? lowerWord(place + 4) == 0x6c616963
          : !isAlphanumeric(i32(load<u8>(place + 3)));
    if (isKnown) marks = MARK_REFUSAL;
  }
  return marks;
}

/** How a refusal begins that is told by its beginning: "sorry", "I apologise", "I can", "I won't", "I am" or "I'm sorry" and the like. */
function startsLikeRefusal(): bool {
  const word = lowerWord(TEXT_AT);
  if (word == 0x72726f73) return true; // sorr
  if ((word & 0xff) != 0x69) return false;
  const rest = word >>> 8;
  if ((rest & 0xffff) == 0x206d) return goesOn(TEXT_AT + 3); // im
  if ((rest & 0xffff) == 0x6d27) return goesOn(TEXT_AT + 4); // i'm
  if ((rest & 0xff) == 0xe2) return true; // perhaps an apostrophe: U+2018 or U+2019
  if (rest == 0x6d6120) return goesOn(TEXT_AT + 5); // i am
  return rest == 0x616320 || rest == 0x6f7720 || rest == 0x706120; // i ca, i wo, i ap
}

/** Whether "sorry", "very", "really", "so", "unable" or "not" may stand there. */
function goesOn(at: i32): bool {
  const letter = load<u8>(at) | 0x20;
  return letter == 0x73 || letter == 0x76 || letter == 0x72 || letter == 0x75 || letter == 0x6e;
}

/** Four bytes with letters in lower case. */
function lowerWord(at: i32): u32 {
  return load<u32>(at) | 0x20202020;
}

/**
 * Control characters, characters that nobody sees, halves of surrogate pairs, and what may be UTF-8 read as Windows-1252.
 * @param bits where in the block there are bytes beyond printable ASCII
 */
function holdsOdd(block: i32, bits: i32): bool {
  for (let left = bits; left != 0; left &= left - 1) {
    const at = block + ctz(left);
    const byte = i32(load<u8>(at));
    if (byte < 0x20) {
      if (byte != 0x09 && byte != 0x0a && byte != 0x0d) return true;
    } else if (byte == 0x7f || (byte >= 0xc2 && isOddSequence(byte, load<u8>(at + 1), load<u8>(at + 2)))) return true;
  }
  return false;
}

function isOddSequence(lead: i32, second: u8, third: u8): bool {
  switch (lead) {
    case 0xc2:
      return second < 0xa0 || second == 0xad;
    case 0xc3: // Â to ô before what a second byte looks like
      if (second < 0x82 || second > 0xb4) return false;
      return third == 0xc2 || third == 0xc5 || third == 0xc6 || third == 0xcb || third == 0xe2;
    case 0xd8:
      return second == 0x9c;
    case 0xe1:
      return second == 0xa0 && third == 0x8e;
    case 0xe2:
      if (second == 0x80) return (third >= 0x8b && third <= 0x8f) || (third >= 0xaa && third <= 0xae);
      return second == 0x81 && third >= 0xa0;
    case 0xed:
      return second >= 0xa0;
    case 0xef:
      return (second == 0xbb && third == 0xbf) || (second == 0xbf && third >= 0xb9);
    default:
      return false;
  }
}

function isLetter(byte: i32): bool {
  return u32((byte | 0x20) - 0x61) < 26;
}

function isAlphanumeric(byte: i32): bool {
  return isLetter(byte) || u32(byte - 0x30) < 10;
}
