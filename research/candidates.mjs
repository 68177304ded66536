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
    partition: partitions.fast[0],
  };
}
const tree = (classifier, options) => ({
  classifier,
  options,
  scale: 'values',
  folds: 5,
  partition: 0,
});
CANDIDATES['extra-trees'] = tree('extra-trees', {});
CANDIDATES['extra-trees-entropy'] = tree('extra-trees', {
  criterion: 'entropy',
  minSamplesLeaf: 2,
  maxFeatures: 0.5,
});
CANDIDATES.boosting = tree('boosting', {});
CANDIDATES['boosting-deep'] = tree('boosting', { maxDepth: 8, minChildWeight: 3, colsample: 0.5 });
CANDIDATES['boosting-balanced'] = tree('boosting', { classWeight: 'balanced' });
CANDIDATES['extra-trees-300'] = tree('extra-trees', {
  nEstimators: 300,
  minSamplesLeaf: 2,
  maxFeatures: 0.5,
});
CANDIDATES['xgboost-slow-deep'] = tree('xgboost', {
  nEstimators: 300,
  learningRate: 0.05,
  maxDepth: 6,
  subsample: 0.8,
  colsampleByTree: 0.8,
});

export const FAST = portfolio.filter(({ presets }) => presets.includes('fast')).map(({ name }) => name);
const without = (...names) => FAST.filter((name) => !names.includes(name));

/** @type {Record<string, readonly string[]>} */
export const PORTFOLIOS = {
  fast: FAST,
  'boosting for both xgboost': [...without('xgboost', 'xgboost-slow'), 'boosting'],
  'boosting and deep for both xgboost': [
    ...without('xgboost', 'xgboost-slow'),
    ...['boosting', 'boosting-deep'],
  ],
  'boosting for xgboost-slow': [...without('xgboost-slow'), 'boosting'],
  'boosting and deep, and extra-trees-entropy': [
    ...without('xgboost', 'xgboost-slow'),
    ...['boosting', 'boosting-deep', 'extra-trees-entropy'],
  ],
  'boosting, and extra-trees': [...without('xgboost', 'xgboost-slow'), 'boosting', 'extra-trees'],
  'boosting, deep, balanced': [
    ...without('xgboost', 'xgboost-slow'),
    ...['boosting', 'boosting-deep', 'boosting-balanced'],
  ],
  'fast + extra-trees-entropy': [...FAST, 'extra-trees-entropy'],
  'fast without xgboost': without('xgboost'),
  'fast without nets': without('qcl-ensemble', 'qcl-ensemble on quantiles'),
};
