import { BINS, MARK_WORDS } from '../kernel/nearLayout';

const EVEN_BITS = 0x5555_5555;

/** The marks of nodes' sketches: 32 bytes a node, by which most pairs that are not alike are told without reading their texts. */
export class SketchMarks {
  private words: Int32Array;

  constructor(expectedNodes: number) {
    this.words = new Int32Array(expectedNodes * MARK_WORDS);
  }

  set(node: number, marks: Int32Array): void {
    const end = (node + 1) * MARK_WORDS;
    if (end > this.words.length) {
      const longer = new Int32Array(Math.max(end, Math.ceil((this.words.length * 1.5) / MARK_WORDS) * MARK_WORDS));
      longer.set(this.words);
      this.words = longer;
    }
    this.words.set(marks, node * MARK_WORDS);
  }

  /** How many marks of two nodes agree, of `BINS`. */
  agreeing(a: number, b: number): number {
    const { words } = this;
    let different = 0;
    for (let i = 0; i < MARK_WORDS; i++) {
      const x = (words[a * MARK_WORDS + i] ?? 0) ^ (words[b * MARK_WORDS + i] ?? 0);
      different += countBits((x | (x >>> 1)) & EVEN_BITS);
    }
    return BINS - different;
  }
}

/** Of a word with bits at even places only. */
function countBits(word: number): number {
  let x = (word & 0x3333_3333) + ((word >>> 2) & 0x3333_3333);
  x = (x + (x >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(x, 0x0101_0101) >>> 24;
}
