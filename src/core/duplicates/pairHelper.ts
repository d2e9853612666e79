/** Where pairs are compared by someone else, in another thread. */
export interface ComparesPairs {
  /** Whether pairs are taken at all, now or later. */
  readonly isOpen: boolean;
  /** Whether more are taken just now, and how many pairs at once. */
  readonly hasRoom: boolean;
  readonly pairsAtOnce: number;
  /**
   * Hands over pairs of nodes, two numbers each.
   * @param among how many nodes there are
   */
  ask(pairs: Int32Array, among: number): AskedPairs;
  /** A node has another text, or none. */
  forget(node: number): void;
}

/** Pairs that were handed over. */
export interface AskedPairs {
  /** Of each pair 0 below the threshold, and not a number where it cannot be told; undefined until that is known. */
  readonly similarities: Float64Array | undefined;
}

/** Pairs of nodes with what was found of them. */
export interface ComparedPairs {
  readonly pairs: Int32Array;
  readonly similarities: Float64Array;
}

interface GivenPairs {
  readonly pairs: Int32Array;
  readonly asked: AskedPairs;
}

/**
 * The pairs of `AlikeNodes` that someone else compares. Whoever gave them waits for nobody: what is not answered when all else is done
 * is taken back. Pairs may cease to be pairs meanwhile; which ones may have is noted.
 */
export class PairHelper {
  private readonly given: GivenPairs[] = [];
  private readonly doubted = new Set<number>();

  constructor(private readonly compares: ComparesPairs) {}

  /** Whether pairs are taken, now or later. */
  get isOpen(): boolean {
    return this.compares.isOpen;
  }

  /** Whether more pairs are taken just now. */
  get hasRoom(): boolean {
    return this.compares.hasRoom;
  }

  /** So many are to be given. */
  get pairsAtOnce(): number {
    return this.compares.pairsAtOnce;
  }

  /** Whether there are pairs that were given and not taken again. */
  get isWaiting(): boolean {
    return this.given.length > 0;
  }

  /** Hands over pairs of which all are to be compared as the nodes are now. @param among how many nodes there are */
  give(pairs: Int32Array, among: number): void {
    this.given.push({ pairs, asked: this.compares.ask(pairs, among) });
  }

  /** The first of the given pairs, where they are answered. */
  take(): ComparedPairs | undefined {
    const [first] = this.given;
    if (first?.asked.similarities === undefined) return undefined;
    this.given.shift();
    return { pairs: first.pairs, similarities: first.asked.similarities };
  }

  /** The last of the given pairs, of which nobody will hear. */
  takeBack(): Int32Array | undefined {
    return this.given.pop()?.pairs;
  }

  /** A node has another text, or none. */
  forget(node: number): void {
    this.compares.forget(node);
    this.doubt(node);
  }

  /** Pairs with this node that were given may be none any more. */
  doubt(node: number): void {
    if (this.isWaiting) this.doubted.add(node);
  }

  /** Whether a pair of those that were taken last may be none any more. */
  isDoubtful(a: number, b: number): boolean {
    return this.doubted.size > 0 && (this.doubted.has(a) || this.doubted.has(b));
  }

  /** Nobody is interested in the pairs any more. */
  clear(): void {
    this.given.length = 0;
    this.doubted.clear();
  }

  /** The pairs that were taken last have been dealt with. */
  settled(): void {
    if (!this.isWaiting) this.doubted.clear();
  }
}
