/**
 * k nearest neighbours by Euclidean distance, by default searched exactly, as scikit-learn's
 * KNeighborsClassifier with `algorithm='brute'`; of equally distant rows the first is used. Like every distance-based model it expects features
 * on one scale.
 *
 * Sample and class weights, which scikit-learn's does not accept, multiply the votes: they do not change which rows
 * are neighbours, so a row of weight 2 is not two rows.
 */

import { fewRowsNotice } from '../../neighbours/row-neighbours.js';
import type { ModelTensor } from '../contract/classifier.js';
import { classifierEntry } from '../contract/classifier-entry.js';
import type { FitResult, FittedShape, LearningControl, LearningProblem } from '../contract/fitted-model.js';
import { LearningClassifier } from '../contract/learning-classifier.js';
import { KnnModel } from './knn-model.js';
import { type KNearestNeighboursOptions, knnGrid, knnOptions } from './options.js';
import { knnSpace } from './search-space.js';

/**
 * k nearest neighbours by Euclidean distance, by default searched exactly. The model keeps all training rows.
 * Options and defaults: docs/classifiers.md.
 */
export class KNearestNeighbours extends LearningClassifier<typeof knnOptions, KnnModel> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: KNearestNeighboursOptions = {}) {
    super(knn, options);
  }

  protected override async learn(
    problem: LearningProblem,
    { onWarning }: LearningControl,
  ): Promise<FitResult> {
    const { X, y, weights, classes } = problem;
    const notice = fewRowsNotice(this.options.neighbourSearch, X.rows, this.options.k);
    if (notice !== undefined) onWarning?.(notice);
    const voters = {
      X: { ...X, data: X.data.slice() },
      y: y.slice(),
      factors: weights ?? new Float64Array(X.rows).fill(1),
    };
    return { model: await KnnModel.create(voters, classes, this.options), aborted: false };
  }

  protected override revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: FittedShape,
  ): Promise<KnnModel> {
    return KnnModel.revive(saved, tensors, shape, this.options, this.name);
  }
}

export const knn = classifierEntry(KNearestNeighbours, {
  name: 'knn',
  summary: 'k nearest neighbours by Euclidean distance',
  options: knnOptions,
  grid: knnGrid,
  space: knnSpace,
  weights:
    'Weights are factors of the votes. The neighbours are found without them, so a row of weight 2 is not the same as ' +
    'two rows.',
});
