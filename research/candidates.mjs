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
CANDIDATES['boosting with made features'] = tree('made-features', {});
CANDIDATES['boosting with made pairs'] = tree('made-features', { kinds: ['pairs'] });
CANDIDATES['boosting-strong'] = tree('boosting', { learningRate: 0.1, maxDepth: 6 });
for (const name of ['boosting', 'xgboost', 'random-forest-entropy', 'logistic-regression', 'knn-15']) {
  CANDIDATES[`${name} refitted`] = { ...CANDIDATES[name], refit: true };
  CANDIDATES[`${name} of eight folds`] = { ...CANDIDATES[name], folds: 8 };
}

export const STANDARD = portfolio
  .filter(({ presets }) => presets.includes('standard'))
  .map(({ name }) => name);
for (const { name, partitions } of portfolio.filter(({ partitions }) => partitions.best.length > 1)) {
  const own = partitions.best.map((partition) => ({ ...CANDIDATES[name], partition }));
  CANDIDATES[`${name} twice`] = { mean: own };
}
const second = { folds: 5, partition: 0, on: STANDARD.map((name) => CANDIDATES[name]) };
CANDIDATES['second logistic-regression'] = {
  classifier: 'logistic-regression',
  options: {},
  scale: 'standard',
  ...second,
};
CANDIDATES['second boosting'] = { ...tree('boosting', {}), ...second, passthrough: true };
CANDIDATES['second boosting without columns'] = { ...tree('boosting', {}), ...second };
const without = (...names) => STANDARD.filter((name) => !names.includes(name));

/** @type {Record<string, readonly string[] | { members: readonly string[], rule?: string }>} */
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
for (const rule of Object.keys(RULES)) {
  if (rule !== 'mixture') PORTFOLIOS[`weights by ${rule}`] = { members: STANDARD, rule };
}
const swapped = (from, to) => STANDARD.map((name) => (name === from ? to : name));
for (const name of [
  'easy-ensemble',
  'easy-ensemble of 4 to 1',
  'self-paced',
  'boosting with made features',
]) {
  PORTFOLIOS[`standard + ${name}`] = [...STANDARD, name];
  PORTFOLIOS[`${name} for xgboost`] = swapped('xgboost', name);
  PORTFOLIOS[`${name} for boosting`] = swapped('boosting', name);
}
PORTFOLIOS['boosting-strong for xgboost'] = swapped('xgboost', 'boosting-strong');
PORTFOLIOS['boosting-strong for both'] = [...without('boosting', 'xgboost'), 'boosting-strong'];
PORTFOLIOS['standard + boosting-strong'] = [...STANDARD, 'boosting-strong'];
const named = (suffix) =>
  STANDARD.map((name) => (`${name} ${suffix}` in CANDIDATES ? `${name} ${suffix}` : name));
PORTFOLIOS['all but nets refitted'] = named('refitted');
PORTFOLIOS['all but nets of eight folds'] = named('of eight folds');
PORTFOLIOS['only boosting of eight folds'] = swapped('boosting', 'boosting of eight folds');
for (const name of STANDARD) {
  if (`${name} refitted` in CANDIDATES) PORTFOLIOS[`${name} refitted`] = swapped(name, `${name} refitted`);
  PORTFOLIOS[`standard without ${name}`] ??= without(name);
}
PORTFOLIOS['standard + second logistic-regression'] = [...STANDARD, 'second logistic-regression'];
PORTFOLIOS['standard + second boosting'] = [...STANDARD, 'second boosting'];
PORTFOLIOS['standard + second boosting without columns'] = [...STANDARD, 'second boosting without columns'];
PORTFOLIOS['standard + both second layers'] = [...STANDARD, 'second boosting', 'second logistic-regression'];
PORTFOLIOS['second layers alone'] = ['second boosting', 'second logistic-regression'];
const BEST = portfolio.map(({ name }) => (`${name} twice` in CANDIDATES ? `${name} twice` : name));
PORTFOLIOS.best = BEST;
PORTFOLIOS['standard with each net twice'] = STANDARD.map((name) =>
  `${name} twice` in CANDIDATES ? `${name} twice` : name,
);
for (const name of BEST) PORTFOLIOS[`best without ${name}`] = BEST.filter((each) => each !== name);
