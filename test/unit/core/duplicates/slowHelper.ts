import type { AskedPairs, ComparesPairs } from '../../../../src/core/duplicates/pairHelper';

interface Asked {
  readonly texts: readonly string[];
  readonly answer: { similarities: Float64Array | undefined };
}

/** Compares pairs when it is told to, by the texts as they were when it was asked: as a thread does that reads a file. */
export class SlowHelper implements ComparesPairs {
  isOpen = true;
  /** Pairs that it said the similarity of. */
  told = 0;
  private readonly texts = new Map<number, string>();
  private readonly asked: Asked[] = [];

  constructor(
    private readonly textOf: (node: number) => string | undefined,
    private readonly similarityOf: (a: string, b: string) => number,
    readonly pairsAtOnce: number,
    /** Questions that may wait. */
    private readonly most = 4,
  ) {}

  get hasRoom(): boolean {
    return this.isOpen && this.asked.length < this.most;
  }

  /** How many questions wait. */
  get waiting(): number {
    return this.asked.length;
  }

  ask(pairs: Int32Array): AskedPairs {
    for (const node of pairs) if (!this.texts.has(node)) this.texts.set(node, this.textOf(node) ?? '');
    const answer = { similarities: undefined };
    this.asked.push({ texts: Array.from(pairs, (node) => this.texts.get(node) ?? ''), answer });
    return answer;
  }

  forget(node: number): void {
    this.texts.delete(node);
  }

  /** Answers the oldest question. @param isKnown false where it cannot tell */
  answer(isKnown: boolean): void {
    const asked = this.asked.shift();
    if (asked === undefined) return;
    const { texts, answer } = asked;
    const similarities = new Float64Array(texts.length / 2).fill(NaN);
    for (let i = 0; isKnown && i < similarities.length; i++) {
      similarities[i] = this.similarityOf(texts[2 * i] ?? '', texts[2 * i + 1] ?? '');
      this.told++;
    }
    answer.similarities = similarities;
  }

  /** Can tell nothing any more. */
  die(): void {
    this.isOpen = false;
    while (this.asked.length > 0) this.answer(false);
  }
}
