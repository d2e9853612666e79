import { JsNearKernel } from './jsNearKernel';
import { WasmNearKernel } from './wasmNearKernel';

/** How many bands a sketch has, of how many values each. */
export interface Bands {
  readonly count: number;
  readonly rows: number;
}

/** What pairs of texts are found by. */
export interface Sketch {
  /** The keys of the bands, one each; what stands behind them has no meaning. */
  readonly keys: Int32Array;
  /** Two bits of each value that bands are made of, 0 for the other bins. */
  readonly marks: Int32Array;
}

/**
 * Sketches texts and compares them by their sets of grams (`nearLayout.ts`). A sketch has a value in each of some bins, so that two
 * texts have the same value in a bin by a chance of their exact Jaccard similarity (fast similarity sketching: Dahlgaard, Knudsen and
 * Thorup 2017, https://arxiv.org/abs/1704.04370; short texts fill as many bins as long ones). Bands are hashes of some bins each.
 */
export interface NearKernel extends Sketch {
  /** Room for `MAX_POINTS` code points of the text that `sketch`, `setLeft` and `compare` take, and `fold` gives. */
  readonly points: Int32Array;
  /** Of the last `sketch`. */
  readonly keys: Int32Array;
  /** The same. */
  readonly marks: Int32Array;
  /** Of the last `fold`: the hash of the text as `TextHasher` has it (low, high), its bytes of UTF-8, and its UTF-16 units. */
  readonly result: Int32Array;
  /** Room for the bytes of a row of which texts are to be folded; valid JSON in UTF-8. */
  readonly input: Uint8Array;
  /** Where in the input the texts stand (`SPAN_WORDS`). */
  readonly spans: Int32Array;
  /**
   * Writes the folded texts of the first `count` spans as `points`, a line each, and returns how many those are; negative where
   * neighbouring characters join, or the text is longer than `points`: ask `foldText` then.
   */
  fold(count: number): number;
  /** Sketches the first `count` points. */
  sketch(count: number, bands: Bands): void;
  /** Keeps the first `count` points for comparisons, and returns how many different grams they have. */
  setLeft(count: number, threshold: number): number;
  /** The Jaccard similarity of the grams of the first `count` points with those of `setLeft`; 0 where it is below its threshold. */
  compare(count: number): number;
}

/** The fastest kernel that this machine runs. */
export function createNearKernel(): NearKernel {
  return WasmNearKernel.create() ?? new JsNearKernel();
}

let shared: NearKernel | undefined;

/** One for all of a thread: it takes some megabytes, and keeps nothing but a left text. */
export function sharedNearKernel(): NearKernel {
  return (shared ??= createNearKernel());
}
