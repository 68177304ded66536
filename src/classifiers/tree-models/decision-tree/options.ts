/** The hyper-parameters of the decision tree; defaults as in scikit-learn's DecisionTreeClassifier. */
import * as z from 'zod';
import type { ParameterGrid } from '../../contract/classifier-entry.js';
import { maxFeaturesOption, treeOptions } from '../tree-options.js';

export const decisionTreeOptions = z.strictObject({
  ...treeOptions,
  /** Columns tried at each split: a number of them, a fraction below 1, `sqrt`, `log2` or `all`. */
  maxFeatures: maxFeaturesOption.default('all'),
});

export type DecisionTreeOptions = z.input<typeof decisionTreeOptions>;

/** The default grid of a search. */
export const decisionTreeGrid: ParameterGrid = {
  criterion: ['gini', 'entropy'],
  maxDepth: [5, 10, 20],
  minSamplesLeaf: [1, 5],
};
