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
  /** Whether it is useful when stopped early, and its rounds are short; default no. */
  readonly anytime?: boolean;
}

const { folds: _, partitions: __, scaling: ___, seed: ____, ...netDefaults } = qclEnsembleOptions.parse({});

const plain = (
  entry: ClassifierEntry,
  presets: readonly Quality[],
  options: Readonly<Record<string, unknown>> = {},
): Candidate => ({
  name: entry.name,
  entry,
  options,
  transform: entry.form === 'values' ? 'values' : 'standard',
  partitions: { fast: [0], best: [0] },
  presets,
});

/** Beyond this, steps of a network on many rows gain little for their time. */
const MOST_STEPS = 12_000;

const net: Candidate = {
  ...plain(qclMixNet, QUALITIES, { ...netDefaults, maximumSteps: MOST_STEPS, folded: true }),
  name: 'qcl-ensemble',
  partitions: { fast: [0], best: [0, 2] },
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
const SMOOTH_FOREST = { minSamplesLeaf: 3, criterion: 'entropy' };

/** In the order in which they are fitted: the most useful for their time come first. */
export const portfolio: readonly Candidate[] = [
  net,
  { ...plain(boosting, QUALITIES), anytime: true },
  { ...plain(xgboost, QUALITIES), anytime: true },
  plain(logisticRegression, QUALITIES),
  { ...plain(knn, QUALITIES, { k: 15, weights: 'distance' }), name: 'knn-15' },
  {
    ...net,
    name: 'qcl-ensemble on quantiles',
    transform: 'quantile-normal',
    partitions: { fast: [1], best: [1, 3] },
  },
  { ...plain(randomForest, QUALITIES, SMOOTH_FOREST), name: 'random-forest-entropy' },
  plain(randomForest, ['best']),
  plain(knn, ['best']),
  plain(gradientBoosting, ['best']),
  plain(balancedRandomForest, ['best']),
  { ...plain(boosting, ['best'], DEEP_BOOSTING), name: 'boosting-deep' },
  { ...plain(svmSmote, ['best']), suits: (y, classes) => rowsAfterSmote(y, classes) <= MOST_SVM_ROWS },
];

export const portfolioEntries: readonly ClassifierEntry[] = [...new Set(portfolio.map(({ entry }) => entry))];
