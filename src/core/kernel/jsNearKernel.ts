import { foldText } from '../duplicates/fold';
import { FOLD_ROLES } from '../duplicates/foldTable';
import { decodeUtf8 } from '../text/encoding';
import type { Bands, NearKernel } from './nearKernel';
import {
  BIN_SEED,
  BINS,
  FACTOR_0,
  FACTOR_1,
  FACTOR_2,
  FACTOR_3,
  FACTOR_4,
  FOLD_INPUT_BYTES,
  FOLD_NOT,
  GRAM_POINTS,
  MARK_WORDS,
  MAX_POINTS,
  MAX_SPANS,
  NEAR_PADDING,
  RESULT_WORDS,
  ROUND_SEED,
  ROUNDS,
  SPAN_FIELD,
  SPAN_WORDS,
  STIR_1,
  STIR_2,
} from './nearLayout';
import { TextHasher } from './textHash';
import { writePoints } from './writePoints';

const FACTORS = [FACTOR_0, FACTOR_1, FACTOR_2, FACTOR_3, FACTOR_4];
const EMPTY = 0xffff_ffff;

/** The near-duplicate kernel in JavaScript: what the one in WebAssembly is tested against, and what runs where there is none. */
export class JsNearKernel implements NearKernel {
  readonly points = new Int32Array(MAX_POINTS);
  readonly keys = new Int32Array(BINS);
  readonly marks = new Int32Array(MARK_WORDS);
  readonly result = new Int32Array(RESULT_WORDS);
  readonly input = new Uint8Array(FOLD_INPUT_BYTES + NEAR_PADDING);
  readonly spans = new Int32Array(MAX_SPANS * SPAN_WORDS);
  private readonly bins = new Uint32Array(BINS);
  private readonly hasher = new TextHasher();
  private left: ReadonlySet<string> = new Set();
  private threshold = 1;

  fold(count: number): number {
    const lines: string[] = [];
    for (let at = 0; at < count * SPAN_WORDS; at += SPAN_WORDS) {
      const [kind = 0, from, to] = this.spans.subarray(at, at + SPAN_WORDS);
      const text = foldText(JSON.parse(`"${decodeUtf8(this.input.subarray(from, to))}"`) as string);
      const role = FOLD_ROLES[kind];
      if (text !== '' || kind !== SPAN_FIELD) lines.push(role === undefined ? text : `${role}: ${text}`);
    }
    const folded = lines.join('\n');
    if (folded.length > MAX_POINTS) return FOLD_NOT;
    const { low, high, length } = this.hasher.text(folded);
    this.result.set([low, high, length, folded.length]);
    return writePoints(folded, this.points);
  }

  sketch(count: number, { count: bands, rows }: Bands): void {
    this.fillBins(this.gramHashes(count), bands * rows);
    for (let band = 0; band < bands; band++) {
      let key = band;
      for (const value of this.bins.subarray(band * rows, (band + 1) * rows)) {
        const mixed = key ^ Math.imul(value, STIR_1);
        key = Math.imul((mixed << 15) | (mixed >>> 17), STIR_2);
      }
      this.keys[band] = stir(key);
    }
    this.marks.fill(0);
    for (let bin = 0; bin < bands * rows; bin++) {
      this.marks[bin >> 4] = (this.marks[bin >> 4] ?? 0) | (((this.bins[bin] ?? 0) & 3) << (2 * (bin & 15)));
    }
  }

  setLeft(count: number, threshold: number): number {
    this.left = this.grams(count);
    this.threshold = threshold;
    return this.left.size;
  }

  compare(count: number): number {
    const grams = this.grams(count);
    let shared = 0;
    for (const gram of grams) if (this.left.has(gram)) shared++;
    const similarity = shared / (this.left.size + grams.size - shared);
    return shared === 0 || similarity < this.threshold ? 0 : similarity;
  }

  private grams(count: number): ReadonlySet<string> {
    const length = Math.max(0, count - GRAM_POINTS + 1);
    return new Set(Array.from({ length }, (_, i) => this.points.subarray(i, i + GRAM_POINTS).join()));
  }

  private gramHashes(count: number): Int32Array {
    const hashes = new Int32Array(Math.max(0, count - GRAM_POINTS + 1));
    for (let i = 0; i < hashes.length; i++) {
      let hash = 0;
      for (const [j, factor] of FACTORS.entries()) hash = (hash + Math.imul(this.points[i + j] ?? 0, factor)) | 0;
      hashes[i] = stir(hash);
    }
    return hashes;
  }

  /** Gives each bin the least value of the first round in which a gram falls into it. */
  private fillBins(hashes: Int32Array, used: number): void {
    const { bins } = this;
    bins.fill(EMPTY);
    for (let round = 0; round < ROUNDS && bins.subarray(0, used).includes(EMPTY); round++) {
      const isOpen = Array.from(bins, (value) => value === EMPTY);
      for (const hash of hashes) {
        const x = (round === 0 ? hash : again(hash, Math.imul(round, ROUND_SEED))) >>> 0;
        const bin = x >>> 25;
        if (isOpen[bin] === true) bins[bin] = Math.min(bins[bin] ?? EMPTY, x);
      }
    }
    if (hashes.length === 0) return;
    for (let bin = 0; bin < used; bin++) {
      if (bins[bin] !== EMPTY) continue;
      for (const hash of hashes) {
        bins[bin] = Math.min(bins[bin] ?? EMPTY, again(hash, Math.imul(bin + 1, BIN_SEED)) >>> 0);
      }
    }
  }
}

/** Another value of a gram: its hash is stirred well, so that one factor is enough. */
function again(hash: number, seed: number): number {
  return Math.imul(hash ^ seed, STIR_1);
}

function stir(hash: number): number {
  let x = Math.imul(hash ^ (hash >>> 16), STIR_1);
  x = Math.imul(x ^ (x >>> 13), STIR_2);
  return x ^ (x >>> 16);
}
