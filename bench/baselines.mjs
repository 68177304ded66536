// The classical classifiers beside the libraries that people use for them, on one thread: all of `fit`, and
// `predict` on the same rows.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { classifiers } from '../dist/classifiers/registry.js';
import { dataFolder, dataPath, loadTable, matrixOf, requireData } from './data-sets.mjs';
import { inTurn } from './in-turn.mjs';
import { hasPeer, startPython } from './peer.mjs';

const ROUNDS = 3;
const DATASETS = ['letter', 'satimage'];

/** `reach`: least ratio peer / ours. Another classifier is another line. */
const BASELINES = [
  { classifier: 'decision-tree', options: {}, python: 'DecisionTreeClassifier()', reach: 0.67 },
  { classifier: 'random-forest', options: {}, python: 'RandomForestClassifier(n_jobs=1)', reach: 0.67 },
  {
    classifier: 'balanced-random-forest',
    options: {},
    python: 'BalancedRandomForestClassifier(n_jobs=1)',
    reach: 0.67,
  },
  { classifier: 'xgboost', options: {}, python: "XGBClassifier(n_jobs=1, tree_method='hist')", reach: 0.67 },
  {
    classifier: 'gradient-boosting',
    options: {},
    python: 'GradientBoostingClassifier()',
    reach: 0.67,
    // scikit-learn needs minutes for 26 classes.
    datasets: ['satimage'],
  },
];

const estimators = fileURLToPath(new URL('./estimators.py', import.meta.url));
const create = (name, options) => classifiers.find((entry) => entry.name === name).create(options);
const seconds = async (action) => {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
};

export async function benchBaselines() {
  requireData(dataFolder);
  const peer = hasPeer('sklearn, imblearn, pandas')
    ? startPython(estimators, 'the scikit-learn peer')
    : undefined;
  const rows = [];
  for (const dataset of DATASETS) {
    const { features, labels } = await loadTable(dataFolder, dataset);
    const X = matrixOf(features);
    const path = dataPath(dataFolder, dataset);
    for (const { classifier, options, python, reach, datasets = DATASETS } of BASELINES) {
      if (!datasets.includes(dataset)) continue;
      const model = create(classifier, options);
      const ask = (kind) => peer && (async () => (await peer.ask({ kind, path, estimator: python }))[kind]);
      const fit = await inTurn(ROUNDS, () => seconds(() => model.fit(X, labels)), ask('fit'));
      const predict = await inTurn(ROUNDS, () => seconds(() => model.predict(X)), ask('predict'));
      rows.push({ what: `${classifier}, fit ${dataset}`, unit: 's', target: reach, ...fit });
      rows.push({ what: `${classifier}, predict ${dataset}`, unit: 's', target: reach, ...predict });
    }
  }
  peer?.stop();
  rows.push({
    what: 'random-forest, peak memory of fit letter',
    unit: 'MB',
    ours: forestMemory(),
    limit: 300,
  });
  return rows;
}

/** Peak resident memory in MB of fitting a random forest on letter, in a process of its own. */
function forestMemory() {
  const program = `
    import { classifiers } from ${JSON.stringify(new URL('../dist/classifiers/registry.js', import.meta.url))};
    import { dataFolder, loadTable, matrixOf } from ${JSON.stringify(new URL('./data-sets.mjs', import.meta.url))};
    const { features, labels } = await loadTable(dataFolder, 'letter');
    await classifiers.find((entry) => entry.name === 'random-forest').create().fit(matrixOf(features), labels);
    console.log(process.resourceUsage().maxRSS);`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`fitting failed: ${run.stderr}`);
  return Number(run.stdout) / 1024;
}
