import {
  BLANK,
  codeAt,
  DIGIT,
  END,
  FAR_LETTER,
  FAR_MARK,
  HALF,
  kindAt,
  kindOf,
  LATIN,
  LOWER,
  MARK,
  NEWLINE,
  SCRIPTS,
  UPPER,
} from './characters';

/** What stands before a word and is cut off with it. */
const BEFORE = ['bare', 'space', 'mark'] as const;
const BARE = 0;
const SPACE = 1;
const LONE_MARK = 2;
const CASES = ['lower', 'capital', 'upper'] as const;

/**
 * What is counted, in the order of the weights. A word of ASCII letters has a weight by what stands before it and by its case, and
 * one for each letter beyond `SHORT`. Digits by three, white space, and the first token of a run of marks need none: they are a
 * token each, by the tokenizer's own rules.
 */
export const FEATURES: readonly string[] = [
  ...BEFORE.flatMap((before) => CASES.flatMap((form) => [`${before} ${form}`, `${before} ${form}, long letter`])),
  'contraction',
  'change in a run of marks',
  'far mark',
  'surrogate',
  ...SCRIPTS.map((script) => `${script} letter`),
  ...SCRIPTS.slice(1).map((script) => `${script} word`),
];
const CONTRACTION = FEATURES.indexOf('contraction');
const CHANGE = FEATURES.indexOf('change in a run of marks');
const FAR = FEATURES.indexOf('far mark');
const SURROGATE = FEATURES.indexOf('surrogate');
const LETTER = FEATURES.indexOf('latin letter');
const WORD = FEATURES.indexOf('cyrillic word');

/** Letters that a word may have before each further one counts. */
const SHORT = 6;
/** Kinds of marks in a run that are mostly one token together. */
const JOINED = 2;

/**
 * Tokens of a text as `weights` (one for each of `FEATURES`) have it: the text is cut into the pieces that o200k cuts it into before
 * it merges bytes (a word with the space or the one mark before it, up to three digits, a run of marks with the line ends behind it,
 * white space), and each piece adds what such pieces have on average. One pass, no copies.
 */
export function measureTokens(text: string, weights: Float64Array): number {
  let sum = 0;
  let before = BARE;
  let at = 0;
  // Always the unit at `at`: asking a string for a unit is the dearest part of the pass, so most are asked for once.
  let code = codeAt(text, 0);
  while (at < text.length) {
    const start = at;
    const kind = kindOf(code);
    if (isLetter(kind)) {
      while (isUpper(code)) code = codeAt(text, ++at);
      const capitals = at - start;
      while (isLower(code)) code = codeAt(text, ++at);
      if (code >= 0x80 && kindOf(code) >= FAR_LETTER) {
        const near = at;
        at = endOfWord(text, near);
        code = codeAt(text, at);
        sum += farWord(text, start, capitals, near, at, before, weights);
      } else sum += word(capitals, at - start, before, weights);
      before = BARE;
      if (code !== 0x27) continue;
      const skipped = contraction(text, at + 1);
      if (skipped === 0) continue;
      sum += weights[CONTRACTION] ?? 0;
      at += skipped;
    } else if (kind === DIGIT) {
      do code = codeAt(text, ++at);
      while (kindOf(code) === DIGIT);
      sum += Math.ceil((at - start) / 3) + (before === BARE ? 0 : 1);
      before = BARE;
      continue;
    } else if (kind === BLANK || kind === NEWLINE) {
      code = codeAt(text, ++at);
      if (kind === BLANK && isLetter(kindOf(code))) {
        before = SPACE;
        continue;
      }
      at = endOfSpace(text, at);
      const lines = endOfLines(text, start, at);
      if (lines > start) sum++;
      // All blanks but the last are a piece; that one goes to what follows.
      if (at === text.length ? at > lines : at > lines + 1) sum++;
      before = at > lines && at < text.length ? SPACE : BARE;
    } else {
      code = codeAt(text, ++at);
      if (isMark(kindOf(code))) {
        at = endOfMarks(text, at);
        code = codeAt(text, at);
      }
      const next = kindOf(code);
      if (at > start + 1 || kind > MARK) sum += marks(text, start, at, weights);
      if (before === BARE && at === start + 1 && isLetter(next)) {
        before = LONE_MARK;
        continue;
      }
      sum++;
      before = BARE;
      if (next !== NEWLINE) continue;
      at = endOfLineMarks(text, at + 1);
    }
    code = codeAt(text, at);
  }
  return sum;
}

