import { type NearKernel, sharedNearKernel } from '../kernel/nearKernel';
import { TextHasher } from '../kernel/textHash';
import { writePoints } from '../kernel/writePoints';
import { pairsAcross } from './acrossPairs';
import { BandKeys } from './bandKeys';
import { bandsFor, marksNeeded } from './bandPlan';
import { BucketFinder } from './bucketFinder';
import type { Hash64 } from './contentHash';
import { isComparable } from './nearDuplicates';
import type { Neighbour } from './nearVerdicts';
import { PairSet } from './pairSet';
import { SketchMarks } from './sketchMarks';
import { TextComparer } from './textComparer';
import { type RowPlace, TextHolders } from './textHolders';

export interface NearAcrossOptions {
  /** Exact Jaccard similarity of the sets of character 5-grams from which two texts are alike. */
  readonly threshold: number;
  /** Share of the pairs at the threshold that the bands must bring together. */
  readonly recall: number;
  /** How many datasets there are at most. */
  readonly datasets: number;
  readonly kernel?: NearKernel;
}

/** Reads the texts of rows again, in the order in which they are asked for; undefined for one that cannot be read. */
export type ReadTexts = (places: readonly RowPlace[]) => Promise<readonly (string | undefined)[]>;

/** Does work that yields after each small step; false where it was stopped before its end. */
export type RunSteps = (steps: Iterable<unknown>) => Promise<boolean>;

const FIRST_TEXTS = 1024;
/** Texts that are looked at between two steps. */
const TEXTS_AT_ONCE = 32_768;
/** Pairs, and code points of their texts, that are compared in one go: no more texts than these are held. */
const PAIRS_AT_ONCE = 4096;
const POINTS_AT_ONCE = 1 << 22;
/** Pairs that are remembered as compared. */
const MOST_TRIED = 1 << 20;
const TEXT_LIMIT = 2 ** 26;

const hasher = new TextHasher();

/**
 * Rows of a dataset that are alike those of another. The same definition as `NearDuplicates` has within a dataset: texts that have a
 * band of their sketches in common are compared exactly. Texts are not kept, but read again to be compared: a text takes some 200
 * bytes, however long it is. The result depends on the datasets alone, not on their order.
 */
export class NearAcross {
  private readonly kernel: NearKernel;
  private readonly bands: ReturnType<typeof bandsFor>;
  private readonly marksNeeded: number;
  private readonly holders = new TextHolders();
  private keys: BandKeys;
  private readonly marks = new SketchMarks(FIRST_TEXTS);
  /** Code points of each text. */
  private points = new Int32Array(FIRST_TEXTS);
  private readonly tried = new PairSet(TEXT_LIMIT, MOST_TRIED);
  /** Pairs that are to be compared, two texts each, and the code points of them all. */
  private named: [number, number][] = [];
  private namedPoints = 0;
  /** Whether all pairs have been named. */
  private isNamed = false;
  /** The row of another dataset that is most alike, by text and dataset. */
  private readonly nearest = new Map<number, Neighbour>();

  constructor(private readonly options: NearAcrossOptions) {
    const { threshold, recall, kernel = sharedNearKernel() } = options;
    this.kernel = kernel;
    this.bands = bandsFor(threshold, recall);
    this.marksNeeded = marksNeeded(threshold, this.bands);
    this.keys = new BandKeys(this.bands.count);
  }

  /** Adds a row with its folded text. One that is too short or too long to be compared is like no other. */
  add(place: RowPlace, foldedText: string): void {
    if (!isComparable(foldedText.length)) return;
    const { low, high } = hasher.text(foldedText);
    const { text, isNew } = this.holders.add(place, { low, high });
    if (!isNew) return;
    const count = writePoints(foldedText, this.kernel.points);
    this.kernel.sketch(count, this.bands);
    this.keys.set(text, this.kernel.keys);
    this.marks.set(text, this.kernel.marks);
    this.setPoints(text, count);
  }

  /** Finds what is alike, once all rows were added; false where it was stopped. @throws what reading throws */
  async find(readTexts: ReadTexts, run: RunSteps): Promise<boolean> {
    const naming = this.nameAll();
    while (!this.isNamed) {
      if (!(await run(this.untilFull(naming))) || !(await this.compareNamed(readTexts, run))) return false;
    }
    this.tried.clear();
    this.keys = new BandKeys(this.bands.count);
    return true;
  }

