import type { NearKernel } from '../kernel/nearKernel';
import { writePoints } from '../kernel/writePoints';
import { type CachedText, TextCache } from './textCache';

/**
 * Bytes of texts that are kept at hand: so many, or so many for each node there is, since what is asked for again comes later among
 * more.
 */
const CACHED_BYTES = 1 << 24;
const CACHED_BYTES_A_NODE = 16;

/** Which comparer's left text a kernel has: several may use one kernel. */
const leftOwners = new WeakMap<NearKernel, TextComparer>();

/** Where texts are to be had. */
export interface NodeTexts {
  readonly textOf: (node: number) => string | undefined;
  /** Loads the same into the kernel, and returns how many code points it has; negative where `textOf` must be asked. */
  readonly load: (node: number) => number;
}

/** Compares the texts of nodes exactly, by their sets of character 5-grams. */
export class TextComparer {
  private readonly cache = new TextCache(CACHED_BYTES);
  private left = -1;

  constructor(
    private readonly kernel: NearKernel,
    private readonly threshold: number,
    private readonly texts: NodeTexts,
  ) {}

  /**
   * The Jaccard similarity of two nodes' texts; 0 where it is below the threshold, and not a number where a text is not to be had.
   * @throws what reading the texts throws
   */
  similarityOf(a: number, b: number): number {
    const { kernel } = this;
    if (this.left !== a || leftOwners.get(kernel) !== this) {
      const count = this.load(a);
      if (count < 0) return NaN;
      kernel.setLeft(count, this.threshold);
      this.left = a;
      leftOwners.set(kernel, this);
    }
    const count = this.load(b);
    return count < 0 ? NaN : kernel.compare(count);
  }

  /** A node has another text, or none. */
  forget(node: number): void {
    this.cache.delete(node);
    if (this.left === node) this.left = -1;
  }

  /** So many nodes there are among which pairs are looked for. */
  makeRoom(nodes: number): void {
    this.cache.room = Math.max(CACHED_BYTES, nodes * CACHED_BYTES_A_NODE);
  }

  /** Gives back the memory of texts. */
  clear(): void {
    this.cache.clear();
    this.left = -1;
  }

  /** Loads a node's text into the kernel, and returns how many code points it has; negative where it is not to be had. */
  private load(node: number): number {
    const { points } = this.kernel;
    const cached = this.cache.get(node);
    if (cached !== undefined) {
      points.set(cached);
      return cached.length;
    }
    let count = this.texts.load(node);
    if (count < 0) {
      const text = this.texts.textOf(node);
      if (text === undefined) return -1;
      count = writePoints(text, points);
    }
    this.cache.set(node, copyOf(points.subarray(0, count)));
    return count;
  }
}

function copyOf(points: Int32Array): CachedText {
  // By the constructor: `from` takes several times as long.
  let all = 0;
  for (const point of points) all |= point;
  return all > 0xff ? points.slice() : new Uint8Array(points);
}
