/** A run of words that a text shares with a benchmark. `start` and `end` are UTF-16 offsets in the text. */
export interface SharedRun {
  readonly file: string;
  readonly words: number;
  readonly start: number;
  readonly end: number;
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}]+/gu;
const MULTIPLIER = 0x0100_0193;

/**
 * Finds texts that share `length` words in a row with benchmark files, whatever their case and punctuation (the 13-gram overlap
 * of Brown et al. 2020, https://arxiv.org/abs/2005.14165, appendix C). Hashes find candidates, words decide.
 */
export class BenchmarkIndex {
  private readonly words: string[] = [];
  /** Where in `words` a file begins, in order. */
  private readonly files: { readonly file: string; readonly start: number }[] = [];
  /** Where runs begin, by their hash: one place, or several. */
  private readonly runs = new Map<number, number | number[]>();

  constructor(private readonly length: number) {}

  /** Adds one text of a benchmark file: a question, an answer. Runs do not go from one text into the next. */
  add(file: string, text: string): void {
    if (this.files.at(-1)?.file !== file) this.files.push({ file, start: this.words.length });
    const words = wordsOf(text).map((word) => word.text);
    const from = this.words.length;
    for (const word of words) this.words.push(word);
    this.words.push(''); // no word is empty, so nothing runs across
    for (const [i, hash] of runHashes(words, this.length).entries()) this.remember(hash, from + i);
  }

  get isEmpty(): boolean {
    return this.runs.size === 0;
  }

  /** The first shared run of a text, as long as it goes. */
  find(text: string): SharedRun | undefined {
    const words = wordsOf(text);
    if (words.length < this.length) return undefined;
    const texts = words.map((word) => word.text);
    for (const [i, hash] of runHashes(texts, this.length).entries()) {
      const [longest] = this.placesOf(hash)
        .map((at) => ({ at, words: this.sharedWords(texts, i, at) }))
        .sort((a, b) => b.words - a.words || a.at - b.at);
      if (longest === undefined || longest.words < this.length) continue;
      const [first, last] = [words[i], words[i + longest.words - 1]];
      if (first === undefined || last === undefined) continue;
      return { file: this.fileAt(longest.at), words: longest.words, start: first.start, end: last.end };
    }
    return undefined;
  }

  private remember(hash: number, place: number): void {
    const known = this.runs.get(hash);
    if (known === undefined) this.runs.set(hash, place);
    else if (typeof known === 'number') this.runs.set(hash, [known, place]);
    else if (known.length < MOST_PLACES) known.push(place);
  }

  private placesOf(hash: number): number[] {
    const places = this.runs.get(hash);
    return places === undefined ? [] : typeof places === 'number' ? [places] : places;
  }

  private sharedWords(texts: readonly string[], i: number, at: number): number {
    let shared = 0;
    while (texts[i + shared] !== undefined && texts[i + shared] === this.words[at + shared]) shared++;
    return shared;
  }

  private fileAt(place: number): string {
    return this.files.findLast(({ start }) => start <= place)?.file ?? '';
  }
}

/** A run that stands in a benchmark more often than this is boilerplate; the first places do. */
const MOST_PLACES = 8;

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A rolling hash of every run of `length` words, in order. */
function runHashes(words: readonly string[], length: number): number[] {
  if (words.length < length) return [];
  const hashes = words.map(wordHash);
  let power = 1;
  for (let i = 1; i < length; i++) power = Math.imul(power, MULTIPLIER);
  const result: number[] = [];
  let run = 0;
  for (let i = 0; i < hashes.length; i++) {
    if (i >= length) run = (run - Math.imul(hashes[i - length] ?? 0, power)) | 0;
    run = (Math.imul(run, MULTIPLIER) + (hashes[i] ?? 0)) | 0;
    if (i >= length - 1) result.push(run);
  }
  return result;
}

function wordHash(word: string): number {
  let h = 0x811c_9dc5;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x0100_0193);
  return h ^ (h >>> 15);
}
