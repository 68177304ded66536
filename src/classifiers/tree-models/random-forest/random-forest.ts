/**
 * A random forest (Breiman, "Random Forests", 2001) with the rules of scikit-learn's RandomForestClassifier:
 * a bootstrap sample for each tree, some of the columns for each split, the mean of the trees' class shares.
 */

import { bootstrap } from '../../../trees/forests/draw-sample.js';
import type { OutOfBagScore } from '../../../trees/forests/out-of-bag.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import { ForestClassifier, type ForestPlan } from '../forest-classifier.js';
import { randomForestSpace } from '../search-spaces.js';
import { TREE_CAPABILITIES, TREE_WEIGHTS } from '../tree-options.js';
import { type RandomForestOptions, randomForestGrid, randomForestOptions } from './options.js';

/**
 * Trees on bootstrap samples; probabilities are the mean of their class shares (as scikit-learn).
 * Options and defaults: docs/classifiers.md.
 */
export class RandomForest extends ForestClassifier<typeof randomForestOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: RandomForestOptions = {}) {
    super(randomForest, options);
  }

  /** Out-of-bag scores; undefined without `oobScore`. */
  get outOfBag(): OutOfBagScore | undefined {
    return this.learned?.outOfBag;
  }

  protected override plan(): ForestPlan {
    const { nEstimators, bootstrap: draws, oobScore } = this.options;
    return {
      trees: nEstimators,
      sampler: (rows) => (draws ? (random) => bootstrap(rows, random) : () => rows),
      outOfBag: draws && oobScore,
    };
  }
}

export const randomForest = classifierEntry(RandomForest, {
  ...TREE_CAPABILITIES,
  name: 'random-forest',
  summary: 'trees on bootstrap samples, averaging their class shares',
  options: randomForestOptions,
  grid: randomForestGrid,
  space: randomForestSpace,
  rules: [
    {
      options: ['oobScore'],
      acts: ({ bootstrap }) => bootstrap,
      because: 'with bootstrap=false every tree is fitted on all rows',
      fix: 'set bootstrap=true',
    },
  ],
  weights: `${TREE_WEIGHTS} Bootstrap samples draw every row with the same probability, and \`oobScore\` counts rows.`,
});
