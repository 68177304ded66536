/**
 * A decision tree (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984) with the
 * rules of scikit-learn's DecisionTreeClassifier. Missing values (NaN) go to the side where they help most.
 */
import { ForestClassifier, type ForestPlan } from '../forest-classifier.js';
import { type DecisionTreeOptions, decisionTreeOptions } from './options.js';

export class DecisionTree extends ForestClassifier<typeof decisionTreeOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: DecisionTreeOptions = {}) {
    super('decision-tree', decisionTreeOptions, options);
  }

  protected override plan(): ForestPlan {
    return { trees: 1, sampler: (rows) => () => rows, outOfBag: false };
  }
}
