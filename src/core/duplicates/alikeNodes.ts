import type { NearKernel, Sketch } from '../kernel/nearKernel';
import { bandsFor, marksNeeded } from './bandPlan';
import { BandTable, LARGE_BUCKET } from './bandTable';
import type { Hash64 } from './contentHash';
import { NearGraph } from './nearGraph';
import { dividedPairs, isInReach, newNeighbours, pairsOf } from './nearPairs';
import { type ComparesPairs, PairHelper } from './pairHelper';
import { PairSet } from './pairSet';
import { SketchMarks } from './sketchMarks';
import { type NodeTexts, TextComparer } from './textComparer';

export interface AlikeOptions {
  readonly threshold: number;
  readonly recall: number;
  readonly texts: NodeTexts;
  /** The hash of a node's text, which no other has. */
  readonly keyOf: (node: number) => Hash64 | undefined;
  readonly expectedNodes: number;
  /** Nodes are only taken in until `workPart` is called. */
  readonly isBulk: boolean;
  /** Who compares pairs besides. */
  readonly helper?: ComparesPairs | undefined;
}

/** Buckets that are looked through, and nodes that are sorted, between two looks at the clock. */
const BUCKETS_AT_ONCE = 256;
const NODES_AT_ONCE = 32_768;
/** The same where nodes are listed: memory is touched for the first time, all over the place. */
const LISTED_AT_ONCE = 4096;
const PAIRS_AT_ONCE = 8;
/** Words of a pair that waits, and how many pairs may wait for room with the helper. */
const PAIR_WORDS = 3;
const MOST_WAITING = 1 << 16;
/** A number of changes that no pair was named at: whether it still is one must be seen. */
const LONG_AGO = -1;
/**
 * Entries that may be looked at to work in edits one by one: so many, or those of all nodes. Beyond, all pairs are found anew. Each edit
 * earns some.
 */
const PATIENCE = 20_000_000;
const PATIENCE_PER_EDIT = 2000;
const SORTING_STEPS = 8;
/** Pairs that are remembered as compared while all pairs are looked for: so many, or this share of the nodes. */
const MOST_TRIED = 1 << 20;
const TRIED_SHARE = 1 / 4;
const NODE_LIMIT = 2 ** 26;

/**
 * Finds which nodes, texts that differ, are alike. Nodes that have a band in common are named as pairs; pairs are compared, and those that
 * are alike become edges of the graph. All nodes at first: they are gathered, and paired band by band; then edits are followed one by
 * one, as long as that costs less than to begin anew.
 */
export class AlikeNodes {
  readonly graph = new NearGraph();
  private readonly bands: ReturnType<typeof bandsFor>;
  private readonly table: BandTable;
  private readonly marks: SketchMarks;
  private readonly marksNeeded: number;
  private readonly comparer: TextComparer;
  private readonly keyOf: AlikeOptions['keyOf'];
  private phase: 'gathering' | 'pairing' | 'done';
  /** Where pairing is: in which band, and whether its buckets are known and how many of them have been paired. */
  private band = 0;
  private bucket: number | undefined;
  /** How many nodes the largest bucket of each band has had, as far as it was paired. */
  private readonly largest: number[];
  /** Pairs to be compared: two nodes, and the number of changes when they were named. */
  private readonly pairs: number[] = [];
  private readonly helper: PairHelper | undefined;
  /** The same of those that are not, or no more, for the helper. */
  private readonly kept: number[] = [];
  private tried = new PairSet(NODE_LIMIT, MOST_TRIED);
  private changes = 0;
  private patience = PATIENCE;

  constructor(
    private readonly kernel: NearKernel,
    { threshold, recall, texts, keyOf, expectedNodes, isBulk, helper }: AlikeOptions,
  ) {
    this.helper = helper && new PairHelper(helper);
    this.comparer = new TextComparer(kernel, threshold, texts);
    this.keyOf = keyOf;
    this.bands = bandsFor(threshold, recall);
    this.table = new BandTable(this.bands.count, expectedNodes);
    this.marks = new SketchMarks(expectedNodes);
    this.marksNeeded = marksNeeded(threshold, this.bands);
    this.phase = isBulk ? 'gathering' : 'done';
    this.largest = Array.from({ length: this.bands.count }, () => 0);
  }

  /** Whether pairs are found as nodes come. */
  get isLive(): boolean {
    return this.phase === 'done';
  }

  /** Whether everything that is alike has been found. */
  get isDone(): boolean {
    if (this.phase !== 'done' || this.pairs.length > 0 || this.kept.length > 0) return false;
    return this.helper?.isWaiting !== true;
  }

  /** Whether there is something to do that only makes edits faster. */
  get isToBeListed(): boolean {
    return this.phase === 'done' && this.table.isToBeListed;
  }

