import { featuresOf } from '../../src/core/classify/features';
import { TASK_TYPES, type TaskType } from '../../src/core/classify/taskTypes';
import { randomNumbers } from '../unit/core/kernel/mutate';
import type { LabelledRow } from './labelledRows';

export interface TrainingOptions {
  readonly epochs: number;
  readonly rate: number;
  /** Decay of a weight with each step that touches it (L2). */
  readonly decay: number;
  /** Rows in which a feature has to occur to be one. */
  readonly fewestRows: number;
  /** Models in other orders of the rows, of which the mean is taken: as small as one, and less a matter of chance. */
  readonly models: number;
}

/** Chosen by cross-validation on the rows that are no test rows; see docs/classifier.md. */
export const OPTIONS: TrainingOptions = { epochs: 10, rate: 0.015, decay: 0.002, fewestRows: 2, models: 3 };

/** Weights of features for types, `feature * types + type`, and a bias for each type as the feature ''. */
export interface TrainedModel {
  readonly types: readonly TaskType[];
  readonly features: readonly string[];
  readonly weights: Float32Array;
}

/** Multinomial logistic regression by AdaGrad, the mean of some; with the same result each time. */
export function trainModel(rows: readonly LabelledRow[], options: TrainingOptions = OPTIONS): TrainedModel {
  const types = TASK_TYPES.filter((type) => rows.some((row) => row.type === type));
  const sets = rows.map(({ example }) => [...featuresOf(example), '']);
  const features = frequent(sets, options.fewestRows);
  const numbers = new Map(features.map((feature, i) => [feature, i]));
  const samples = rows.map((row, i) => ({
    features: Int32Array.from((sets[i] ?? []).flatMap((feature) => numbers.get(feature) ?? [])),
    target: types.indexOf(row.type),
  }));
  const mean = new Float32Array(features.length * types.length);
  for (let seed = 1; seed <= options.models; seed++) {
    const weights = trainOnce(samples, mean.length, types.length, seed, options);
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (weights[at] ?? 0) / options.models;
  }
  return { types, features, weights: mean };
}

interface Sample {
  readonly features: Int32Array;
  readonly target: number;
}

function trainOnce(
  samples: readonly Sample[],
  size: number,
  types: number,
  seed: number,
  options: TrainingOptions,
): Float32Array {
  const weights = new Float32Array(size);
  const squares = new Float32Array(weights.length).fill(1e-2);
  const random = randomNumbers(seed);
  const scores = new Float64Array(types);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = samples.map((sample) => ({ sample, key: random(2 ** 30) })).sort((a, b) => a.key - b.key);
    for (const { sample } of order) {
      scores.fill(0);
      for (const feature of sample.features) {
        for (let type = 0; type < types; type++) add(scores, type, weights[feature * types + type] ?? 0);
      }
      softmax(scores);
      for (let type = 0; type < types; type++) {
        const error = (scores[type] ?? 0) - (type === sample.target ? 1 : 0);
        for (const feature of sample.features) {
          const at = feature * types + type;
          const gradient = error + options.decay * (weights[at] ?? 0);
          squares[at] = (squares[at] ?? 0) + gradient * gradient;
          weights[at] = (weights[at] ?? 0) - (options.rate * gradient) / Math.sqrt(squares[at] ?? 1);
        }
      }
    }
  }
  return weights;
}

function frequent(sets: readonly (readonly string[])[], fewest: number): string[] {
  const counts = new Map<string, number>();
  for (const set of sets) for (const feature of set) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= fewest)
    .map(([feature]) => feature)
    .sort();
}

function add(array: Float64Array, at: number, value: number): void {
  array[at] = (array[at] ?? 0) + value;
}

function softmax(scores: Float64Array): void {
  const most = Math.max(...scores);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i] = Math.exp((scores[i] ?? 0) - most);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) / sum;
}
