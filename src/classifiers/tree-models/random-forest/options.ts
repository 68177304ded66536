/** The hyper-parameters of the random forest; defaults as in scikit-learn's RandomForestClassifier. */
import * as z from 'zod';
import type { ParameterGrid } from '../../contract/classifier-entry.js';
import { maxFeaturesOption, treeOptions } from '../tree-options.js';

export const randomForestOptions = z.strictObject({
  ...treeOptions,
  /** Number of trees. */
  nEstimators: z.int().min(1).max(100_000).default(100),
  /** Columns tried at each split: a number of them, a fraction below 1, `sqrt`, `log2` or `all`. */
  maxFeatures: maxFeaturesOption.default('sqrt'),
  /** Fit each tree on a bootstrap sample; otherwise on all rows. */
  bootstrap: z.boolean().default(true),
  /** Score each row with the trees that were not fitted on it (with `bootstrap`). */
  oobScore: z.boolean().default(false),
});

export type RandomForestOptions = z.input<typeof randomForestOptions>;

/** The default grid of a search. */
export const randomForestGrid: ParameterGrid = {
  nEstimators: [200],
  maxFeatures: ['sqrt', 0.5],
  minSamplesLeaf: [1, 3],
};