  /** Whether nodes are being listed: those that were removed must not come again until that ends. */
  get isListing(): boolean {
    return this.table.isListing;
  }

  /** The sketch of the text that the kernel has, of so many code points; until the next. */
  sketch(points: number): Sketch {
    this.kernel.sketch(points, this.bands);
    return this.kernel;
  }

  /** Adds a node with the sketch of its text. */
  add(node: number, { keys, marks }: Sketch): void {
    this.marks.set(node, marks);
    this.table.add(node, keys);
    if (this.beginChange()) this.joinAll(node);
    this.endChange();
  }

  remove(node: number): void {
    const isPaired = this.beginChange();
    if (isPaired) for (let band = 0; band < this.bands.count; band++) this.leaves(node, band);
    this.table.remove(node);
    this.graph.remove(node);
    this.comparer.forget(node);
    this.helper?.forget(node);
    this.endChange();
  }

  /** Notes a change of the nodes; false while pairs are not looked for yet. */
  private beginChange(): boolean {
    this.changes++;
    this.patience = Math.min(this.mostPatience, this.patience + PATIENCE_PER_EDIT);
    return this.phase === 'pairing' || this.phase === 'done';
  }

  /** Where edits were too many or have cost too much, looks for all pairs anew, which costs less than as many more edits. */
  private endChange(): void {
    this.patience -= this.table.steps;
    this.table.steps = 0;
    if ((this.patience > 0 && !this.table.isOutdated) || this.phase === 'gathering') return;
    this.phase = 'gathering';
    this.table.forget();
    this.graph.clear();
    this.pairs.length = this.kept.length = 0;
    this.helper?.clear();
    this.tried.clear();
  }

  private get mostPatience(): number {
    return Math.max(PATIENCE, this.table.size * this.bands.count);
  }

  private joinAll(node: number): void {
    for (let band = 0; band < this.bands.count; band++) this.joined(node, band);
  }

  /** A node has come into its bucket of a band. */
  private joined(node: number, band: number): void {
    const bucket = this.bucketOf(band, node);
    this.largest[band] = Math.max(this.largest[band] ?? 0, bucket.length);
    if (bucket.length < 2) return;
    for (const other of newNeighbours(bucket, node)) this.name(node, other);
    for (const [a, b] of dividedPairs(bucket, node)) {
      this.helper?.doubt(a);
      if (this.graph.has(a, b) && !this.areNeighbours(a, b)) this.graph.unlink(a, b);
    }
  }

  /** A node is about to leave its bucket of a band. Only a large one is divided in another way without it. */
  private leaves(node: number, band: number): void {
    if (this.isPaired(band) && (this.largest[band] ?? 0) <= LARGE_BUCKET) return;
    for (const [a, b] of dividedPairs(this.bucketOf(band, node), node)) this.name(a, b);
  }

  private isPaired(band: number): boolean {
    return this.phase === 'done' || (this.phase === 'pairing' && band < this.band);
  }

  private name(a: number, b: number): void {
    this.pairs.push(a, b, this.changes);
  }

  /** Whether two nodes are to be compared. */
  private areNeighbours(a: number, b: number): boolean {
    if (!this.table.has(a) || !this.table.has(b)) return false;
    for (let band = 0; band < this.bands.count; band++) {
      if (this.table.haveSame(band, a, b) && isInReach(this.bucketOf(band, a), a, b)) return true;
    }
    return false;
  }

  /** A node's bucket; a large one in order. */
  private bucketOf(band: number, node: number): number[] {
    const bucket = this.table.bucketOf(band, node);
    return bucket.length > LARGE_BUCKET ? this.inOrder(bucket) : bucket;
  }

  /** A bucket in the order of the nodes' hashes, which no two have in common. */
  private inOrder(bucket: number[]): number[] {
    this.table.steps += bucket.length * SORTING_STEPS;
    const keys = bucket.map((node) => ({ node, key: this.keyOf(node) ?? { high: 0, low: 0 } }));
    keys.sort((a, b) => a.key.high - b.key.high || a.key.low - b.key.low);
    return keys.map(({ node }) => node);
  }

  /** Looks for pairs, or compares some. @throws what reading texts throws; nothing is lost then */
  workPart(): void {
    if (this.takeAnswers() || this.giveSome()) return;
    if (this.kept.length > 0) this.compareSome(this.kept);
    else if (this.pairs.length > 0 && !this.mayWait) this.compareSome(this.pairs);
    else if (this.phase === 'gathering') this.beginPairing();
    else if (this.phase === 'pairing') this.pairSome();
    else if (this.helper?.isWaiting === true) this.keep(this.helper, this.helper.takeBack());
    else this.table.listSome(LISTED_AT_ONCE);
  }

  private compareSome(pairs: number[]): void {
    for (let left = PAIRS_AT_ONCE; left > 0 && pairs.length > 0; left--) this.compareLast(pairs);
  }

