import type { TypeDiversity } from './balanceData';
import { seededRandom } from './sampling';

/** Instructions of a type that are compared, and pairs of them. */
export const COMPARED_INSTRUCTIONS = 200;
const PAIRS = 400;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * How varied instructions are. Of equally many instructions of each type (at most 200), because the share of different word pairs
 * falls with the number of texts.
 */
export function diversityOf(name: string, instructions: readonly string[]): TypeDiversity {
  const texts = instructions.slice(0, COMPARED_INSTRUCTIONS).map(wordsOf);
  return { name, sampled: texts.length, distinct2: distinctPairs(texts), selfSimilarity: selfSimilarity(texts) };
}

function wordsOf(text: string): string[] {
  return text.slice(0, 1000).toLowerCase().match(WORD) ?? [];
}

function distinctPairs(texts: readonly (readonly string[])[]): number {
  const pairs = new Set<string>();
  let total = 0;
  for (const words of texts) {
    for (let i = 1; i < words.length; i++) {
      pairs.add(`${words[i - 1] ?? ''} ${words[i] ?? ''}`);
      total++;
    }
  }
  return total === 0 ? 1 : pairs.size / total;
}

function selfSimilarity(texts: readonly (readonly string[])[]): number {
  if (texts.length < 2) return 0;
  const sets = texts.map((words) => new Set(words));
  const random = seededRandom(1);
  let sum = 0;
  for (let i = 0; i < PAIRS; i++) {
    const left = Math.floor(random() * sets.length);
    const right = (left + 1 + Math.floor(random() * (sets.length - 1))) % sets.length;
    sum += jaccard(sets[left], sets[right]);
  }
  return sum / PAIRS;
}

function jaccard(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): number {
  if (a === undefined || b === undefined || a.size + b.size === 0) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / (a.size + b.size - shared);
}
