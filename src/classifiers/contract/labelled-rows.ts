/** Subsets of training rows. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import { shuffleSplit } from '../../tables/split/shuffle-split.js';
import type { LabelledRows, TrainingData } from '../../training/training-data.js';

/** Copies of the rows with these indices, in this order and in the form of X, with their labels and weights. */
export function takeRows<X extends FeatureMatrix>(
  { X, y, weights }: LabelledRows<X>,
  rows: Int32Array,
): LabelledRows<X> {
  return {
    X: { ...X, ...rowsAt(X, rows) },
    y: Int32Array.from(rows, (row) => y[row]),
    weights: weights && Float64Array.from(rows, (row) => weights[row]),
  };
}

/**
 * Holds out a stratified part of the rows, `size` (a fraction below 1 or a number of rows), as validation rows with
 * their weights. All rows stay in training if the size is 0, if every class has one row, or if fewer than two would
 * be left.
 */
export function holdOut<X extends FeatureMatrix>(
  data: TrainingData<X>,
  size: number,
  random: RandomStream,
): TrainingData<X> {
  const { y, classes } = data;
  if (size === 0 || y.length === classes) return data;
  const { train, test } = shuffleSplit(y, { testSize: size, random });
  if (train.length < 2) return data;
  return { ...takeRows(data, train), classes, validation: takeRows(data, test) };
}
