/**
 * Extremely randomised trees (Geurts, Ernst & Wehenkel, "Extremely randomized trees", 2006) with the rules of
 * scikit-learn's ExtraTreesClassifier: each tree on all rows, a random threshold in each column that a split tries, the
 * mean of the trees' class shares.
 */
import { bootstrap } from '../../../trees/forests/draw-sample.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { ForestClassifier, type ForestPlan } from '../forest-classifier.js';
import { TREE_CAPABILITIES, TREE_WEIGHTS } from '../tree-options.js';
import { type ExtraTreesOptions, extraTreesGrid, extraTreesOptions } from './options.js';

/**
 * Trees with random thresholds; probabilities are the mean of their class shares (as scikit-learn).
 * Options and defaults: docs/classifiers.md.
 */
export class ExtraTrees extends ForestClassifier<typeof extraTreesOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: ExtraTreesOptions = {}) {
    super(extraTrees, options);
  }

  protected override plan(): ForestPlan {
    const { nEstimators, bootstrap: draws } = this.options;
    return {
      trees: nEstimators,
      sampler: (rows) => (draws ? (random) => bootstrap(rows, random) : () => rows),
      outOfBag: false,
      splitter: 'random',
    };
  }
}

export const extraTrees = classifierEntry(ExtraTrees, {
  ...TREE_CAPABILITIES,
  name: 'extra-trees',
  summary: 'trees with random thresholds, averaging their class shares',
  options: extraTreesOptions,
  grid: extraTreesGrid,
  weights: TREE_WEIGHTS,
});
