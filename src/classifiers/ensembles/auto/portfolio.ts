/** The candidates of `auto`: classifiers, options, feature transforms and prior corrections. */

import type { ClassifierEntry } from '../../contract/classifier-entry.js';
import { knn } from '../../knn/knn.js';
import { logisticRegression } from '../../logistic-regression/logistic-regression.js';
import { qclMixNet } from '../../qcl-mixnet/qcl-mixnet.js';
import { svmSmote } from '../../svm-smote/svm-smote.js';
import { balancedRandomForest } from '../../tree-models/balanced-random-forest/balanced-random-forest.js';
import { gradientBoosting } from '../../tree-models/gradient-boosting/gradient-boosting.js';
import { randomForest } from '../../tree-models/random-forest/random-forest.js';
import { xgboost } from '../../tree-models/xgboost/xgboost.js';
import type { FeatureTransform } from '../cross-fitting/feature-transform.js';
import { qclEnsembleOptions } from '../qcl-ensemble/options.js';

export interface Candidate {
  readonly name: string;
  readonly entry: ClassifierEntry;
  readonly options: Readonly<Record<string, unknown>>;
  readonly transform: FeatureTransform;
  /** Index of the partition into folds that it is fitted on. */
  readonly partition: number;
  /** Whether it is fast enough for these rows; default always. */
  readonly suits?: (y: Int32Array, classes: number) => boolean;
  /** Whether it is useful when stopped early, and its rounds are short; default no. */
  readonly anytime?: boolean;
  /** Powers of the prior correction that can be selected for its predictions; 0 is none. */
  readonly corrections: readonly number[];
}

/** For classifiers that do not balance classes. */
const AS_IS_OR_HALF_WAY = [0, 0.5];
/** For classifiers that balance classes in training. */
const AS_IS = [0];

const { folds: _, partitions: __, scaling: ___, seed: ____, ...netDefaults } = qclEnsembleOptions.parse({});
const net = { ...netDefaults, folded: true };

const plain = (entry: ClassifierEntry, corrections: readonly number[]): Candidate => ({
  name: entry.name,
  entry,
  options: {},
  transform: entry.form === 'values' ? 'values' : 'standard',
  partition: 0,
  corrections,
});

/** libsvm's time grows with the square of the rows; above this it takes longer than all others together. */
const MOST_SVM_ROWS = 10_000;

/** SMOTE oversamples every class to the size of the largest. */
function rowsAfterSmote(y: Int32Array, classes: number): number {
  const counts = new Int32Array(classes);
  for (const c of y) counts[c]++;
  return classes * Math.max(...counts);
}

/** In the order in which they are fitted: the most useful for their time come first. */
export const portfolio: readonly Candidate[] = [
  { ...plain(qclMixNet, AS_IS), name: 'qcl-ensemble', options: net },
  { ...plain(xgboost, AS_IS_OR_HALF_WAY), anytime: true },
  plain(randomForest, AS_IS_OR_HALF_WAY),
  plain(logisticRegression, AS_IS_OR_HALF_WAY),
  plain(knn, AS_IS_OR_HALF_WAY),
  {
    ...plain(qclMixNet, AS_IS),
    name: 'qcl-ensemble on quantiles',
    options: net,
    transform: 'quantile-normal',
    partition: 1,
  },
  plain(gradientBoosting, AS_IS_OR_HALF_WAY),
  plain(balancedRandomForest, AS_IS),
  { ...plain(svmSmote, AS_IS), suits: (y, classes) => rowsAfterSmote(y, classes) <= MOST_SVM_ROWS },
];

export const portfolioEntries: readonly ClassifierEntry[] = [...new Set(portfolio.map(({ entry }) => entry))];
