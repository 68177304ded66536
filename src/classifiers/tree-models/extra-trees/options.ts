/** The hyper-parameters of extremely randomised trees; names as in scikit-learn's ExtraTreesClassifier. */
import * as z from 'zod';
import type { ParameterGrid } from '../../contract/classifier-entry.js';
import { maxFeaturesOption, treeOptions } from '../tree-options.js';

const { method: _, ...options } = treeOptions;

export const extraTreesOptions = z.strictObject({
  ...options,
  /** Number of trees. */
  nEstimators: z.int().min(1).max(100_000).default(100),
  /** Columns tried at each split: a number of them, a fraction below 1, `sqrt`, `log2` or `all`. */
  maxFeatures: maxFeaturesOption.default('sqrt'),
  /** Fit each tree on a bootstrap sample; otherwise on all rows. */
  bootstrap: z.boolean().default(false),
});

export type ExtraTreesOptions = z.input<typeof extraTreesOptions>;

/** The default grid of a search. */
export const extraTreesGrid: ParameterGrid = {
  nEstimators: [200],
  maxFeatures: ['sqrt', 0.5],
  minSamplesLeaf: [1, 3],
};