  /** Whether pairs are better left to the helper, while there are more to be named. */
  private get mayWait(): boolean {
    return this.phase === 'pairing' && this.helper?.isOpen === true && this.pairs.length < MOST_WAITING * PAIR_WORDS;
  }

  /** Hands the last pairs over to the helper; false where they are few, or it takes none. */
  private giveSome(): boolean {
    const { helper, pairs } = this;
    if (helper?.hasRoom !== true) return false;
    const count = helper.pairsAtOnce;
    const from = pairs.length - count * PAIR_WORDS;
    // Those that were named last stand last. Whether older ones still are pairs is not for the helper to say.
    if (from < 0 || pairs[from + 2] !== this.changes) return false;
    const given = new Int32Array(count * 2);
    for (let i = 0; i < count; i++) {
      given[2 * i] = pairs[from + i * PAIR_WORDS] ?? 0;
      given[2 * i + 1] = pairs[from + i * PAIR_WORDS + 1] ?? 0;
    }
    helper.give(given, this.table.size);
    pairs.length = from;
    return true;
  }

  /** Takes in what the helper has found of some pairs; false where nothing has come. */
  private takeAnswers(): boolean {
    const { helper } = this;
    const answer = helper?.take();
    if (helper === undefined || answer === undefined) return false;
    const { pairs, similarities } = answer;
    const left: number[] = [];
    for (let i = 0; i < similarities.length; i++) {
      const [a = 0, b = 0, similarity = NaN] = [pairs[2 * i], pairs[2 * i + 1], similarities[i]];
      if (Number.isNaN(similarity) || helper.isDoubtful(a, b)) left.push(a, b);
      else if (similarity > 0 && this.mayBeAlike(a, b)) this.graph.link(a, b, similarity);
    }
    this.keep(helper, left);
    return true;
  }

  /** Keeps pairs that were given to the helper: nobody waits for it, and it may not be able to tell. */
  private keep(helper: PairHelper, pairs: ArrayLike<number> = []): void {
    for (let i = 0; i < pairs.length; i += 2) {
      const [a = 0, b = 0] = [pairs[i], pairs[i + 1]];
      this.kept.push(a, b, helper.isDoubtful(a, b) ? LONG_AGO : this.changes);
    }
    helper.settled();
    if (this.isDone) this.comparer.clear();
  }

  /** Whether nobody knows yet that two nodes are alike, and their sketches do not tell them apart. */
  private mayBeAlike(a: number, b: number): boolean {
    return this.marks.agreeing(a, b) >= this.marksNeeded && !this.graph.has(a, b);
  }

  private beginPairing(): void {
    this.phase = 'pairing';
    this.band = 0;
    this.bucket = undefined;
    this.patience = this.mostPatience;
    this.largest.fill(0);
    this.tried = new PairSet(NODE_LIMIT, Math.max(MOST_TRIED, this.table.size * TRIED_SHARE));
    this.comparer.makeRoom(this.table.size);
  }

  /** Finds some more buckets, or names the pairs of some. */
  private pairSome(): void {
    if (this.bucket === undefined) {
      if (!this.table.findSome(NODES_AT_ONCE)) return;
      this.bucket = 0;
    }
    const { found } = this.table;
    const to = Math.min(found, this.bucket + BUCKETS_AT_ONCE);
    this.table.forEachBucket(this.bucket, to, this.pairUp);
    this.bucket = to < found ? to : undefined;
    if (to < found) return;
    this.band++;
    if (this.table.nextBand()) return;
    this.phase = 'done';
    this.tried.clear();
  }

  private readonly pairUp = (bucket: number[]): void => {
    this.largest[this.band] = Math.max(this.largest[this.band] ?? 0, bucket.length);
    pairsOf(bucket, this.inOrderOf, this.nameUntried);
  };

  private readonly inOrderOf = (bucket: number[]): number[] => this.inOrder(bucket);

  /** Most pairs have several bands in common. */
  private readonly nameUntried = (a: number, b: number): void => {
    if (this.marks.agreeing(a, b) < this.marksNeeded) return;
    if (this.tried.add(a, b)) this.name(a, b);
  };

  private compareLast(pairs: number[]): void {
    // Not popped before it is compared: reading the texts may throw.
    const [a = 0, b = 0, changes] = [pairs.at(-3), pairs.at(-2), pairs.at(-1)];
    const isStill = changes === this.changes || this.areNeighbours(a, b);
    if (isStill && this.mayBeAlike(a, b)) {
      const similarity = this.comparer.similarityOf(a, b);
      if (similarity > 0) this.graph.link(a, b, similarity);
    }
    pairs.pop();
    pairs.pop();
    pairs.pop();
    if (this.isDone) this.comparer.clear();
  }
}
