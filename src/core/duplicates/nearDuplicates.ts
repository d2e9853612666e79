import { type NearKernel, sharedNearKernel, type Sketch } from '../kernel/nearKernel';
import { MAX_POINTS, RESULT_UNITS } from '../kernel/nearLayout';
import { TextHasher } from '../kernel/textHash';
import { writePoints } from '../kernel/writePoints';
import { AlikeNodes } from './alikeNodes';
import { ClusterTable } from './clusterTable';
import type { Hash64 } from './contentHash';
import type { NearGraph } from './nearGraph';
import { type Neighbour, type NearVerdict, NearVerdicts, type RowOrder } from './nearVerdicts';
import type { ComparesPairs } from './pairHelper';

/** Gives who compares nodes, of each of which `rowOf` gives a row with its text. */
export type ComparesRows = (rowOf: (node: number) => number) => ComparesPairs;

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
  /** Who compares rows besides. */
  readonly helper?: ComparesRows | undefined;
}

/** Texts shorter than this (in UTF-16 units) are not compared: a word more or less would decide. */
export const SHORTEST_TEXT = 50;
/** A longer text is a document. */
export const LONGEST_TEXT = MAX_POINTS;

const hasher = new TextHasher();

/**
 * Rows that are alike. Equal texts are one node. Two nodes are compared where they have a band of their sketches in common
 * (`NearKernel`); of a bucket with more than `LARGE_BUCKET` nodes, each with its neighbours in the order of their hashes. Pairs that
 * are alike by their exact similarity are edges, what hangs together by edges is a cluster. So the result depends on the rows alone,
 * not on the order in which they came, and is exact but for pairs that no band brings together (`bandRecall`).
 */
export class NearDuplicates {
  private readonly kernel: NearKernel;
  private readonly alike: AlikeNodes;
  private readonly graph: NearGraph;
  /** Rows by their text. */
  private readonly texts: ClusterTable;
  /** Node + 1 of each row. */
  private nodes: Int32Array;
  /** One row of each node. */
  private rows: Int32Array;
  private readonly free: number[] = [];
  private end = 0;
  private count = 0;
  private readonly verdicts: NearVerdicts;

  constructor(options: NearOptions) {
    const { threshold, recall, kernel = sharedNearKernel(), expectedRows = 1024, isBulk = false } = options;
    const { textOf, load = () => -1 } = options;
    this.kernel = kernel;
    this.texts = new ClusterTable(expectedRows);
    this.nodes = new Int32Array(expectedRows);
    this.rows = new Int32Array(expectedRows);
    const rowOf = (node: number) => this.rows[node] ?? 0;
    this.alike = new AlikeNodes(kernel, {
      threshold,
      recall,
      isBulk,
      expectedNodes: expectedRows,
      texts: { textOf: (node) => textOf(rowOf(node)), load: (node) => load(rowOf(node)) },
      keyOf: (node) => this.texts.keyOf(rowOf(node)),
      helper: options.helper?.(rowOf),
    });
    this.graph = this.alike.graph;
    this.verdicts = new NearVerdicts(this.graph, this.texts, rowOf);
  }

  /** How many different texts there are. */
  get distinct(): number {
    return this.count;
  }

  /** Whether pairs are found as rows come; while they are not, `work` is to find all of them anew. */
  get isLive(): boolean {
    return this.alike.isLive;
  }

  /** Whether everything that is alike has been found. */
  get isDone(): boolean {
    return this.alike.isDone;
  }

  /** Whether there is work that finds nothing more, but makes further edits cheaper. */
  get hasUpkeep(): boolean {
    return this.alike.isToBeListed;
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

  /**
   * The same for a text that was hashed and sketched elsewhere (`TextHasher`, `NearKernel.sketch` with the bands of `bandsFor`), and that
   * is neither too short nor too long. The sketch is copied.
   */
  addSketched(row: number, { low, high }: Hash64, sketch: Sketch): void {
    this.remove(row);
    this.take(row, sketch, low, high);
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
   * Looks for pairs for about so many milliseconds, or does some of the upkeep when all are found; says whether there is more to do.
   * @throws what `textOf` throws; nothing is lost then
   */
  work(milliseconds: number): boolean {
    const deadline = performance.now() + milliseconds;
    const isUpkeep = this.isDone;
    while (isUpkeep ? this.hasUpkeep : !this.isDone) {
      this.alike.workPart();
      if (performance.now() >= deadline) break;
    }
    return !this.isDone || this.hasUpkeep;
  }

  /** Finds all that is alike. */
  settle(): void {
    while (!this.isDone) this.alike.workPart();
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
    return this.verdicts.verdictOf(row, node, order);
  }

  private rowsOf(nodes: readonly number[]): number[] {
    return nodes.flatMap((node) => this.texts.membersOf(this.rows[node] ?? 0));
  }

  /** Takes in a row with the sketch of its text, or how many code points of it the kernel has; `low` and `high` are its hash. */
  private take(row: number, text: Sketch | number, low: number, high: number): void {
    const { texts } = this;
    if (row >= this.nodes.length) this.nodes = longer(this.nodes, row);
    if (texts.addKey(row, high, low)) {
      this.nodes[row] = this.addNode(row, text) + 1;
    } else {
      const node = this.nodeOf(texts.otherThan(row) ?? row);
      this.nodes[row] = node + 1;
      this.graph.forgetMemo(node);
    }
  }

  private nodeOf(row: number): number {
    return (this.nodes[row] ?? 0) - 1;
  }

  private addNode(row: number, text: Sketch | number): number {
    const node = (this.alike.isListing ? undefined : this.free.pop()) ?? this.end++;
    if (node >= this.rows.length) this.rows = longer(this.rows, node);
    this.rows[node] = row;
    this.count++;
    this.alike.add(node, typeof text === 'number' ? this.alike.sketch(text) : text);
    return node;
  }

  private removeNode(node: number): void {
    this.alike.remove(node);
    this.free.push(node);
    this.count--;
  }
}

/** Whether texts of a length are compared. @param length in UTF-16 units */
export function isComparable(length: number): boolean {
  return length >= SHORTEST_TEXT && length <= LONGEST_TEXT;
}

function longer(array: Int32Array, index: number): Int32Array {
  const copy = new Int32Array(Math.max(index + 1, Math.ceil(array.length * 1.5)));
  copy.set(array);
  return copy;
}