function isLetter(kind: number): boolean {
  return kind <= UPPER || kind >= FAR_LETTER;
}

function isMark(kind: number): boolean {
  return kind >= MARK && kind < END;
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function word(capitals: number, letters: number, before: number, weights: Float64Array): number {
  const form = capitals === 0 ? 0 : capitals === 1 && letters > 1 ? 1 : 2;
  const feature = (before * CASES.length + form) * 2;
  const sum = weights[feature] ?? 0;
  return letters > SHORT ? sum + (weights[feature + 1] ?? 0) * (letters - SHORT) : sum;
}

/** @param near where the ASCII letters end that the word begins with */
function farWord(
  text: string,
  start: number,
  capitals: number,
  near: number,
  end: number,
  before: number,
  weights: Float64Array,
): number {
  let letters = near - start;
  let sum = 0;
  for (let at = near; at < end; at++) {
    const kind = kindAt(text, at);
    if (kind >= LATIN) sum += weights[LETTER + kind - LATIN] ?? 0;
    if (kind <= LATIN) letters++;
  }
  if (letters > 0) return sum + word(capitals, letters, before, weights);
  return sum + (weights[WORD + kindAt(text, near) - LATIN - 1] ?? 0);
}

/** How long "'s", "'t", "'m", "'d", "'re", "'ve" or "'ll" is, whose apostrophe stands before `at`; 0 where there is none. */
function contraction(text: string, at: number): number {
  const first = text.charCodeAt(at) | 0x20;
  if (first === 0x73 || first === 0x74 || first === 0x6d || first === 0x64) return 2;
  const second = text.charCodeAt(at + 1) | 0x20;
  const isLong = first === 0x6c ? second === 0x6c : (first === 0x72 || first === 0x76) && second === 0x65;
  return isLong ? 3 : 0;
}

function marks(text: string, start: number, end: number, weights: Float64Array): number {
  let sum = 0;
  let changes = 0;
  for (let at = start; at < end; at++) {
    const kind = kindAt(text, at);
    if (kind === FAR_MARK) sum += weights[FAR] ?? 0;
    else if (kind === HALF) sum += weights[SURROGATE] ?? 0;
    else if (kind === MARK && (at === start || text.charCodeAt(at) !== text.charCodeAt(at - 1))) changes++;
  }
  return changes > JOINED ? sum + (weights[CHANGE] ?? 0) * (changes - JOINED) : sum;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  for (let kind = kindAt(text, at); kind === LOWER || kind >= FAR_LETTER; kind = kindAt(text, at)) at++;
  return at;
}

function endOfSpace(text: string, start: number): number {
  let at = start;
  for (let kind = kindAt(text, at); kind === BLANK || kind === NEWLINE; kind = kindAt(text, at)) at++;
  return at;
}

/** Behind the last line end of white space; `start` where it has none. */
function endOfLines(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && kindAt(text, at - 1) !== NEWLINE) at--;
  return at;
}

function endOfMarks(text: string, start: number): number {
  let at = start;
  while (isMark(kindAt(text, at))) at++;
  return at;
}

/** Line ends and slashes behind a mark go with it. */
function endOfLineMarks(text: string, start: number): number {
  let at = start;
  while (kindAt(text, at) === NEWLINE || text.charCodeAt(at) === 0x2f) at++;
  return at;
}
