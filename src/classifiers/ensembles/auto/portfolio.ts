/** The candidates of `auto`: classifiers, options, feature transforms, and in which presets they are. */

import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import { knn } from '../../knn/knn.js';
import { logisticRegression } from '../../logistic-regression/logistic-regression.js';
import { qclMixNet } from '../../qcl-mixnet/qcl-mixnet.js';
import { svmSmote } from '../../svm-smote/svm-smote.js';
import { balancedRandomForest } from '../../tree-models/balanced-random-forest/balanced-random-forest.js';
import { boosting } from '../../tree-models/boosting/boosting.js';
import { gradientBoosting } from '../../tree-models/gradient-boosting/gradient-boosting.js';
import { randomForest } from '../../tree-models/random-forest/random-forest.js';
import { xgboost } from '../../tree-models/xgboost/xgboost.js';
import type { FeatureTransform } from '../cross-fitting/feature-transform.js';
import { qclEnsembleOptions } from '../qcl-ensemble/options.js';
import { QUALITIES, type Quality } from './qualities.js';

export interface Candidate {
  readonly name: string;
  readonly entry: ClassifierEntry;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transform: FeatureTransform;
  /** Indices of the partitions into folds that it is fitted on, in each preset. */
  readonly partitions: Readonly<Record<Quality, readonly number[]>>;
  /** The presets that have it by default. */
  readonly presets: readonly Quality[];
  /** Whether it is fast enough for these rows; default always. */
  readonly suits?: (y: Int32Array, classes: number) => boolean;
  /** Its place among those fitted under a time limit: the less, the faster its fits. */
  readonly pace: number;
  readonly short?: ShortFit;
}

/** How a candidate is fitted in less time than it needs as it is. */
export interface ShortFit {
  /** The options that replace those of the candidate, for this number of steps. */
  readonly options: (steps: number) => Readonly<Record<string, unknown>>;
  /** The number of these steps that take about as long as the candidate's own. */
  readonly wholeSteps: number;
}

const { folds: _, partitions: __, scaling: ___, seed: ____, ...netDefaults } = qclEnsembleOptions.parse({});

const plain = (
  entry: ClassifierEntry,
  pace: number,
  presets: readonly Quality[],
  options: Readonly<Record<string, unknown>> = {},
): Candidate => ({
  name: entry.name,
  entry,
  pace,
  options,
  transform: entry.form === 'values' ? 'values' : 'standard',
  partitions: { fast: [0], standard: [0], best: [0] },
  presets,
});

/** Beyond this, steps of a network on many rows gain little for their time. */
const MOST_STEPS = 12_000;

const STANDARD = ['standard', 'best'] as const;
const BEST = ['best'] as const;

const net: Candidate = {
  ...plain(qclMixNet, 5, STANDARD, { ...netDefaults, maximumSteps: MOST_STEPS, folded: true }),
  name: 'qcl-ensemble',
  partitions: { fast: [0], standard: [0], best: [0, 2] },
};

/** libsvm's time grows with the square of the rows; above this it takes longer than all others together. */
const MOST_SVM_ROWS = 10_000;

/** SMOTE oversamples every class to the size of the largest. */
function rowsAfterSmote(y: Int32Array, classes: number): number {
  const counts = new Int32Array(classes);
  for (const c of y) counts[c]++;
  return classes * Math.max(...counts);
}

const DEEP_BOOSTING = { maxDepth: 8, minChildWeight: 3, colsample: 0.5 };
/** Differences, ratios and group means of the strongest columns: trees only approximate them. */
const COMBINED = { combinedColumns: 5 };
/** Larger steps where there are fewer rounds. */
const SHORT_BOOSTING: ShortFit = {
  options: (rounds) => ({ nEstimators: rounds, learningRate: Math.min(0.3, 15 / rounds) }),
  wholeSteps: 900,
};
const SMOOTH_FOREST = { minSamplesLeaf: 3, criterion: 'entropy' };

/** In the order in which they are fitted: the most useful for their time come first. */
export const portfolio: readonly Candidate[] = [
  net,
  { ...plain(boosting, 0, QUALITIES, COMBINED), short: SHORT_BOOSTING },
  plain(xgboost, 2, BEST),
  plain(logisticRegression, 1, QUALITIES),
  { ...plain(knn, 3, STANDARD, { k: 15, weights: 'distance' }), name: 'knn-15' },
  {
    ...net,
    name: 'qcl-ensemble on quantiles',
    transform: 'quantile-normal',
    partitions: { fast: [1], standard: [1], best: [1, 3] },
    pace: 6,
  },
  { ...plain(randomForest, 4, STANDARD, SMOOTH_FOREST), name: 'random-forest-entropy' },
  plain(randomForest, 4, BEST),
  plain(knn, 3, BEST),
  plain(gradientBoosting, 3, BEST),
  plain(balancedRandomForest, 4, BEST, balancedRandomForest.improved),
  { ...plain(boosting, 3, BEST, DEEP_BOOSTING), name: 'boosting-deep' },
  { ...plain(svmSmote, 7, BEST), suits: (y, classes) => rowsAfterSmote(y, classes) <= MOST_SVM_ROWS },
];

export const portfolioEntries: readonly ClassifierEntry[] = [...new Set(portfolio.map(({ entry }) => entry))];
