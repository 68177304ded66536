/** Named sets of classifiers to compare; the default is `fast`. */
import { CLASSIFIER_NAMES, type ClassifierName } from '../../classifiers/names.js';

/**
 * The set `fast`, in the order in which it is fitted: the classical classifiers, the plain network and the
 * paper's. Measured on 1,000 rows of 20 columns: the slowest (`svm-smote`) takes 0.8 s per fit, all ten together 2 s.
 */
export const FAST_CLASSIFIERS: readonly ClassifierName[] = [
  'logistic-regression',
  'knn',
  'decision-tree',
  'random-forest',
  'balanced-random-forest',
  'xgboost',
  'gradient-boosting',
  'mlp',
  'qcl-mixnet',
  'svm-smote',
];

/** The sets by name. */
export const CLASSIFIER_SETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['fast', FAST_CLASSIFIERS],
  ['all', CLASSIFIER_NAMES],
]);
