import { type NearKernel, sharedNearKernel } from '../kernel/nearKernel';
import { MAX_POINTS, RESULT_UNITS } from '../kernel/nearLayout';
import { TextHasher } from '../kernel/textHash';
import { writePoints } from '../kernel/writePoints';
import { bandsFor, marksNeeded } from './bandPlan';
import { BandTable, LARGE_BUCKET } from './bandTable';
import { ClusterTable } from './clusterTable';
import { type Component, NearGraph } from './nearGraph';
import { PairSet } from './pairSet';
import { SketchMarks } from './sketchMarks';
import { TextComparer } from './textComparer';
import { dividedPairs, isInReach, newNeighbours, pairsOf } from './nearPairs';

export interface NearOptions {
  /** Exact Jaccard similarity of the sets of character 5-grams from which two texts are alike. */
  readonly threshold: number;
  /** Share of the pairs at the threshold that the bands must bring together. */
  readonly recall: number;
  /** The text that a row was added with. Asked for where two rows may be alike. */
  readonly textOf: (row: number) => string | undefined;
  /** Loads the same text into the kernel, and returns how many code points it has; negative where `textOf` must be asked. */
  readonly load?: (row: number) => number;
  readonly expectedRows?: number;
  /** Rows are only taken in until `work` is called, which is faster for a whole file. */
  readonly isBulk?: boolean;
  readonly kernel?: NearKernel;
}

/** What is said of a row that is like others. */
export interface NearVerdict {
  /** The first row of the cluster. */
  readonly kept: number;
  /** Rows of the cluster. */
  readonly size: number;
  /** The row that is most alike, and how much. */
  readonly nearest: Neighbour;
}

export interface Neighbour {
  readonly row: number;
  /** Exact Jaccard similarity of the two rows' character 5-grams, from the threshold to 1. */
  readonly similarity: number;
}

/** Texts shorter than this (in UTF-16 units) are not compared: a word more or less would decide. */
export const SHORTEST_TEXT = 50;
/** A longer text is a document. */
export const LONGEST_TEXT = MAX_POINTS;

type RowOrder = (row: number) => number;

interface ClusterFacts {
  readonly size: number;
  readonly first: number;
  readonly order: RowOrder;
}

/** Buckets that are looked through, and nodes that are sorted, between two looks at the clock. */
const RUNS_AT_ONCE = 256;
const SORTED_AT_ONCE = 32_768;
const PAIRS_AT_ONCE = 8;
/** Entries that may be looked at to work in edits one by one; beyond, all pairs are found anew. Each edit earns some. */
const PATIENCE = 20_000_000;
const PATIENCE_PER_EDIT = 2000;
const SORTING_STEPS = 8;
/** Pairs that are remembered as not alike while all pairs are looked for. */
const MOST_TRIED = 1 << 20;
const NODE_LIMIT = 2 ** 26;

const hasher = new TextHasher();

/**
 * Rows that are alike. Equal texts are one node. Two nodes are compared where they have a band of their sketches in common
 * (`NearKernel`); of a bucket with more than `LARGE_BUCKET` nodes, each with its neighbours in the order of their hashes. Pairs that
 * are alike by their exact similarity are edges, what hangs together by edges is a cluster. So the result depends on the rows alone,
 * not on the order in which they came, and is exact but for pairs that no band brings together (`bandRecall`).
 */
export class NearDuplicates {
  private readonly kernel: NearKernel;
  private readonly bands: ReturnType<typeof bandsFor>;
  private readonly table: BandTable;
  private readonly marks: SketchMarks;
  private readonly marksNeeded: number;
  private readonly comparer: TextComparer;
  private readonly graph = new NearGraph();
  /** Rows by their text. */
  private readonly texts: ClusterTable;
  /** Node + 1 of each row. */
  private nodes: Int32Array;
  /** One row of each node. */
  private rows: Int32Array;
  private readonly free: number[] = [];
  private end = 0;
  private count = 0;
  private phase: 'gathering' | 'sorting' | 'pairing' | 'done';
  /** Where pairing is. */
  private band = 0;
  private run = 0;
  /** Pairs to be compared: two nodes, and the number of changes when they were named. */
  private readonly pairs: number[] = [];
  private readonly tried = new PairSet(NODE_LIMIT, MOST_TRIED);
  private changes = 0;
  private patience = PATIENCE;

