/**
 * k nearest neighbours by Euclidean distance, searched exactly, as scikit-learn's KNeighborsClassifier with
 * `algorithm='brute'`; of equally distant rows the earlier one counts. Like every model of distances it
 * expects features of one scale.
 *
 * Sample and class weights, which scikit-learn's does not take, are factors of the votes; rows of weight 0
 * are left out.
 */

import type { ModelTensor } from '../classifier.js';
import { classifierEntry } from '../classifier-entry.js';
import {
  type Learned,
  type LearnedShape,
  LearningClassifier,
  type LearningProblem,
} from '../learning-classifier.js';
import { takeRows } from '../take-rows.js';
import { KnnModel, type Voters } from './knn-model.js';
import { type KNearestNeighboursOptions, knnGrid, knnOptions } from './options.js';

export class KNearestNeighbours extends LearningClassifier<typeof knnOptions, KnnModel> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: KNearestNeighboursOptions = {}) {
    super('knn', knnOptions, options);
  }

  protected override async learn(problem: LearningProblem): Promise<Learned> {
    return { model: await KnnModel.create(voters(problem), problem.classes, this.options), aborted: false };
  }

  protected override revive(
    saved: unknown,
    tensors: Map<string, ModelTensor>,
    shape: LearnedShape,
  ): Promise<KnnModel> {
    return KnnModel.revive(saved, tensors, shape, this.options, this.name);
  }
}

/** Copies of the rows that have a vote. */
function voters({ X, y, weights }: LearningProblem): Voters {
  const all = weights ?? new Float64Array(X.rows).fill(1);
  const kept = Int32Array.from(y.keys()).filter((row) => all[row] > 0);
  return { ...takeRows(X, y, kept), factors: Float64Array.from(kept, (row) => all[row]) };
}

export const knn = classifierEntry(KNearestNeighbours, {
  name: 'knn',
  summary: 'k nearest neighbours by Euclidean distance, searched exactly',
  options: knnOptions,
  grid: knnGrid,
});
