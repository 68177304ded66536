// Statistical equivalence with the PyTorch reference: the same rows given to both, ten seeds, both
// protocols. Prints a table; exit code 1 when the pooled difference of macro F1 is beyond two standard
// errors or a single comparison beyond three.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { classificationReport, QclMixNet } from '../dist/index.js';
import { dataFolder, loadTable, requireData } from './data-sets.mjs';
import { judge } from './equivalence.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    datasets: { type: 'string', default: 'glass,vehicle,balance_scale,wine_quality_red,ecoli' },
    data: { type: 'string', default: dataFolder },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
});
requireData(values.data);

/** Column means and population deviations of the training rows, as StandardScaler; then those rows. */
function standardised(features, train) {
  const columns = features.columns.map(({ values: v, codes, dictionary }) => {
    const numbers = v ?? Float64Array.from(codes, (c) => [...dictionary].sort().indexOf(dictionary[c]));
    const at = Array.from(train, (row) => numbers[row]);
    const mean = at.reduce((a, b) => a + b, 0) / at.length;
    const deviation = Math.sqrt(at.reduce((a, b) => a + (b - mean) ** 2, 0) / at.length);
    return { numbers, mean, deviation: deviation || 1 };
  });
  return (rows) => ({
    rows: rows.length,
    columns: columns.length,
    data: Float32Array.from(
      rows.flatMap((row) => columns.map((c) => (c.numbers[row] - c.mean) / c.deviation)),
    ),
  });
}

async function ours({ dataset, seed, train, validation, test }, tables) {
  if (!tables.has(dataset)) tables.set(dataset, await loadTable(values.data, dataset));
  const { features, labels } = tables.get(dataset);
  const matrix = standardised(features, train);
  const pick = (rows) => rows.map((row) => labels[row]);
  const model = new QclMixNet({ seed });
  await model.fit(matrix(train), pick(train), { validation: { X: matrix(validation), y: pick(validation) } });
  return classificationReport(pick(test), await model.predict(matrix(test))).metrics.macroF1;
}

const names = values.datasets.split(',');
const reference = spawn(
  values.python,
  [here('reference/reference.py'), values.data, values.seeds, ...names],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
const finished = new Promise((resolve) => reference.on('close', resolve));
const comparisons = new Map();
const tables = new Map();
for await (const line of createInterface({ input: reference.stdout })) {
  const run = JSON.parse(line);
  const key = `${run.dataset}\t${run.protocol}`;
  const pairs = comparisons.get(key) ?? [];
  pairs.push({ ours: await ours(run, tables), reference: run.macroF1 });
  comparisons.set(key, pairs);
  console.error(
    `${run.dataset} ${run.protocol} seed ${run.seed}: ours ${pairs.at(-1).ours.toFixed(3)}, PyTorch ${run.macroF1.toFixed(3)}`,
  );
}
if ((await finished) !== 0) {
  console.error(
    'The reference did not finish: it needs Debian’s python3-torch, python3-sklearn and python3-pandas.',
  );
  process.exit(1);
}

process.exit(judge(['data set', 'protocol'], 'PyTorch', comparisons, values.seeds));
