/** Words that must stand in both texts in a row, so that a run is looked at. */
const SHORTEST_RUN = 3;
/** Words of a text that are looked at. */
const MOST_WORDS = 5000;
/** Places of the same words in the first text that are tried. */
const MOST_PLACES = 8;

const WORD = /\S+/g;

/** The longest run of words that stands in both texts, as the second has it; empty where none has three words. */
export function longestSharedText(first: string, second: string): string {
  const a = wordsOf(first);
  const b = wordsOf(second);
  const places = new Map<string, number[]>();
  for (let i = 0; i + SHORTEST_RUN <= a.length; i++) {
    const key = keyAt(a, i);
    const known = places.get(key);
    if (known === undefined) places.set(key, [i]);
    else if (known.length < MOST_PLACES) known.push(i);
  }
  let best = { at: 0, words: 0 };
  for (let j = 0; j + Math.max(SHORTEST_RUN, best.words + 1) <= b.length; j++) {
    for (const i of places.get(keyAt(b, j)) ?? []) {
      let words = SHORTEST_RUN;
      while (a[i + words] !== undefined && a[i + words] === b[j + words]) words++;
      if (words > best.words) best = { at: j, words };
    }
  }
  return b.slice(best.at, best.at + best.words).join(' ');
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(WORD)) {
    words.push(word);
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

function keyAt(words: readonly string[], at: number): string {
  return words.slice(at, at + SHORTEST_RUN).join(' ');
}
