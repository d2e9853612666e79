import type { StoredModel } from '../../src/core/classify/model';
import type { TrainedModel } from './trainModel';

/** The probability below which the classifier abstains: chosen by cross-validation, see docs/classifier.md. */
export const THRESHOLD = 0.4;
/** Features whose weights are all nearer to 0 than this many steps of a byte are left out. */
const SMALLEST_WEIGHT = 5;

/** A model with weights of a byte, and the smallest ones left out. */
export function storeModel(model: TrainedModel, data: StoredModel['data']): StoredModel {
  const width = model.types.length;
  const biggest = model.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = biggest / 127;
  const bytes = model.weights.map((weight) => Math.round(weight / scale));
  const kept = model.features.flatMap((name, i) => {
    const weights = bytes.subarray(i * width, (i + 1) * width);
    return name === '' || weights.some((weight) => Math.abs(weight) >= SMALLEST_WEIGHT) ? [{ name, weights }] : [];
  });
  const packed = Int8Array.from(kept.flatMap(({ weights }) => [...weights]));
  return {
    types: model.types,
    scale,
    threshold: THRESHOLD,
    data,
    features: kept.map(({ name }) => name).join('\n'),
    weights: Buffer.from(packed.buffer).toString('base64'),
  };
}
