// The systems and tables of `npm run bench -- automl`, in the order of the comparison.

/** In the order in which each table is run; `auto` is ours. */
export const SYSTEMS = new Map([
  ['auto', '`auto`'],
  ['autogluon-medium', 'AutoGluon medium'],
  ['autogluon-best-60', 'AutoGluon best, 60 s'],
  ['autogluon-best-120', 'AutoGluon best, 120 s'],
  ['autogluon-best-120-log-loss', 'AutoGluon best, 120 s, for log loss'],
  ['catboost', 'CatBoost'],
  ['lightgbm', 'LightGBM'],
  ['vote', 'vote of three'],
]);

const table = (/** @type {string} */ folder, chose) => (/** @type {string} */ name) =>
  /** @type {const} */ ([name, { folder, chose }]);

/** Each table's folder, and whether our defaults were chosen on it: the mixed ones, then the numeric ones. */
export const TABLES = new Map([
  ...['attrition', 'credit', 'hmda', 'movies', 'birdstrikes', 'diamonds_cut'].map(table('mixed', true)),
  ...[
    'wine_quality_white',
    'satimage',
    'satimage_multi',
    'optical_digits',
    'pen_digits',
    'minerals',
    'letter',
    'isolet',
  ].map(table('data', false)),
]);
