/**
 * A decision tree (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984) with the rules of
 * scikit-learn's DecisionTreeClassifier. Missing values (NaN) go to the side with the larger gain.
 */
import { classifierEntry } from '../../contract/classifier-entry.js';
import { ForestClassifier, type ForestPlan } from '../forest-classifier.js';
import { decisionTreeSpace } from '../search-spaces.js';
import { TREE_CAPABILITIES, TREE_WEIGHTS } from '../tree-options.js';
import { type DecisionTreeOptions, decisionTreeGrid, decisionTreeOptions } from './options.js';

/**
 * One CART tree (as scikit-learn).
 * Options and defaults: docs/classifiers.md.
 */
export class DecisionTree extends ForestClassifier<typeof decisionTreeOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: DecisionTreeOptions = {}) {
    super(decisionTree, options);
  }

  protected override plan(): ForestPlan {
    return { trees: 1, sampler: (rows) => () => rows, outOfBag: false };
  }
}

export const decisionTree = classifierEntry(DecisionTree, {
  ...TREE_CAPABILITIES,
  name: 'decision-tree',
  summary: 'a single CART decision tree',
  options: decisionTreeOptions,
  grid: decisionTreeGrid,
  space: decisionTreeSpace,
  weights: TREE_WEIGHTS,
});
