export interface Repetition {
  readonly unit: 'word' | 'character';
  /** Share of the 10-grams that stood in the text before, 0 to 1. */
  readonly ratio: number;
}

const GRAM = 10;
/** Shorter texts repeat a phrase for effect. */
const FEWEST_WORDS = 40;
const FEWEST_CHARACTERS = 250;

/**
 * How much a text repeats itself, by words or by characters, whichever more; undefined at or below the threshold. Characters must
 * repeat twice as hard: tables and code share the small change of their syntax (found by eye on real rows: at one threshold for both,
 * three of four hits by characters were good code).
 */
export function findRepetition(text: string, threshold: number): Repetition | undefined {
  if (text.length < FEWEST_CHARACTERS) return undefined;
  const flat = text.slice(0, LONGEST_TEXT).replace(/\s+/g, ' ');
  if (estimateRepeatedCharacters(flat) < threshold * LOOSE) return undefined;
  const words = repeatedWords(flat);
  if (words !== undefined && words.ratio > threshold) return words;
  const characters = repeatedCharacters(flat);
  return characters.ratio > (1 + threshold) / 2 ? characters : undefined;
}

/** The share in the first part of a very long text tells enough. */
const LONGEST_TEXT = 200_000;

/** Repeated words are repeated characters too, but for the grams at their borders. */
const LOOSE = 0.6;

function repeatedWords(text: string): Repetition | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < FEWEST_WORDS) return undefined;
  const grams = new Set<string>();
  const total = words.length - GRAM + 1;
  for (let i = 0; i < total; i++) grams.add(words.slice(i, i + GRAM).join(' '));
  return { unit: 'word', ratio: 1 - grams.size / total };
}

function repeatedCharacters(text: string): Repetition {
  const grams = new Set<string>();
  const total = text.length - GRAM + 1;
  for (let i = 0; i < total; i++) grams.add(text.slice(i, i + GRAM));
  return { unit: 'character', ratio: 1 - grams.size / total };
}

const TABLE_BITS = 16;
const table = new Uint32Array(1 << TABLE_BITS);
let generation = 0;

/**
 * About the share of repeated character 10-grams, never less by more than chance: a rolling hash marks a table that is never
 * cleared. A hundredth of the cost of the sets of texts above. Long texts are judged by their first part.
 */
function estimateRepeatedCharacters(text: string): number {
  const length = Math.min(text.length, LONGEST_SAMPLE);
  generation = (generation + 1) >>> 0;
  if (generation === 0) {
    table.fill(0);
    generation = 1;
  }
  let hash = 0;
  let repeated = 0;
  for (let i = 0; i < length; i++) {
    if (i >= GRAM) hash = (hash - Math.imul(text.charCodeAt(i - GRAM), POWER)) | 0;
    hash = (Math.imul(hash, MULTIPLIER) + text.charCodeAt(i)) | 0;
    if (i < GRAM - 1) continue;
    const slot = Math.imul(hash, 0x9e37_79b1) >>> (32 - TABLE_BITS);
    if (table[slot] === generation) repeated++;
    else table[slot] = generation;
  }
  return repeated / (length - GRAM + 1);
}

const LONGEST_SAMPLE = 20_000;
const MULTIPLIER = 0x0100_0193;
const POWER = Array.from({ length: GRAM - 1 }).reduce<number>((power) => Math.imul(power, MULTIPLIER), 1);
