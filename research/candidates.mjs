// Candidates that `auto` could have, by name, and portfolios of them: the portfolio of the package, and others.
import { portfolio } from '../dist/classifiers/ensembles/auto/portfolio.js';

/** @type {Record<string, import('./members.mjs').Candidate>} */
export const CANDIDATES = {};
for (const { name, entry, options, transform, partitions } of portfolio) {
  CANDIDATES[name] = {
    classifier: entry.name,
    options,
    scale: transform,
    folds: 5,
    partition: partitions.standard[0],
  };
}
/** @type {(classifier: string, options: object) => import('./members.mjs').Candidate} */
const tree = (classifier, options) => ({ classifier, options, scale: 'values', folds: 5, partition: 0 });
CANDIDATES['boosting-deep'] = tree('boosting', { maxDepth: 8, minChildWeight: 3, colsample: 0.5 });
CANDIDATES['boosting-balanced'] = tree('boosting', { classWeight: 'balanced' });
CANDIDATES['xgboost-slow'] = tree('xgboost', {
  nEstimators: 300,
  learningRate: 0.05,
  maxDepth: 4,
  subsample: 0.8,
  colsampleByTree: 0.8,
});

export const STANDARD = portfolio
  .filter(({ presets }) => presets.includes('standard'))
  .map(({ name }) => name);
const without = (...names) => STANDARD.filter((name) => !names.includes(name));

/** @type {Record<string, readonly string[]>} */
export const PORTFOLIOS = {
  standard: STANDARD,
  'xgboost-slow for boosting': [...without('boosting'), 'xgboost-slow'],
  'standard without xgboost': without('xgboost'),
  'standard + boosting-deep': [...STANDARD, 'boosting-deep'],
  'standard + boosting-deep, boosting-balanced': [...STANDARD, 'boosting-deep', 'boosting-balanced'],
  'standard without boosting': without('boosting'),
  'standard without nets': without('qcl-ensemble', 'qcl-ensemble on quantiles'),
  boosting: ['boosting'],
  'boosting, logistic': ['boosting', 'logistic-regression'],
  'boosting, xgboost, logistic': ['boosting', 'xgboost', 'logistic-regression'],
  'boosting, logistic, knn-15': ['boosting', 'logistic-regression', 'knn-15'],
  'boosting, logistic, qcl-ensemble': ['qcl-ensemble', 'boosting', 'logistic-regression'],
};
