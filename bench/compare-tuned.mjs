// Each classical classifier tuned over its own grid, compared with the original tuned over the same grid: the same training
// and test rows, options chosen by stratified 3-fold cross-validation (macro F1) on the training rows.
//   node bench/compare-tuned.mjs [--seeds 1] [--datasets glass,...] [--classifiers knn,...]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { classifiers, readTable, trainOnTable, trainTestSplit } from '../dist/index.js';
import { dataFolder, dataPath, loadTable, requireData } from './data-sets.mjs';
import { hasPeer, startPython } from './peer.mjs';

/** The peers as Python expressions. */
const PEERS = new Map([
  ['xgboost', { python: 'XGBClassifier(n_jobs=1, tree_method="hist", random_state=SEED)' }],
  ['balanced-random-forest', { python: 'BalancedRandomForestClassifier(n_jobs=1, random_state=SEED)' }],
  ['svm-smote', { python: 'SVC(random_state=SEED)' }],
  ['decision-tree', { python: 'DecisionTreeClassifier(random_state=SEED)' }],
  ['random-forest', { python: 'RandomForestClassifier(n_jobs=1, random_state=SEED)' }],
  ['gradient-boosting', { python: 'GradientBoostingClassifier(random_state=SEED)' }],
  ['logistic-regression', { python: 'LogisticRegression(max_iter=1000)' }],
  ['knn', { python: 'KNeighborsClassifier(algorithm="brute")' }],
]);
const NAMES = new Map([
  ['k', 'n_neighbors'],
  ['C', 'C'],
]);
const both = ({ ours, original }) => `${ours.toFixed(3)} / ${original.toFixed(3)}`;
const snakeCase = (name) => NAMES.get(name) ?? name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    datasets: {
      type: 'string',
      default:
        'ecoli,glass,lymph,vehicle,balance_scale,arrhythmia,wine_quality_red,satimage,abalone,pen_digits',
    },
    classifiers: { type: 'string', default: [...PEERS.keys()].join() },
    data: { type: 'string', default: dataFolder },
  },
});
requireData(values.data);
if (!hasPeer('sklearn, imblearn, xgboost, pandas')) {
  console.error('Install Debian’s python3-sklearn, python3-imblearn, python3-xgboost and python3-pandas.');
  process.exit(2);
}

const names = values.classifiers.split(',');
const peer = startPython(fileURLToPath(new URL('./estimators.py', import.meta.url)), 'the peer');
const table = new Table({
  head: ['ours / original', ...names],
  style: { head: [], border: [] },
});
const sums = names.map(() => ({ ours: 0, original: 0 }));
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => 42 + i);
const datasets = values.datasets.split(',');
for (const dataset of datasets) {
  const path = dataPath(values.data, dataset);
  const whole = await readTable(path);
  const { labels } = await loadTable(values.data, dataset);
  const row = [dataset];
  for (const [at, name] of names.entries()) {
    const { name: classifier, grid } = classifiers.find((entry) => entry.name === name);
    const score = { ours: 0, original: 0 };
    for (const seed of seeds) {
      const { report } = await trainOnTable(whole, {
        target: 'target',
        classifier,
        seed,
        tuning: {},
      });
      const { train, test } = trainTestSplit(labels, { seed });
      const { macroF1 } = await peer.ask({
        kind: 'score',
        path,
        estimator: PEERS.get(name).python.replace('SEED', String(seed)),
        grid: Object.fromEntries(Object.entries(grid).map(([option, list]) => [snakeCase(option), list])),
        seed,
        train: [...train],
        test: [...test],
      });
      score.ours += report.metrics.macroF1 / seeds.length;
      score.original += macroF1 / seeds.length;
    }
    sums[at].ours += score.ours / datasets.length;
    sums[at].original += score.original / datasets.length;
    row.push(both(score));
    console.error(`${dataset} ${name}: ours ${score.ours.toFixed(3)}, original ${score.original.toFixed(3)}`);
  }
  table.push(row);
}
peer.stop();
table.push(['mean', ...sums.map(both)]);
console.log(
  `macro F1 on the test rows, ${seeds.length === 1 ? 'seed 42' : `means of ${seeds.length} seeds`}`,
);
console.log(table.toString());
