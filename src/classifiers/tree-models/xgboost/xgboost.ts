/**
 * XGBoost (Chen & Guestrin, "XGBoost: a scalable tree boosting system", 2016) with the rules of the library's version
 * 1.7: second-order boosting with regularised leaves and a default direction for missing values. Sample and class
 * weights are relative to their mean.
 */

import { RandomStream } from '../../../engine/random/random-stream.js';
import type { BoostingRun } from '../../../trees/boosting/boost.js';
import { Booster } from '../../../trees/boosting/booster.js';
import type { BoostingPlan } from '../../../trees/boosting/boosting-plan.js';
import { NestedColumns } from '../../../trees/boosting/column-choice.js';
import { stopAfterBest } from '../../../trees/boosting/early-stopping.js';
import { secondOrderRule } from '../../../trees/boosting/second-order.js';
import { classifierEntry } from '../../contract/classifier-entry.js';
import type { ValuesProblem } from '../../contract/fitted-model.js';
import { BOOSTING_WEIGHTS, BoostingClassifier } from '../boosting-classifier.js';
import { xgboostSpace } from '../search-spaces.js';
import { stoppingRules } from '../stopping-rules.js';
import { TREE_CAPABILITIES } from '../tree-options.js';
import { type XgboostOptions, xgboostGrid, xgboostOptions } from './options.js';

/**
 * Second-order boosting of regularised trees (as the XGBoost library).
 * Options and defaults: docs/classifiers.md.
 */
export class Xgboost extends BoostingClassifier<typeof xgboostOptions> {
  /** Throws `InputError` naming the option, its value and what is allowed. */
  constructor(options: XgboostOptions = {}) {
    super(xgboost, options);
  }

  protected override get stoppingOption(): string | undefined {
    return this.options.earlyStoppingRounds === undefined ? undefined : 'earlyStoppingRounds';
  }

  protected override prepare(problem: ValuesProblem): BoostingRun {
    const { X, classes } = problem;
    const { options } = this;
    const { seed, nEstimators, subsample, maxBin, baseScore, earlyStoppingRounds } = options;
    const shares = {
      byTree: options.colsampleByTree,
      byLevel: options.colsampleByLevel,
      byNode: options.colsampleByNode,
    };
    const exact = options.method === 'exact';
    const plan: BoostingPlan = {
      rule: secondOrderRule({ ...options, exact }, classes),
      seed,
      subsample,
      columns: new NestedColumns(X.columns, shares, new RandomStream(seed, 'columns')),
      initial:
        classes === 2 ? Float32Array.of(Math.log(baseScore / (1 - baseScore))) : new Float32Array(classes),
      maxBins: exact ? undefined : maxBin,
    };
    return {
      rounds: nEstimators,
      stopping: earlyStoppingRounds === undefined ? undefined : stopAfterBest(earlyStoppingRounds),
      create: () => Booster.create(problem, plan),
    };
  }
}

export const xgboost = classifierEntry(Xgboost, {
  ...TREE_CAPABILITIES,
  name: 'xgboost',
  summary: 'second-order boosting of regularised trees (as the XGBoost library)',
  options: xgboostOptions,
  grid: xgboostGrid,
  space: xgboostSpace,
  rules: [
    ...stoppingRules('earlyStoppingRounds'),
    {
      options: ['maxBin'],
      acts: ({ method }) => method === 'hist',
      because: 'only method=hist has bins',
      fix: 'set method=hist',
    },
    {
      options: ['baseScore'],
      acts: (_, { classes = 2 }) => classes === 2,
      because: 'it is for two classes, and more than two start equal',
      fix: 'merge classes until there are two',
    },
  ],
  weights: `${BOOSTING_WEIGHTS} \`minChildWeight\`, \`lambda\` and \`gamma\` are in the same unit.`,
});
