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
  'fast + extra-trees': [...FAST, 'extra-trees'],
  'fast + extra-trees-entropy': [...FAST, 'extra-trees-entropy'],
  'fast, extra-trees-entropy for the forest': [...without('random-forest-entropy'), 'extra-trees-entropy'],
  'fast + xgboost-slow-deep': [...FAST, 'xgboost-slow-deep'],
  'fast, xgboost-slow-deep for xgboost': [...without('xgboost'), 'xgboost-slow-deep'],
  'fast without knn-15': without('knn-15'),
  'fast without the net on quantiles': without('qcl-ensemble on quantiles'),
  'fast without xgboost': without('xgboost'),
  'fast without the forest': without('random-forest-entropy'),
  'fast without logistic regression': without('logistic-regression'),
  'fast without nets': without('qcl-ensemble', 'qcl-ensemble on quantiles'),
};
