import type { FeatureSink } from './features';
import { TASK_TYPES, type TaskType } from './taskTypes';

/** A trained model as it is stored; `test/classifier/train.ts` writes it. */
export interface StoredModel {
  readonly types: readonly string[];
  /** One weight is a signed byte times this. */
  readonly scale: number;
  /** The probability below which the classifier abstains. */
  readonly threshold: number;
  /** Names of features, a line each; the empty one is the bias. */
  readonly features: string;
  /** A row of bytes for each feature, a byte for each type, in base64. */
  readonly weights: string;
  /** What it was trained on, for the record. */
  readonly data: readonly { readonly name: string; readonly rows: number; readonly licence: string }[];
}

/** How much a feature speaks for one type against the mean of the others. */
export interface Reason {
  readonly feature: string;
  readonly weight: number;
}

/** Multinomial logistic regression over named features, with weights of a byte each. */
export class Model {
  readonly types: readonly TaskType[];
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly weights: Int8Array;
  private readonly scores: Float64Array;
  /** For each feature, the example that had it last. */
  private readonly lastIn: Uint32Array;
  private example = 0;
  private readonly sink: FeatureSink = { add: (feature) => this.addScores(feature) };

  constructor(private readonly stored: StoredModel) {
    this.types = stored.types.flatMap((name) => TASK_TYPES.filter((type) => type === name));
    this.numbers = new Map(stored.features.split('\n').map((feature, i) => [feature, i]));
    this.weights = new Int8Array(fromBase64(stored.weights).buffer);
    this.scores = new Float64Array(this.types.length);
    this.lastIn = new Uint32Array(this.numbers.size);
    if (this.weights.length !== this.numbers.size * this.types.length)
      throw new RangeError('The weights do not fit the features.');
  }

  /**
   * Probabilities of `types`, in an array that the next call writes over.
   * @param addFeatures tells the features of the example; a set of them is not needed, and would take longer than the rest
   * @param favoured a type that gets `bonus` (log-odds) before anything is looked at
   */
  probabilities(addFeatures: (features: FeatureSink) => void, favoured?: TaskType, bonus = 0): Float64Array {
    const { scores } = this;
    scores.fill(0);
    const position = favoured === undefined ? -1 : this.types.indexOf(favoured);
    if (position >= 0) scores[position] = bonus / this.stored.scale;
    this.beginExample();
    this.addScores('');
    addFeatures(this.sink);
    let most = -Infinity;
    for (const score of scores) if (score > most) most = score;
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const value = Math.exp(((scores[i] ?? 0) - most) * this.stored.scale);
      scores[i] = value;
      sum += value;
    }
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) / sum;
    return scores;
  }

  /** The features that speak most for a type, the strongest first, at most `most`. */
  reasons(features: Iterable<string>, type: TaskType, most: number): Reason[] {
    const position = this.types.indexOf(type);
    const reasons: Reason[] = [];
    for (const feature of features) {
      const number = this.numbers.get(feature);
      if (number === undefined) continue;
      const row = this.weights.subarray(number * this.types.length, (number + 1) * this.types.length);
      const own = row[position] ?? 0;
      const others = (row.reduce((sum, weight) => sum + weight, 0) - own) / (row.length - 1);
      reasons.push({ feature, weight: (own - others) * this.stored.scale });
    }
    return reasons
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, most);
  }

  private beginExample(): void {
    this.example = (this.example + 1) >>> 0;
    if (this.example > 0) return;
    this.lastIn.fill(0);
    this.example = 1;
  }

  /** Adds the weights of a feature, the first time that the example has it. */
  private addScores(feature: string): void {
    const number = this.numbers.get(feature);
    const { weights, scores, lastIn, example } = this;
    if (number === undefined || lastIn[number] === example) return;
    lastIn[number] = example;
    const { length } = scores;
    for (let i = 0, at = number * length; i < length; i++, at++) scores[i] = (scores[i] ?? 0) + (weights[at] ?? 0);
  }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes of base64 text; the core knows no `atob`. */
export function fromBase64(text: string): Uint8Array {
  const values = new Uint8Array(128);
  for (let i = 0; i < DIGITS.length; i++) values[DIGITS.charCodeAt(i)] = i;
  const length = text.replace(/=+$/, '').length;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    bits = (bits << 6) | (values[text.charCodeAt(i)] ?? 0);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >>> held;
    bits &= (1 << held) - 1;
  }
  return bytes;
}
