/** The rows that a classifier holds back from its training rows to choose the checkpoint. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import type { FeatureMatrix } from '../../matrix.js';
import { trainTestSplit } from '../../tables/split/train-test-split.js';
import type { TrainingData } from '../../training/training-data.js';
import { takeRows, takeWeights } from './take-rows.js';

/**
 * A stratified part of the rows, `size` (a fraction below 1 or a number of rows), becomes the validation part, with its
 * weights. All rows stay in training when the size is 0, when every class has one row, or when fewer than two would be
 * left.
 */
export function holdOut<X extends FeatureMatrix>(
  data: TrainingData<X>,
  size: number,
  random: RandomStream,
): TrainingData<X> {
  const { X, y, weights, classes } = data;
  if (size === 0 || y.length === classes) return data;
  const { train, test } = trainTestSplit(y, { testSize: size, random });
  if (train.length < 2) return data;
  return {
    ...takeRows(X, y, train),
    weights: takeWeights(weights, train),
    classes,
    validation: { ...takeRows(X, y, test), weights: takeWeights(weights, test) },
  };
}
