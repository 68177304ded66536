/** The predictions of a fitted classifier as a job: one task is a block of rows. */
import type { ModelTensor } from '../../classifiers/contract/classifier.js';
import type { OpenJob } from '../../jobs/executor.js';
import type { FeatureMatrix } from '../../matrix.js';
import { findClassifier } from '../find-classifier.js';

/** Shared by all blocks: the classifier in its saved form. */
export interface SavedClassifierState {
  readonly name: string;
  readonly state: unknown;
  readonly tensors: Map<string, ModelTensor>;
}

/** Tasks return the probabilities, rows x classes. */
export const openJob: OpenJob<SavedClassifierState, FeatureMatrix, Float32Array> = async ({
  name,
  state,
  tensors,
}) => {
  const classifier = await findClassifier(name).load(state, tensors);
  return async (X) => (await classifier.predictProba(X)).data;
};