  /** The row of another dataset that is most alike, the first of several. */
  nearestIn(dataset: number, place: RowPlace): Neighbour | undefined {
    const text = this.holders.textOf(place);
    if (text === undefined) return undefined;
    const same = this.holders.firstIn(text, dataset);
    return same === undefined ? this.nearest.get(this.keyOf(text, dataset)) : { row: same, similarity: 1 };
  }

  private *untilFull(naming: Iterator<unknown>): Generator<void> {
    while (this.named.length < PAIRS_AT_ONCE && this.namedPoints < POINTS_AT_ONCE) {
      if (naming.next().done === true) {
        this.isNamed = true;
        return;
      }
      yield;
    }
  }

  /** Names all pairs that may be alike, some at a step. */
  private *nameAll(): Generator<void> {
    const { count } = this.holders;
    const finder = new BucketFinder(count);
    const states = new Uint8Array(count).fill(1);
    for (let band = 0; band < this.bands.count && count > 0; band++) {
      while (!finder.findSome(this.keys, band, states, count, TEXTS_AT_ONCE)) yield;
      for (let i = 0; i < finder.count; i++) {
        let bucket: readonly number[] = [];
        finder.forEach(i, i + 1, (nodes) => (bucket = nodes));
        yield* this.nameIn(bucket);
      }
    }
  }

  private *nameIn(bucket: readonly number[]): Generator<void> {
    const group = this.holders.groupOf(bucket[0] ?? 0);
    if (bucket.every((text) => this.holders.groupOf(text) === group)) {
      yield;
      return;
    }
    const groupOf = (text: number): number => this.holders.groupOf(text);
    const keyOf = (text: number): Hash64 => this.holders.keyOf(text);
    for (const pair of pairsAcross(bucket, groupOf, keyOf)) {
      if (pair !== undefined) this.name(...pair);
      yield;
    }
  }

  private name(a: number, b: number): void {
    if (this.marks.agreeing(a, b) < this.marksNeeded || !this.tried.add(a, b)) return;
    this.named.push([a, b]);
    this.namedPoints += (this.points[a] ?? 0) + (this.points[b] ?? 0);
  }

  private async compareNamed(readTexts: ReadTexts, run: RunSteps): Promise<boolean> {
    const pairs = this.named.sort(([a, b], [c, d]) => a - c || b - d);
    [this.named, this.namedPoints] = [[], 0];
    const texts = await this.read([...new Set(pairs.flat())], readTexts);
    const textOf = (text: number): string | undefined => texts.get(text);
    const comparer = new TextComparer(this.kernel, this.options.threshold, { textOf, load: () => -1 });
    return run(this.compare(pairs, comparer));
  }

  private async read(texts: readonly number[], readTexts: ReadTexts): Promise<Map<number, string | undefined>> {
    const places = texts.map((text) => {
      const [place = { dataset: 0, row: 0 }] = this.holders.placesOf(text);
      return { text, ...place };
    });
    places.sort((a, b) => a.dataset - b.dataset || a.row - b.row);
    const read = await readTexts(places);
    return new Map(places.map(({ text }, i) => [text, read[i]]));
  }

  private *compare(pairs: readonly (readonly [number, number])[], comparer: TextComparer): Generator<void> {
    for (const [a, b] of pairs) {
      const similarity = comparer.similarityOf(a, b);
      if (similarity > 0) {
        this.note(a, b, similarity);
        this.note(b, a, similarity);
      }
      yield;
    }
  }

  /** Two texts are alike: rows of the one may have no better in the datasets of the other. */
  private note(text: number, other: number, similarity: number): void {
    for (const { dataset, row } of this.holders.placesOf(other)) {
      const key = this.keyOf(text, dataset);
      const known = this.nearest.get(key);
      if (
        known !== undefined &&
        (known.similarity > similarity || (known.similarity === similarity && known.row < row))
      )
        continue;
      this.nearest.set(key, { row, similarity });
    }
  }

  private keyOf(text: number, dataset: number): number {
    return text * this.options.datasets + dataset;
  }

  private setPoints(text: number, count: number): void {
    if (text >= this.points.length) {
      const longer = new Int32Array(Math.ceil(this.points.length * 1.5));
      longer.set(this.points);
      this.points = longer;
    }
    this.points[text] = count;
  }
}
