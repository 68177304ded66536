/**
 * Boosting of trees on histograms of quantised derivatives: the second-order rule of XGBoost (Chen & Guestrin, "XGBoost:
 * a scalable tree boosting system", 2016), splits between at most 255 bins of each column, rows and columns drawn for
 * each tree.
 */
import type { BoostingRun } from '../../../trees/boosting/boost.js';
import { stopAfterBest } from '../../../trees/boosting/early-stopping.js';
import { QuantisedBooster } from '../../../trees/boosting/quantised/quantised-booster.js';
import { secondOrderRule } from '../../../trees/boosting/second-order.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { LearningControl, ValuesProblem } from '../../contract/fitted-model.js';
import { BOOSTING_WEIGHTS, BoostingClassifier } from '../boosting-classifier.js';
import { TREE_CAPABILITIES } from '../tree-options.js';
import { monotoneSigns } from './monotone-signs.js';
import { type BoostingOptions, boostingGrid, boostingOptions } from './options.js';

/**
 * Second-order boosting of regularised trees with this package's own defaults.
 * Options and defaults: docs/classifiers.md.
 */
export class Boosting extends BoostingClassifier<typeof boostingOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: BoostingOptions = {}) {
    super(boosting, options);
  }

  protected override get stoppingOption(): string | undefined {
    return this.options.earlyStoppingRounds === undefined ? undefined : 'earlyStoppingRounds';
  }

  protected override readonly refits = true;

  protected override prepare(problem: ValuesProblem, control: LearningControl): BoostingRun {
    const { options } = this;
    // Not those of the prior, at which a rare class has too little weight (second derivatives) to be split off.
    const initial = new Float32Array(problem.classes === 2 ? 1 : problem.classes);
    const { seed, nEstimators, learningRate, maxDepth, maxLeaves, earlyStoppingRounds } = options;
    const rule = secondOrderRule({ ...options, alpha: 0, gamma: 0, exact: false }, problem.classes);
    const plan = {
      rule,
      limits: { learningRate, maxDepth, maxLeaves, signs: monotoneSigns(options.monotone, problem, control) },
      seed,
      subsample: options.subsample,
      colsample: options.colsample,
      maxBins: options.maxBin,
      initial,
      fittedInitial: unweightedMargins(initial, control.classWeights),
    };
    return {
      rounds: nEstimators,
      stopping: earlyStoppingRounds === undefined ? undefined : stopAfterBest(earlyStoppingRounds),
      create: () => QuantisedBooster.create(problem, plan, nEstimators, control),
    };
  }
}

/** The margins for which the probabilities are those without class weights: less the logarithm of each class's weight. */
function unweightedMargins(initial: Float32Array, classWeights: Float64Array): Float32Array {
  const logs = classWeights.map(Math.log);
  if (initial.length === 1) return Float32Array.of(initial[0] - (logs[1] - logs[0]));
  return initial.map((margin, k) => margin - (logs[k] - logs[0]));
}

export const boosting = classifierEntry(Boosting, {
  ...TREE_CAPABILITIES,
  name: 'boosting',
  summary: 'boosting of trees with regularised leaves, rows and columns drawn for each tree',
  options: boostingOptions,
  grid: boostingGrid,
  weights: `${BOOSTING_WEIGHTS} \`minChildWeight\` and \`lambda\` are in the same unit.`,
});
