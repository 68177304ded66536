// Checks that forests and boosting score like those of scikit-learn, imbalanced-learn and XGBoost, on the same rows of several
// data sets, with a different split for each seed. Exit code 1 if they differ (see equivalence.mjs).
//   node bench/check-trees.mjs [--seeds 10] [--datasets glass,...] [--classifiers random-forest,...]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { classifiers } from '../dist/classifiers/registry.js';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { classificationReport } from '../dist/index.js';
import { shuffleSplit } from '../dist/tables/split/shuffle-split.js';
import { dataFolder, dataPath, loadTable, matrixOf, pickRows, requireData } from './data-sets.mjs';
import { judge } from './equivalence.mjs';
import { startPython } from './peer.mjs';

/** Our classifiers and their peers as Python expressions; `SEED` is filled in. */
const PEERS = new Map([
  ['random-forest', 'RandomForestClassifier(random_state=SEED)'],
  ['balanced-random-forest', 'BalancedRandomForestClassifier(random_state=SEED)'],
  ['gradient-boosting', 'GradientBoostingClassifier(random_state=SEED)'],
  ['xgboost', "XGBClassifier(n_jobs=1, tree_method='hist')"],
]);

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    datasets: {
      type: 'string',
      default: 'glass,vehicle,letter,wine_quality_white,satimage,one_hundred_plants_texture',
    },
    classifiers: { type: 'string', default: [...PEERS.keys()].join() },
    options: { type: 'string', default: '{}' },
    data: { type: 'string', default: dataFolder },
  },
});
requireData(values.data);

const peer = startPython(fileURLToPath(new URL('./estimators.py', import.meta.url)), 'the scikit-learn peer');
const comparisons = new Map();
for (const dataset of values.datasets.split(',')) {
  const { features, labels } = await loadTable(values.data, dataset);
  const X = matrixOf(features);
  for (let seed = 0; seed < Number(values.seeds); seed++) {
    const { train, test } = shuffleSplit(labels, { random: new RandomStream(seed, 'split') });
    const pick = (rows) => Array.from(rows, (row) => labels[row]);
    for (const name of values.classifiers.split(',')) {
      const entry = classifiers.find((each) => each.name === name);
      const model = entry.create({ ...JSON.parse(values.options), seed });
      await model.fit(pickRows(X, train), pick(train));
      const ours = classificationReport(pick(test), await model.predict(pickRows(X, test))).metrics.macroF1;
      const { macroF1: reference } = await peer.ask({
        kind: 'score',
        path: dataPath(values.data, dataset),
        estimator: PEERS.get(name).replace('SEED', String(seed)),
        train: [...train],
        test: [...test],
      });
      const key = `${dataset}\t${name}`;
      comparisons.set(key, [...(comparisons.get(key) ?? []), { ours, reference }]);
      console.error(`${dataset} ${name} seed ${seed}: ours ${ours.toFixed(3)}, peer ${reference.toFixed(3)}`);
    }
  }
}
peer.stop();
process.exitCode = judge(['data set', 'classifier'], 'peer', comparisons, values.seeds);