  constructor(options: NearOptions) {
    const { threshold, recall, kernel, expectedRows = 1024, isBulk = false } = options;
    this.kernel = kernel ?? sharedNearKernel();
    const { textOf, load = () => -1 } = options;
    this.comparer = new TextComparer(this.kernel, threshold, {
      textOf: (node) => textOf(this.rows[node] ?? 0),
      load: (node) => load(this.rows[node] ?? 0),
    });
    this.bands = bandsFor(threshold, recall);
    this.table = new BandTable(this.bands.count, expectedRows);
    this.marks = new SketchMarks(expectedRows);
    this.marksNeeded = marksNeeded(threshold, this.bands);
    this.texts = new ClusterTable(expectedRows);
    this.nodes = new Int32Array(expectedRows);
    this.rows = new Int32Array(expectedRows);
    this.phase = isBulk ? 'gathering' : 'done';
    if (!isBulk) while (this.table.sortSome(1));
  }

  /** How many different texts there are. */
  get distinct(): number {
    return this.count;
  }

  /** Whether pairs are found as rows come; while they are not, `work` is to find all of them anew. */
  get isLive(): boolean {
    return this.phase === 'done';
  }

  /** Whether everything that is alike has been found. */
  get isDone(): boolean {
    return this.phase === 'done' && this.pairs.length === 0;
  }

  /** Adds a row with its folded text, or gives it another; false where the text is too short or too long to be compared. */
  add(row: number, foldedText: string): boolean {
    this.remove(row);
    if (!isComparable(foldedText.length)) return false;
    const { low, high } = hasher.text(foldedText);
    this.take(row, writePoints(foldedText, this.kernel.points), low, high);
    return true;
  }

  /** The same for a text that the kernel has folded just now, of so many code points. */
  addLoaded(row: number, points: number): boolean {
    this.remove(row);
    const { result } = this.kernel;
    if (!isComparable(result[RESULT_UNITS] ?? 0)) return false;
    this.take(row, points, result[0] ?? 0, result[1] ?? 0);
    return true;
  }

  remove(row: number): void {
    const node = this.nodeOf(row);
    if (node < 0) return;
    const other = this.texts.otherThan(row);
    this.nodes[row] = 0;
    if (this.texts.remove(row)) this.removeNode(node);
    else {
      if (this.rows[node] === row) this.rows[node] = other ?? row;
      this.graph.forgetMemo(node);
    }
  }

  has(row: number): boolean {
    return this.nodeOf(row) >= 0;
  }

  /**
   * Looks for pairs for about so many milliseconds, and says whether there is more to do.
   * @throws what `textOf` throws; nothing is lost then
   */
  work(milliseconds: number): boolean {
    const deadline = performance.now() + milliseconds;
    while (!this.isDone) {
      this.workPart();
      if (performance.now() >= deadline) break;
    }
    return !this.isDone;
  }

  /** Finds all that is alike. */
  settle(): void {
    while (!this.isDone) this.workPart();
  }

  /** How many rows have a verdict, where of rows with equal texts as many count as are `distinctRows` in all. */
  countOf(distinctRows: number): number {
    return distinctRows - this.count + this.graph.surplus;
  }

  /** Whether the row certainly is like no other. */
  isAlone(row: number): boolean {
    const node = this.nodeOf(row);
    return node < 0 || (this.texts.isAlone(row) && this.graph.isAlone(node));
  }

  /** Every row that is alike directly or through others, the row itself too; only itself when none is. */
  clusterOf(row: number): number[] {
    const node = this.nodeOf(row);
    if (node < 0) return [row];
    const component = this.graph.componentOf(node);
    return this.rowsOf(component?.nodes ?? [node]);
  }

  /** The rows that are alike directly, those with the same text among them. */
  neighboursOf(row: number): Neighbour[] {
    const node = this.nodeOf(row);
    if (node < 0) return [];
    const same = this.texts.membersOf(row).filter((other) => other !== row);
    const alike = this.graph
      .edgesOf(node)
      .flatMap(({ node: other, similarity }) => this.rowsOf([other]).map((each) => ({ row: each, similarity })));
    return [...same.map((other) => ({ row: other, similarity: 1 })), ...alike];
  }

