import { JsNearKernel } from './jsNearKernel';
import { WasmNearKernel } from './wasmNearKernel';

/** How many bands a sketch has, of how many values each. */
export interface Bands {
  readonly count: number;
  readonly rows: number;
}

/**
 * Sketches texts and compares them by their sets of grams (`nearLayout.ts`). A sketch has a value in each of some bins, so that two
 * texts have the same value in a bin by a chance of their exact Jaccard similarity (fast similarity sketching: Dahlgaard, Knudsen and
 * Thorup 2017, https://arxiv.org/abs/1704.04370; short texts fill as many bins as long ones). Bands are hashes of some bins each.
 */
export interface NearKernel {
  /** Room for `MAX_POINTS` code points of the text that `sketch`, `load` and `reload` take, and `fold` gives. */
  readonly points: Int32Array;
  /** Where the different grams of the text begin that was loaded last. */
  readonly distinct: Int32Array;
  /** Of the last `sketch`: the keys of the bands. */
  readonly keys: Int32Array;
  /** Of the last `sketch`: two bits of each value that bands are made of, 0 for the other bins. */
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
  /** Takes a text in for `setLeft` and `compare`, and returns how many different grams it has. */
  load(count: number): number;
  /** The same for a text of which `distinct` holds the first `size` numbers again. */
  reload(count: number, size: number): void;
  /** Keeps the text that was loaded last for comparisons. */
  setLeft(): void;
  /** How many grams the text that was loaded last shares with that of `setLeft`; 0 where they are fewer than `needed`. */
  compare(needed: number): number;
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
