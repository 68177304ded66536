/**
 * A balanced random forest (Chen, Liaw & Breiman, "Using Random Forest to Learn Imbalanced Data", 2004) as
 * the BalancedRandomForestClassifier of imbalanced-learn 0.10 to 0.12: each tree's rows are under-sampled to equal
 * classes first, then, with `bootstrap`, drawn with replacement from that sample. Later versions have `LATER_DEFAULTS`.
 *
 * Unlike in imbalanced-learn, the out-of-bag score counts every row that a tree was not fitted on, including those
 * that under-sampling dropped.
 */

import { bootstrap, underSample } from '../../../trees/forests/draw-sample.js';
import type { OutOfBagScore } from '../../../trees/forests/out-of-bag.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import { ForestClassifier, type ForestPlan } from '../forest-classifier.js';
import { randomForestGrid } from '../random-forest/options.js';
import { balancedRandomForestSpace } from '../search-spaces.js';
import { TREE_CAPABILITIES, TREE_WEIGHTS } from '../tree-options.js';
import { type BalancedRandomForestOptions, balancedRandomForestOptions, LATER_DEFAULTS } from './options.js';

/**
 * Random forest whose trees draw equally many rows of every class (as imbalanced-learn).
 * Options and defaults: docs/classifiers.md.
 */
export class BalancedRandomForest extends ForestClassifier<typeof balancedRandomForestOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: BalancedRandomForestOptions = {}) {
    super(balancedRandomForest, options);
  }

  /** Out-of-bag scores; undefined without `oobScore`. */
  get outOfBag(): OutOfBagScore | undefined {
    return this.learned?.outOfBag;
  }

  protected override plan({ y }: ValuesProblem): ForestPlan {
    const { nEstimators, bootstrap: draws, oobScore, samplingStrategy, replacement } = this.options;
    return {
      trees: nEstimators,
      sampler: (rows) => {
        const balanced = underSample(rows, y, samplingStrategy, replacement);
        return draws ? (random) => bootstrap(balanced(random), random) : balanced;
      },
      outOfBag: oobScore,
    };
  }
}

export const balancedRandomForest = classifierEntry(BalancedRandomForest, {
  ...TREE_CAPABILITIES,
  name: 'balanced-random-forest',
  summary: 'a random forest with equally many rows of every class per tree',
  options: balancedRandomForestOptions,
  grid: randomForestGrid,
  space: balancedRandomForestSpace,
  improved: LATER_DEFAULTS,
  weights: `${TREE_WEIGHTS} Samples draw every row of a class with the same probability, and \`oobScore\` counts rows.`,
});
