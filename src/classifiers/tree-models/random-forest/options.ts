/** Every hyper-parameter of the random forest with its default, scikit-learn's RandomForestClassifier's. */
import * as z from 'zod';
import type { ParameterGrid } from '../../contract/classifier-entry.js';
import { maxFeaturesOption, treeOptions } from '../tree-options.js';

export const randomForestOptions = z.strictObject({
  ...treeOptions,
  /** Number of trees. */
  nEstimators: z.int().min(1).max(100_000).default(100),
  /** Columns tried at each split: a number of them, a fraction below 1, `sqrt`, `log2` or `all`. */
  maxFeatures: maxFeaturesOption.default('sqrt'),
  /** Each tree learns from as many rows as there are, drawn with replacement; otherwise from all. */
  bootstrap: z.boolean().default(true),
  /** Score each row by the trees that did not learn from it (with `bootstrap`). */
  oobScore: z.boolean().default(false),
});

export type RandomForestOptions = z.input<typeof randomForestOptions>;

/** What a search tries by default. */
export const randomForestGrid: ParameterGrid = {
  nEstimators: [200],
  maxFeatures: ['sqrt', 0.5],
  minSamplesLeaf: [1, 3],
};
