/** The hyper-parameters of gradient boosting; defaults as in scikit-learn's GradientBoostingClassifier. */
import * as z from 'zod';
import { classWeightOption } from '../../contract/class-weight.js';
import type { ParameterGrid } from '../../contract/classifier-entry.js';
import { maxFeaturesOption, treeOptions } from '../tree-options.js';

export const gradientBoostingOptions = z.strictObject({
  /** Seed of all random streams. */
  seed: z.int().min(0).default(42),
  /** Most rounds; a round is a tree, or for more than two classes a tree for each class. */
  nEstimators: z.int().min(1).max(100_000).default(100),
  /** Factor of the leaf values. */
  learningRate: z.number().gt(0).default(0.1),
  /** Most splits between the root and a leaf. */
  maxDepth: z.int().min(1).max(64).default(3),
  /** Share of the rows that each round draws, without replacement. */
  subsample: z.number().gt(0).max(1).default(1),
  minSamplesSplit: treeOptions.minSamplesSplit,
  minSamplesLeaf: treeOptions.minSamplesLeaf,
  /** Columns tried at each split: a number of them, a fraction below 1, `sqrt`, `log2` or `all`. */
  maxFeatures: maxFeaturesOption.default('all'),
  /** As for trees, but `hist` at every node: a column whose rows at a node are all in one bin is not split. */
  method: treeOptions.method,
  /** Stop when this many rounds have not lowered the loss on the validation rows by `tol`. */
  nIterNoChange: z.int().min(1).optional(),
  tol: z.number().min(0).default(1e-4),
  /** Share of the rows held out for early stopping if `fit` is given no validation rows. */
  validationFraction: z.number().min(0).lt(1).default(0.1),
  /** Weights of the classes: none, `balanced` (rows / (classes * rows of the class)), or pairs of label and weight. */
  classWeight: classWeightOption,
});

export type GradientBoostingOptions = z.input<typeof gradientBoostingOptions>;

/** The default grid of a search. */
export const gradientBoostingGrid: ParameterGrid = { learningRate: [0.05, 0.2], maxDepth: [3, 5] };
