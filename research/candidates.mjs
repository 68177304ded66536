// Candidates that `auto` could have, by name, and portfolios of them: the portfolio of the package, and others.
import { portfolio } from '../dist/classifiers/ensembles/auto/portfolio.js';
import { RULES } from './weight-rules.mjs';

/** @type {Record<string, import('./members.mjs').Candidate>} */
export const CANDIDATES = {};
for (const { name, entry, options, transform, partitions, suits } of portfolio) {
  CANDIDATES[name] = {
    classifier: entry.name,
    options,
    scale: transform,
    folds: 5,
    partition: partitions.standard[0],
    suits,
  };
}
/** @type {(classifier: string, options: object) => import('./members.mjs').Candidate} */
const tree = (classifier, options) => ({ classifier, options, scale: 'values', folds: 5, partition: 0 });
CANDIDATES['boosting alone'] = tree('boosting', {});
CANDIDATES['boosting-deep'] = tree('boosting', { maxDepth: 8, minChildWeight: 3, colsample: 0.5 });
CANDIDATES['boosting-balanced'] = tree('boosting', { classWeight: 'balanced' });
CANDIDATES['xgboost-slow'] = tree('xgboost', {
  nEstimators: 300,
  learningRate: 0.05,
  maxDepth: 4,
  subsample: 0.8,
  colsampleByTree: 0.8,
});
CANDIDATES['easy-ensemble'] = tree('easy-ensemble', {});
CANDIDATES['easy-ensemble of 4 to 1'] = tree('easy-ensemble', { ratio: 4 });
CANDIDATES['self-paced'] = tree('self-paced', {});
CANDIDATES['boosting-strong'] = tree('boosting', { learningRate: 0.1, maxDepth: 6 });
for (const name of ['boosting alone', 'xgboost', 'random-forest-entropy', 'logistic-regression', 'knn-15']) {
  CANDIDATES[`${name} refitted`] = { ...CANDIDATES[name], refit: true };
  CANDIDATES[`${name} of eight folds`] = { ...CANDIDATES[name], folds: 8 };
}

export const STANDARD = portfolio
  .filter(({ presets }) => presets.includes('standard'))
  .map(({ name }) => name);
/** Before `boosting` had combined columns. */
const FORMER = [...STANDARD.map((name) => (name === 'boosting' ? 'boosting alone' : name)), 'xgboost'];
for (const { name, partitions } of portfolio.filter(({ partitions }) => partitions.best.length > 1)) {
  const own = partitions.best.map((partition) => ({ ...CANDIDATES[name], partition }));
  CANDIDATES[`${name} twice`] = { mean: own };
}
const second = { folds: 5, partition: 0, on: FORMER.map((name) => CANDIDATES[name]) };
CANDIDATES['second logistic-regression'] = {
  classifier: 'logistic-regression',
  options: {},
  scale: 'standard',
  ...second,
};
CANDIDATES['second boosting'] = { ...tree('boosting', {}), ...second, passthrough: true };
CANDIDATES['second boosting without columns'] = { ...tree('boosting', {}), ...second };
const without = (...names) => FORMER.filter((name) => !names.includes(name));

/** @type {Record<string, readonly string[] | { members: readonly string[], rule?: string }>} */
export const PORTFOLIOS = {
  former: FORMER,
  'former with combined columns': [...STANDARD, 'xgboost'],
  standard: STANDARD,
  'xgboost-slow for boosting': [...without('boosting alone'), 'xgboost-slow'],
  'former without xgboost': without('xgboost'),
  'former + boosting-deep': [...FORMER, 'boosting-deep'],
  'former + boosting-deep, boosting-balanced': [...FORMER, 'boosting-deep', 'boosting-balanced'],
  'former without boosting': without('boosting alone'),
  'former without nets': without('qcl-ensemble', 'qcl-ensemble on quantiles'),
  boosting: ['boosting'],
  'boosting, logistic': ['boosting', 'logistic-regression'],
  'boosting, xgboost, logistic': ['boosting', 'xgboost', 'logistic-regression'],
  'boosting, logistic, knn-15': ['boosting', 'logistic-regression', 'knn-15'],
  'boosting, logistic, qcl-ensemble': ['qcl-ensemble', 'boosting', 'logistic-regression'],
};
for (const rule of Object.keys(RULES)) {
  if (rule !== 'mixture') PORTFOLIOS[`weights by ${rule}`] = { members: FORMER, rule };
}
const swapped = (from, to) => FORMER.map((name) => (name === from ? to : name));
for (const name of ['easy-ensemble', 'easy-ensemble of 4 to 1', 'self-paced']) {
  PORTFOLIOS[`former + ${name}`] = [...FORMER, name];
  PORTFOLIOS[`${name} for xgboost`] = swapped('xgboost', name);
  PORTFOLIOS[`${name} for boosting`] = swapped('boosting alone', name);
}
PORTFOLIOS['boosting-strong for xgboost'] = swapped('xgboost', 'boosting-strong');
PORTFOLIOS['boosting-strong for both'] = [...without('boosting alone', 'xgboost'), 'boosting-strong'];
PORTFOLIOS['former + boosting-strong'] = [...FORMER, 'boosting-strong'];
const named = (suffix) =>
  FORMER.map((name) => (`${name} ${suffix}` in CANDIDATES ? `${name} ${suffix}` : name));
PORTFOLIOS['all but nets refitted'] = named('refitted');
PORTFOLIOS['all but nets of eight folds'] = named('of eight folds');
PORTFOLIOS['only boosting of eight folds'] = swapped('boosting alone', 'boosting alone of eight folds');
for (const name of FORMER) {
  if (`${name} refitted` in CANDIDATES) PORTFOLIOS[`${name} refitted`] = swapped(name, `${name} refitted`);
  PORTFOLIOS[`former without ${name}`] ??= without(name);
}
PORTFOLIOS['former + second logistic-regression'] = [...FORMER, 'second logistic-regression'];
PORTFOLIOS['former + second boosting'] = [...FORMER, 'second boosting'];
PORTFOLIOS['former + second boosting without columns'] = [...FORMER, 'second boosting without columns'];
PORTFOLIOS['former + both second layers'] = [...FORMER, 'second boosting', 'second logistic-regression'];
PORTFOLIOS['second layers alone'] = ['second boosting', 'second logistic-regression'];
const BEST = portfolio.map(({ name }) => (`${name} twice` in CANDIDATES ? `${name} twice` : name));
PORTFOLIOS.best = BEST;
PORTFOLIOS['former with each net twice'] = FORMER.map((name) =>
  `${name} twice` in CANDIDATES ? `${name} twice` : name,
);
for (const name of BEST) PORTFOLIOS[`best without ${name}`] = BEST.filter((each) => each !== name);
