/** Length of a gram in code points. */
export const GRAM_LENGTH = 5;

/** Bits for one character in a packed gram; more than 131,072 different characters in one file would share numbers. */
const CHARACTER_BITS = 17;
const SHIFT = 2 ** CHARACTER_BITS;

/**
 * Turns texts into sets of character 5-grams, each gram a small number that never changes: sorted, without repetition. Exact: grams
 * are told apart by their characters, not by a hash.
 */
export class GramSets {
  private readonly characters = new Map<number, number>();
  /** First two characters and last three of each known gram, packed; open addressing, `ids` 0 where free. */
  private heads = new Float64Array(1 << 16);
  private tails = new Float64Array(1 << 16);
  private ids = new Int32Array(1 << 16);
  private count = 0;

  /** The set of the text's grams; empty for a text shorter than a gram. Grams that were not seen before get the next numbers. */
  gramsOf(text: string): Int32Array {
    const characters = this.charactersOf(text);
    const grams = new Int32Array(Math.max(0, characters.length - GRAM_LENGTH + 1));
    for (let i = 0; i < grams.length; i++) grams[i] = this.idAt(characters, i);
    grams.sort();
    return withoutRepetition(grams);
  }

  private charactersOf(text: string): Int32Array {
    const result = new Int32Array(text.length);
    let length = 0;
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      result[length++] = code < 128 ? code : this.characterId(code);
    }
    return result.subarray(0, length);
  }

  private characterId(code: number): number {
    let id = this.characters.get(code);
    if (id === undefined) this.characters.set(code, (id = 128 + (this.characters.size % (SHIFT - 128))));
    return id;
  }

  private idAt(characters: Int32Array, i: number): number {
    const head = (characters[i] ?? 0) * SHIFT + (characters[i + 1] ?? 0);
    const tail = ((characters[i + 2] ?? 0) * SHIFT + (characters[i + 3] ?? 0)) * SHIFT + (characters[i + 4] ?? 0);
    const mask = this.ids.length - 1;
    for (let slot = hashOf(head, tail) & mask; ; slot = (slot + 1) & mask) {
      const id = this.ids[slot] ?? 0;
      if (id === 0) return this.remember(slot, head, tail);
      if (this.heads[slot] === head && this.tails[slot] === tail) return id;
    }
  }

  private remember(slot: number, head: number, tail: number): number {
    const id = ++this.count;
    this.heads[slot] = head;
    this.tails[slot] = tail;
    this.ids[slot] = id;
    if (this.count * 2 > this.ids.length) this.grow();
    return id;
  }

  private grow(): void {
    const { heads, tails, ids } = this;
    const size = ids.length * 4;
    this.heads = new Float64Array(size);
    this.tails = new Float64Array(size);
    this.ids = new Int32Array(size);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      if (id === 0) continue;
      let slot = hashOf(heads[i] ?? 0, tails[i] ?? 0) & (size - 1);
      while (this.ids[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.heads[slot] = heads[i] ?? 0;
      this.tails[slot] = tails[i] ?? 0;
      this.ids[slot] = id;
    }
  }
}

/** |A ∩ B| / |A ∪ B| of two sets of grams; 0 for two empty sets. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  const shared = overlap(a, b);
  const union = a.length + b.length - shared;
  return union === 0 ? 0 : shared / union;
}

function overlap(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared;
}

function withoutRepetition(sorted: Int32Array): Int32Array {
  let length = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[length++] = sorted[i] ?? 0;
  }
  return sorted.slice(0, length);
}

function hashOf(head: number, tail: number): number {
  let h = Math.imul((head / SHIFT) | 0, 0x9e37_79b1) ^ Math.imul((head % SHIFT) | 0, 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 15), 0xc2b2_ae35);
  h ^= Math.imul((tail / (SHIFT * SHIFT)) | 0, 0x27d4_eb2f) ^ Math.imul((tail % (SHIFT * SHIFT)) | 0, 0x1656_67b1);
  h ^= Math.imul((tail / SHIFT) | 0, 0x2545_f491);
  h = Math.imul(h ^ (h >>> 13), 0x9e37_79b1);
  return h ^ (h >>> 16);
}