  /** Calls back with the rows of each cluster of two or more, in no order. */
  forEachCluster(callback: (rows: readonly number[]) => void): void {
    for (const { nodes } of this.graph.allComponents()) callback(this.rowsOf(nodes));
    this.texts.forEachCluster((rows) => {
      if (this.graph.isAlone(this.nodeOf(rows[0] ?? -1))) callback(rows);
    });
  }

  /** What is to be said of a row; undefined for one that is the first of its cluster, or like no other. */
  verdictOf(row: number, order: RowOrder): NearVerdict | undefined {
    const node = this.nodeOf(row);
    if (node < 0) return undefined;
    const component = this.graph.componentOf(node);
    const { size, first } = component === undefined ? this.factsOf([node], order) : this.clusterFacts(component, order);
    if (first === row || size < 2) return undefined;
    return { kept: first, size, nearest: this.nearestTo(row, node, order) };
  }

  /** The row with the same text; else one with the most similar text, the first in the file of several. */
  private nearestTo(row: number, node: number, order: RowOrder): Neighbour {
    const same = this.texts.firstOf(row, order) ?? row;
    if (same !== row) return { row: same, similarity: 1 };
    let nearest: Neighbour = { row, similarity: 0 };
    for (const { node: other, similarity } of this.graph.edgesOf(node)) {
      if (similarity < nearest.similarity) continue;
      const first = this.firstOf(other, order);
      if (similarity > nearest.similarity || order(first) < order(nearest.row)) nearest = { row: first, similarity };
    }
    return nearest;
  }

  private clusterFacts(component: Component, order: RowOrder): ClusterFacts {
    const memo = component.memo as ClusterFacts | undefined;
    if (memo?.order === order) return memo;
    const facts = this.factsOf(component.nodes, order);
    component.memo = facts;
    return facts;
  }

  private factsOf(nodes: readonly number[], order: RowOrder): ClusterFacts {
    let first = -1;
    let size = 0;
    for (const node of nodes) {
      const candidate = this.firstOf(node, order);
      if (first < 0 || order(candidate) < order(first)) first = candidate;
      size += this.texts.sizeOf(this.rows[node] ?? 0);
    }
    return { size, first, order };
  }

  private firstOf(node: number, order: RowOrder): number {
    const row = this.rows[node] ?? 0;
    return this.texts.isAlone(row) ? row : (this.texts.firstOf(row, order) ?? row);
  }

  private rowsOf(nodes: readonly number[]): number[] {
    return nodes.flatMap((node) => this.texts.membersOf(this.rows[node] ?? 0));
  }

  /** Takes in a row whose text the kernel has; `low` and `high` are its hash. */
  private take(row: number, points: number, low: number, high: number): void {
    const { kernel, texts } = this;
    if (row >= this.nodes.length) this.nodes = longer(this.nodes, row);
    if (texts.addKey(row, high, low)) {
      kernel.sketch(points, this.bands);
      this.nodes[row] = this.addNode(row) + 1;
    } else {
      const node = this.nodeOf(texts.otherThan(row) ?? row);
      this.nodes[row] = node + 1;
      this.graph.forgetMemo(node);
    }
  }

  private nodeOf(row: number): number {
    return (this.nodes[row] ?? 0) - 1;
  }

  private addNode(row: number): number {
    const node = (this.table.isSorting ? undefined : this.free.pop()) ?? this.end++;
    if (node >= this.rows.length) this.rows = longer(this.rows, node);
    this.rows[node] = row;
    this.count++;
    this.marks.set(node, this.kernel.marks);
    this.table.add(node, this.kernel.keys);
    if (this.beginChange()) this.joinAll(node);
    this.endChange();
    return node;
  }

  private removeNode(node: number): void {
    const isPaired = this.beginChange();
    if (isPaired) for (let band = 0; band < this.bands.count; band++) this.leaves(node, band);
    this.table.remove(node);
    this.graph.remove(node);
    this.comparer.forget(node);
    this.free.push(node);
    this.count--;
    this.endChange();
  }

