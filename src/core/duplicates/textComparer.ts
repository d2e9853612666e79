import type { NearKernel } from '../kernel/nearKernel';
import { writePoints } from '../kernel/writePoints';
import { TextCache } from './textCache';

/** Code points of texts that are kept at hand: 16 MB or a little more. */
const CACHED_POINTS = 1 << 21;

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
  private readonly cache = new TextCache(CACHED_POINTS);
  private left = -1;
  private leftSize = 0;

  constructor(
    private readonly kernel: NearKernel,
    private readonly threshold: number,
    private readonly texts: NodeTexts,
  ) {}

  /** The Jaccard similarity of two nodes' texts; 0 where it is below the threshold. @throws what reading the texts throws */
  similarityOf(a: number, b: number): number {
    const { kernel, threshold } = this;
    if (this.left !== a || leftOwners.get(kernel) !== this) {
      this.leftSize = this.load(a);
      kernel.setLeft();
      this.left = a;
      leftOwners.set(kernel, this);
    }
    const size = this.load(b);
    const sum = size + this.leftSize;
    // The small step back: what is just enough must not be rounded away.
    const needed = Math.ceil((threshold * sum) / (1 + threshold) - 1e-6);
    if (needed > Math.min(size, this.leftSize)) return 0;
    const shared = kernel.compare(needed);
    const similarity = shared === 0 ? 0 : shared / (sum - shared);
    return similarity < threshold ? 0 : similarity;
  }

  /** A node has another text, or none. */
  forget(node: number): void {
    this.cache.delete(node);
    if (this.left === node) this.left = -1;
  }

  /** Gives back the memory of texts. */
  clear(): void {
    this.cache.clear();
    this.left = -1;
  }

  /** Loads a node's text into the kernel, and returns how many different grams it has. */
  private load(node: number): number {
    const { kernel } = this;
    const cached = this.cache.get(node);
    if (cached !== undefined) {
      const { points, distinct } = cached;
      kernel.points.set(points);
      kernel.distinct.set(distinct);
      kernel.reload(points.length, distinct.length);
      return distinct.length;
    }
    const loaded = this.texts.load(node);
    const count = loaded < 0 ? writePoints(this.texts.textOf(node) ?? '', kernel.points) : loaded;
    const size = kernel.load(count);
    this.cache.set(node, { points: kernel.points.slice(0, count), distinct: kernel.distinct.slice(0, size) });
    return size;
  }
}
