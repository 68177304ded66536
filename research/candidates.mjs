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

export const FAST = portfolio.filter(({ presets }) => presets.includes('fast')).map(({ name }) => name);
const without = (...names) => FAST.filter((name) => !names.includes(name));

/** @type {Record<string, readonly string[]>} */
export const PORTFOLIOS = {
  fast: FAST,
  'xgboost-slow for boosting': [...without('boosting'), 'xgboost-slow'],
  'fast without xgboost': without('xgboost'),
  'fast + boosting-deep': [...FAST, 'boosting-deep'],
  'fast + boosting-deep, boosting-balanced': [...FAST, 'boosting-deep', 'boosting-balanced'],
  'fast without boosting': without('boosting'),
  'fast without nets': without('qcl-ensemble', 'qcl-ensemble on quantiles'),
};
