/**
 * Gradient boosting (Friedman, "Greedy function approximation: a gradient boosting machine", 2001) with the rules of
 * scikit-learn's GradientBoostingClassifier: the deviance, trees by `friedman_mse`, leaf values by a Newton step. It
 * also accepts missing values.
 */

import { RandomStream } from '../../../engine/random/random-stream.js';
import type { BoostingRun } from '../../../trees/boosting/boost.js';
import { Booster } from '../../../trees/boosting/booster.js';
import type { BoostingPlan } from '../../../trees/boosting/boosting-plan.js';
import { DrawnColumns } from '../../../trees/boosting/column-choice.js';
import { stopWithoutChange } from '../../../trees/boosting/early-stopping.js';
import { leastSquaresRule } from '../../../trees/boosting/least-squares.js';
import { countFeatures } from '../../../trees/growing/max-features.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import { BOOSTING_WEIGHTS, BoostingClassifier } from '../boosting-classifier.js';
import { gradientBoostingSpace } from '../search-spaces.js';
import { stoppingRules } from '../stopping-rules.js';
import { countRows, TREE_CAPABILITIES } from '../tree-options.js';
import { type GradientBoostingOptions, gradientBoostingGrid, gradientBoostingOptions } from './options.js';

/** scikit-learn keeps the prior this far from 0 and 1: the 32-bit machine epsilon. */
const CLIP = 2 ** -23;
const MAXIMUM_BINS = 256;

/**
 * Gradient boosting of regression trees on the deviance (as scikit-learn).
 * Options and defaults: docs/classifiers.md.
 */
export class GradientBoosting extends BoostingClassifier<typeof gradientBoostingOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: GradientBoostingOptions = {}) {
    super(gradientBoosting, options);
  }

  protected override get stoppingOption(): string | undefined {
    return this.options.nIterNoChange === undefined ? undefined : 'nIterNoChange';
  }

  protected override prepare(problem: ValuesProblem): BoostingRun {
    const { options } = this;
    const { X, y, classes } = problem;
    const { seed, nEstimators, subsample, nIterNoChange, tol, maxFeatures } = options;
    const tried = countFeatures(maxFeatures, X.columns);
    // scikit-learn's deviance of two classes is twice the log loss.
    const scale = classes === 2 ? 2 : 1;
    const plan: BoostingPlan = {
      rule: leastSquaresRule({ ...options, ...countRows(options, y.length) }, classes),
      seed,
      subsample,
      columns: new DrawnColumns(X.columns, tried, new RandomStream(seed, 'columns')),
      maxFeatures: tried < X.columns ? tried : undefined,
      initial: priorMargins(problem),
      maxBins: options.method === 'exact' ? undefined : MAXIMUM_BINS,
    };
    return {
      rounds: nEstimators,
      stopping: nIterNoChange === undefined ? undefined : stopWithoutChange(nIterNoChange, tol, scale),
      create: () => Booster.create(problem, plan),
    };
  }
}

/** Log-odds of the second of two classes, or the logarithm of each class's share of the weight. */
function priorMargins({ y, classes, weights }: ValuesProblem): Float32Array {
  const shares = new Float64Array(classes);
  y.forEach((c, row) => {
    shares[c] += weights?.[row] ?? 1;
  });
  const total = shares.reduce((sum, share) => sum + share, 0);
  const clipped = shares.map((share) => Math.max(CLIP, Math.min(1 - CLIP, share / total)));
  if (classes > 2) return Float32Array.from(clipped, Math.log);
  return Float32Array.of(Math.log(clipped[1] / (1 - clipped[1])));
}

export const gradientBoosting = classifierEntry(GradientBoosting, {
  ...TREE_CAPABILITIES,
  name: 'gradient-boosting',
  summary: 'small trees, each fitted to the residuals of those before it (as scikit-learn)',
  options: gradientBoostingOptions,
  grid: gradientBoostingGrid,
  space: gradientBoostingSpace,
  rules: stoppingRules('nIterNoChange', ['tol']),
  weights: `${BOOSTING_WEIGHTS} \`minSamplesSplit\` and \`minSamplesLeaf\` count rows.`,
});
