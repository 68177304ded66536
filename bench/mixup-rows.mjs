// Mixup with all rows (`mixupRows`) beside mixup in the batch: processor time of ten epochs of QCL-MixNet on 100,000 rows of
// 30 columns, and the macro F1 on two of the paper's tables.
import { classificationReport, Preparation, QclMixNet, trainTestSplit } from '../dist/index.js';
import { dataFolder, loadTable, requireData } from './data-sets.mjs';
import { mixture } from './neighbours.mjs';

/** @type {{ name: string, options: import('../dist/index.js').QclMixNetOptions }[]} */
const WAYS = [
  { name: 'in the batch', options: {} },
  { name: 'all rows, exact', options: { mixupRows: 'all', neighbourSearch: 'exact' } },
  { name: 'all rows, approximate', options: { mixupRows: 'all', neighbourSearch: 'approximate' } },
];
const TABLES = [
  { table: 'abalone', splits: 5 },
  { table: 'letter', splits: 3 },
];
const ROWS = 100_000;

async function seconds(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function score(options, { features, labels }, seed) {
  const { train, test } = trainTestSplit(labels, { seed });
  const preparation = Preparation.fit(features, train);
  const [X, fresh] = [train, test].map((part) => preparation.prepare(features, part).matrix);
  const of = (part) => Array.from(part, (row) => labels[row]);
  const model = new QclMixNet({ ...options, seed });
  await model.fit(X, of(train));
  return classificationReport(of(test), await model.predict(fresh)).metrics.macroF1;
}

export async function benchMixupRows() {
  requireData(dataFolder);
  const X = mixture(ROWS);
  const y = Array.from({ length: ROWS }, (_, i) =>
    X.data[30 * i] * X.data[30 * i + 1] > 6 ? 'rare' : 'common',
  );
  const lines = [];
  for (const { name, options } of WAYS) {
    const model = new QclMixNet({ ...options, epochs: 10, validationFraction: 0 });
    lines.push({
      what: `ten epochs of ${ROWS} rows, ${name}`,
      ours: await seconds(() => model.fit(X, y)),
      unit: 's',
    });
  }
  for (const { table, splits } of TABLES) {
    const loaded = await loadTable(dataFolder, table);
    for (const { name, options } of WAYS) {
      let sum = 0;
      for (let seed = 1; seed <= splits; seed++) sum += await score(options, loaded, seed);
      lines.push({
        what: `macro F1 on ${table}, mean of ${splits} splits, ${name}`,
        ours: sum / splits,
        unit: '',
      });
    }
  }
  return lines;
}
