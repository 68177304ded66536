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
    partition: partitions.fast[0],
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

export const FAST = portfolio.filter(({ presets }) => presets.includes('fast')).map(({ name }) => name);
for (const { name, partitions } of portfolio.filter(({ partitions }) => partitions.best.length > 1)) {
  const own = partitions.best.map((partition) => ({ ...CANDIDATES[name], partition }));
  CANDIDATES[`${name} twice`] = { mean: own };
}
const second = { folds: 5, partition: 0, on: FAST.map((name) => CANDIDATES[name]) };
CANDIDATES['second logistic-regression'] = {
  classifier: 'logistic-regression',
  options: {},
  scale: 'standard',
  ...second,
};
CANDIDATES['second boosting'] = { ...tree('boosting', {}), ...second, passthrough: true };
CANDIDATES['second boosting without columns'] = { ...tree('boosting', {}), ...second };
const without = (...names) => FAST.filter((name) => !names.includes(name));

/** @type {Record<string, readonly string[] | { members: readonly string[], rule?: string }>} */
export const PORTFOLIOS = {
  fast: FAST,
  'xgboost-slow for boosting': [...without('boosting'), 'xgboost-slow'],
  'fast without xgboost': without('xgboost'),
  'fast + boosting-deep': [...FAST, 'boosting-deep'],
  'fast + boosting-deep, boosting-balanced': [...FAST, 'boosting-deep', 'boosting-balanced'],
  'fast without boosting': without('boosting'),
  'fast without nets': without('qcl-ensemble', 'qcl-ensemble on quantiles'),
};
for (const rule of Object.keys(RULES)) {
  if (rule !== 'mixture') PORTFOLIOS[`weights by ${rule}`] = { members: FAST, rule };
}
const swapped = (from, to) => FAST.map((name) => (name === from ? to : name));
for (const name of [
  'easy-ensemble',
  'easy-ensemble of 4 to 1',
  'self-paced',
  'boosting with made features',
]) {
  PORTFOLIOS[`fast + ${name}`] = [...FAST, name];
  PORTFOLIOS[`${name} for xgboost`] = swapped('xgboost', name);
  PORTFOLIOS[`${name} for boosting`] = swapped('boosting', name);
}
PORTFOLIOS['boosting-strong for xgboost'] = swapped('xgboost', 'boosting-strong');
PORTFOLIOS['boosting-strong for both'] = [...without('boosting', 'xgboost'), 'boosting-strong'];
PORTFOLIOS['fast + boosting-strong'] = [...FAST, 'boosting-strong'];
const named = (suffix) =>
  FAST.map((name) => (`${name} ${suffix}` in CANDIDATES ? `${name} ${suffix}` : name));
PORTFOLIOS['all but nets refitted'] = named('refitted');
PORTFOLIOS['all but nets of eight folds'] = named('of eight folds');
PORTFOLIOS['only boosting of eight folds'] = swapped('boosting', 'boosting of eight folds');
for (const name of FAST) {
  if (`${name} refitted` in CANDIDATES) PORTFOLIOS[`${name} refitted`] = swapped(name, `${name} refitted`);
  PORTFOLIOS[`fast without ${name}`] ??= without(name);
}
PORTFOLIOS['fast + second logistic-regression'] = [...FAST, 'second logistic-regression'];
PORTFOLIOS['fast + second boosting'] = [...FAST, 'second boosting'];
PORTFOLIOS['fast + second boosting without columns'] = [...FAST, 'second boosting without columns'];
PORTFOLIOS['fast + both second layers'] = [...FAST, 'second boosting', 'second logistic-regression'];
PORTFOLIOS['second layers alone'] = ['second boosting', 'second logistic-regression'];
const BEST = portfolio.map(({ name }) => (`${name} twice` in CANDIDATES ? `${name} twice` : name));
PORTFOLIOS.best = BEST;
PORTFOLIOS['fast with each net twice'] = FAST.map((name) =>
  `${name} twice` in CANDIDATES ? `${name} twice` : name,
);
for (const name of BEST) PORTFOLIOS[`best without ${name}`] = BEST.filter((each) => each !== name);