  /** Notes a change of the nodes; false while pairs are not looked for yet. */
  private beginChange(): boolean {
    this.changes++;
    this.patience = Math.min(PATIENCE, this.patience + PATIENCE_PER_EDIT);
    return this.phase === 'pairing' || this.phase === 'done';
  }

  /** Where edits were too many or have cost too much, looks for all pairs anew, which costs less than as many more edits. */
  private endChange(): void {
    this.patience -= this.table.steps;
    this.table.steps = 0;
    if ((this.patience > 0 && !this.table.isOutdated) || this.phase === 'gathering') return;
    this.phase = 'gathering';
    this.table.unsort();
    this.graph.clear();
    this.pairs.length = 0;
    this.tried.clear();
  }

  private joinAll(node: number): void {
    for (let band = 0; band < this.bands.count; band++) this.joined(node, band);
  }

  /** A node has come into its bucket of a band. */
  private joined(node: number, band: number): void {
    const bucket = this.bucketOf(band, node);
    if (bucket.length < 2) return;
    for (const other of newNeighbours(bucket, node)) this.name(node, other);
    for (const [a, b] of dividedPairs(bucket, node)) {
      if (this.graph.has(a, b) && !this.areNeighbours(a, b)) this.graph.unlink(a, b);
    }
  }

  /** A node is about to leave its bucket of a band. */
  private leaves(node: number, band: number): void {
    for (const [a, b] of dividedPairs(this.bucketOf(band, node), node)) this.name(a, b);
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
    const keys = bucket.map((node) => ({ node, key: this.texts.keyOf(this.rows[node] ?? 0) ?? { high: 0, low: 0 } }));
    keys.sort((a, b) => a.key.high - b.key.high || a.key.low - b.key.low);
    return keys.map(({ node }) => node);
  }

  private workPart(): void {
    if (this.pairs.length > 0) {
      for (let left = PAIRS_AT_ONCE; left > 0 && this.pairs.length > 0; left--) this.compareLast();
    } else if (this.phase === 'gathering') this.phase = 'sorting';
    else if (this.phase === 'sorting') {
      if (!this.table.sortSome(SORTED_AT_ONCE)) this.beginPairing();
    } else this.namePairs();
  }

  private beginPairing(): void {
    this.phase = 'pairing';
    this.band = this.run = 0;
    this.patience = PATIENCE;
    // Those that came while the others were sorted.
    for (const node of this.table.lateNodes()) this.joinAll(node);
  }

  /** Names the pairs of some more buckets. */
  private namePairs(): void {
    const runs = this.table.runsOf(this.band);
    const to = Math.min(runs, this.run + RUNS_AT_ONCE);
    const name = (a: number, b: number) => {
      this.nameUntried(a, b);
    };
    this.table.forEachBucket(this.band, this.run, to, (bucket) => {
      pairsOf(bucket, (all) => this.inOrder(all), name);
    });
    this.run = to;
    if (to < runs) return;
    this.table.forgetRuns(this.band);
    this.run = 0;
    if (++this.band < this.bands.count) return;
    this.phase = 'done';
    this.tried.clear();
  }

  /** Most pairs have several bands in common. */
  private nameUntried(a: number, b: number): void {
    if (this.marks.agreeing(a, b) < this.marksNeeded) return;
    if (this.tried.add(a, b)) this.name(a, b);
  }

  private compareLast(): void {
    const { pairs, graph } = this;
    // Not popped before it is compared: reading the texts may throw.
    const [a = 0, b = 0, changes] = [pairs.at(-3), pairs.at(-2), pairs.at(-1)];
    const isStill = changes === this.changes || this.areNeighbours(a, b);
    if (isStill && this.marks.agreeing(a, b) >= this.marksNeeded && !graph.has(a, b)) {
      const similarity = this.comparer.similarityOf(a, b);
      if (similarity > 0) graph.link(a, b, similarity);
    }
    pairs.pop();
    pairs.pop();
    pairs.pop();
    if (this.isDone) this.comparer.clear();
  }
}

/** @param length in UTF-16 units */
function isComparable(length: number): boolean {
  return length >= SHORTEST_TEXT && length <= LONGEST_TEXT;
}

function longer(array: Int32Array, index: number): Int32Array {
  const copy = new Int32Array(Math.max(index + 1, Math.ceil(array.length * 1.5)));
  copy.set(array);
  return copy;
}
