// Compares scores with a PyTorch reference: the reference trains and prints its splits and scores, ours trains on the same
// rows. equivalence.mjs tests the differences.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { classificationReport } from '../../dist/index.js';
import { dataFolder, loadTable, requireData } from '../data-sets.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The command-line options, with `defaults` by name.
 * @template {Record<string, string>} Defaults
 * @param {Defaults} defaults
 * @returns {Defaults & { data: string, python: string }}
 */
export function checkOptions(defaults) {
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(
        Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: value }]),
      ),
      data: { type: 'string', default: dataFolder },
      python: { type: 'string', default: '/usr/bin/python3' },
    },
  });
  requireData(values.data);
  return /** @type {Defaults & { data: string, python: string }} */ (/** @type {unknown} */ (values));
}

/** Standardises by the means and population standard deviations of the training rows, like StandardScaler. */
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

const tables = new Map();

/** The macro F1 of a new classifier on the rows of a run of the reference. */
async function scoreOf(model, { dataset, train, validation, test }, folder) {
  if (!tables.has(dataset)) tables.set(dataset, await loadTable(folder, dataset));
  const { features, labels } = tables.get(dataset);
  const matrix = standardised(features, train);
  const pick = (rows) => rows.map((row) => labels[row]);
  await model.fit(matrix(train), pick(train), { validation: { X: matrix(validation), y: pick(validation) } });
  return classificationReport(pick(test), await model.predict(matrix(test))).metrics.macroF1;
}

/**
 * Runs the reference `script` with the data folder, the number of seeds and `args`, and fits the classifier of `create` on
 * the rows of each of its runs. `parts` gives the words that name a run's comparison. Returns pairs of scores by these
 * words, joined by tabs.
 */
export async function compareRuns(options, script, args, create, parts) {
  const { python, data, seeds } = options;
  const reference = spawn(python, [here(script), data, seeds, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const finished = new Promise((resolve) => reference.on('close', resolve));
  const comparisons = new Map();
  for await (const line of createInterface({ input: reference.stdout })) {
    const run = JSON.parse(line);
    const words = parts(run);
    const key = words.join('\t');
    const pairs = comparisons.get(key) ?? [];
    pairs.push({ ours: await scoreOf(create(run), run, data), reference: run.macroF1 });
    comparisons.set(key, pairs);
    console.error(
      `${words.join(' ')} seed ${run.seed}: ours ${pairs.at(-1).ours.toFixed(3)}, PyTorch ${run.macroF1.toFixed(3)}`,
    );
  }
  if ((await finished) !== 0) {
    console.error(
      'The reference did not finish: it needs Debian’s python3-torch, python3-sklearn and python3-pandas.',
    );
    process.exit(1);
  }
  return comparisons;
}
