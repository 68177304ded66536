// The classical classifiers compared with scikit-learn, imbalanced-learn and XGBoost, on one thread: `fit`, and `predict` on
// the same rows.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { classifiers, Preparation, trainTestSplit } from '../dist/index.js';
import { dataFolder, dataPath, loadTable, requireData } from './data-sets.mjs';
import { inTurn } from './in-turn.mjs';
import { hasPeer, startPython } from './peer.mjs';

const ROUNDS = 3;
const DATASETS = ['letter', 'satimage'];

/**
 * The classifiers, and the minimum ratios peer / ours of `fit` and `predict` to reach, if any.
 */
const BASELINES = [
  { classifier: 'decision-tree', python: 'DecisionTreeClassifier()', reach: {} },
  {
    classifier: 'random-forest',
    python: 'RandomForestClassifier(n_jobs=1)',
    reach: { fit: 0.67, predict: 0.67 },
  },
  { classifier: 'balanced-random-forest', python: 'BalancedRandomForestClassifier(n_jobs=1)', reach: {} },
  {
    classifier: 'xgboost',
    python: 'XGBClassifier(n_jobs=1, tree_method="hist")',
    reach: { fit: 0.67, predict: 0.67 },
  },
  // That of scikit-learn takes minutes on 26 classes.
  {
    classifier: 'gradient-boosting',
    python: 'GradientBoostingClassifier()',
    reach: {},
    datasets: ['satimage'],
  },
  // With the same tolerance; version 1.2 also stops at a relative decrease of 2e-9, which is earlier.
  { classifier: 'logistic-regression', python: 'LogisticRegression(max_iter=1000)', reach: { fit: 1 } },
  { classifier: 'knn', python: 'KNeighborsClassifier(algorithm="brute")', reach: { predict: 1 } },
];

const estimators = fileURLToPath(new URL('./estimators.py', import.meta.url));
const seconds = async (action) => {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
};

export async function benchBaselines() {
  requireData(dataFolder);
  const peer = hasPeer('sklearn, imblearn, xgboost, pandas')
    ? startPython(estimators, 'the scikit-learn peer')
    : undefined;
  const rows = [];
  for (const dataset of DATASETS) {
    const { features, labels } = await loadTable(dataFolder, dataset);
    const { train, test } = trainTestSplit(labels);
    const preparation = Preparation.fit(features, train);
    const [X, fresh] = [train, test].map((part) => preparation.prepare(features, part).matrix);
    const y = Array.from(train, (row) => labels[row]);
    const path = dataPath(dataFolder, dataset);
    const job = { path, scale: true, train: [...train], test: [...test] };
    for (const { classifier, python, reach, datasets = DATASETS } of BASELINES) {
      if (!datasets.includes(dataset)) continue;
      const model = classifiers.find((entry) => entry.name === classifier).create();
      const ask = (kind) => peer && (async () => (await peer.ask({ ...job, kind, estimator: python }))[kind]);
      const fit = await inTurn(ROUNDS, () => seconds(() => model.fit(X, y)), ask('fit'));
      const predict = await inTurn(ROUNDS, () => seconds(() => model.predict(fresh)), ask('predict'));
      rows.push({ what: `${classifier}, fit ${dataset}`, unit: 's', target: reach.fit, ...fit });
      rows.push({ what: `${classifier}, predict ${dataset}`, unit: 's', target: reach.predict, ...predict });
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
