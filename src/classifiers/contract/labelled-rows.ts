/** Subsets of training rows. */
import type { RandomStream } from '../../engine/random/random-stream.js';
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import { groupCount } from '../../tables/split/group-parts.js';
import { shuffleSplit } from '../../tables/split/shuffle-split.js';
import { rulesAt, type SplitRules } from '../../tables/split/split-rules.js';
import { timeCount } from '../../tables/split/time-blocks.js';
import type { LabelledRows, TrainingData } from '../../training/training-data.js';

/** Copies of the rows with these indices, in this order and in the form of X, with their labels and weights. */
export function takeRows<X extends FeatureMatrix>(
  { X, y, weights, split }: LabelledRows<X>,
  rows: Int32Array,
): LabelledRows<X> {
  return {
    X: { ...X, ...rowsAt(X, rows) },
    y: Int32Array.from(rows, (row) => y[row]),
    weights: weights && Float64Array.from(rows, (row) => weights[row]),
    ...(split && { split: rulesAt(split, rows) }),
  };
}

/**
 * Holds out a stratified part of the rows, `size` (the option `validationFraction`), as validation rows with
 * their weights: whole groups if the rows have groups, the latest rows if they have times. All rows stay in training if
 * the size is 0, if every class has one row, if there is one group or time, or if fewer than two would be left.
 */
export function holdOut<X extends FeatureMatrix>(
  data: TrainingData<X>,
  size: number,
  random: RandomStream,
): TrainingData<X> {
  const { y, classes, split } = data;
  if (size === 0 || y.length === classes || !isDivisible(split)) return data;
  const { groups, times } = split ?? {};
  const { train, test } = shuffleSplit(y, {
    testSize: size,
    sizeOption: 'validationFraction',
    random,
    groups,
    times,
  });
  if (train.length < 2) return data;
  return { ...takeRows(data, train), classes, validation: takeRows(data, test) };
}

/** Whether the rows can be split: not if all are of one group or time. */
export function isDivisible({ groups, times }: SplitRules = {}): boolean {
  return (groups === undefined || groupCount(groups) > 1) && (times === undefined || timeCount(times) > 1);
}
