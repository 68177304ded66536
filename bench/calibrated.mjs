// Log loss of auto, as calibrated by default, beside scikit-learn's forest and XGBoost with isotonic calibration on the
// same rows and columns, in the same run.
//   node bench/calibrated.mjs --python PYTHON [--tables ecoli,glass] [--seeds 1-5] [--out FILE.jsonl]
// PYTHON has scikit-learn and xgboost.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { probabilityReport, ThreadPool, trainOnTable } from '../dist/index.js';
import { loadDataset } from '../dist/paper/index.js';
import { trainingParts } from '../dist/pipeline/training-parts.js';
import { Preparation } from '../dist/tables/preparation/preparation.js';

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    tables: {
      type: 'string',
      default: 'ecoli,glass,lymph,vehicle,balance_scale,arrhythmia,wine_quality_red,abalone,optical_digits',
    },
    seeds: { type: 'string', default: '1-3' },
    out: { type: 'string' },
  },
});
const [first, last] = values.seeds.split('-').map(Number);
const executor = new ThreadPool();
const folder = mkdtempSync(join(tmpdir(), 'calibrated-'));
const sums = { auto: 0, forest: 0, xgboost: 0, cells: 0 };
try {
  console.log('table            seed  log loss:  auto  forest  XGBoost');
  for (const name of values.tables.split(',')) {
    for (let seed = first; seed <= (last ?? first); seed++) await compare(name, seed);
  }
  const mean = (/** @type {number} */ sum) => (sum / sums.cells).toFixed(3);
  console.log(`mean of ${sums.cells}: ${mean(sums.auto)}  ${mean(sums.forest)}  ${mean(sums.xgboost)}`);
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {string} name @param {number} seed */
async function compare(name, seed) {
  const { table } = await loadDataset(name);
  const { model, test } = await trainOnTable(table, { target: 'target', classifier: 'auto', seed, executor });
  const { classes } = model;
  const indices = (/** @type {readonly unknown[]} */ labels) =>
    Int32Array.from(labels, (label) => classes.indexOf(/** @type {never} */ (label)));
  const { logLoss: auto } = probabilityReport(
    test.probabilities,
    indices(test.y),
    indices(test.predicted),
    classes,
  );
  const { train, knownTest } = trainingParts(table, 'target', { seed });
  const preparation = Preparation.fit(table, train.rows, 'target');
  const file = join(folder, 'rows.bin');
  const X = [train, knownTest].map(
    ({ rows }) => preparation.prepare(table, rows, { form: 'values' }).matrix.data,
  );
  writeFileSync(
    file,
    Buffer.concat(X.map((data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))),
  );
  const input = {
    file,
    y: [...indices(train.labels)],
    testY: [...indices(knownTest.labels)],
    classes: classes.length,
  };
  const script = fileURLToPath(new URL('calibrated_peers.py', import.meta.url));
  const { forest, xgboost } = JSON.parse(
    execFileSync(values.python, ['-W', 'ignore', script], { input: JSON.stringify(input), encoding: 'utf8' }),
  );
  if (values.out !== undefined) {
    appendFileSync(values.out, `${JSON.stringify({ table: name, seed, auto, forest, xgboost })}\n`);
  }
  console.log(
    `${name.padEnd(16)} ${String(seed).padStart(4)} ${[auto, forest, xgboost].map((loss) => (loss?.toFixed(3) ?? '-').padStart(10)).join('')}`,
  );
  if (forest === undefined || xgboost === undefined) return;
  sums.auto += auto;
  sums.forest += forest;
  sums.xgboost += xgboost;
  sums.cells++;
}
