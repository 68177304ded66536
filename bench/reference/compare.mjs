// Statistical equivalence with a PyTorch reference: the reference trains and prints its splits and scores, ours
// trains on the very same rows, and the differences of macro F1 are judged by their standard errors.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { classificationReport, extractTarget, readTable } from '../../dist/index.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The command line's options: `defaults` of --seeds and --datasets, and others by name. */
export function checkOptions(defaults) {
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(
        Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: value }]),
      ),
      data: { type: 'string', default: process.env.QCL_MIXNET_DATA ?? here('../../../shared/data') },
      python: { type: 'string', default: '/usr/bin/python3' },
    },
  });
  if (!existsSync(values.data)) {
    console.error(`No data sets at ${values.data}: name their folder with --data or QCL_MIXNET_DATA.`);
    process.exit(2);
  }
  return values;
}

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

const tables = new Map();

/** The macro F1 of a new classifier on the rows of a run of the reference. */
async function scoreOf(model, { dataset, train, validation, test }, folder) {
  if (!tables.has(dataset)) {
    tables.set(dataset, extractTarget(await readTable(`${folder}/${dataset}.csv.gz`), 'target'));
  }
  const { features, labels } = tables.get(dataset);
  const matrix = standardised(features, train);
  const pick = (rows) => rows.map((row) => labels[row]);
  await model.fit(matrix(train), pick(train), { validation: { X: matrix(validation), y: pick(validation) } });
  return classificationReport(pick(test), await model.predict(matrix(test))).metrics.macroF1;
}

/**
 * Runs the reference `script` with these arguments behind the data folder and the number of seeds, and `create`
 * for each of its runs.
 * `parts` gives the words that name a run's comparison. Returns pairs of scores by these words.
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
    const key = parts(run).join(' ');
    const pairs = comparisons.get(key) ?? [];
    pairs.push({ ours: await scoreOf(create(run), run, data), reference: run.macroF1 });
    comparisons.set(key, pairs);
    console.error(
      `${key} seed ${run.seed}: ours ${pairs.at(-1).ours.toFixed(3)}, PyTorch ${run.macroF1.toFixed(3)}`,
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

const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const standardError = (list) => {
  const m = mean(list);
  return Math.sqrt(list.reduce((a, b) => a + (b - m) ** 2, 0) / (list.length - 1) / list.length);
};

/** A difference in standard errors; equal results in every run have neither. */
const inErrors = ({ difference, error }) => (difference === 0 ? 0 : difference / error);

/**
 * Prints the comparisons under the headings of their words; false when the pooled difference is beyond two
 * standard errors or a single one beyond three.
 */
export function judge(comparisons, headings, seeds) {
  const table = new Table({
    head: [...headings, 'ours', 'PyTorch', 'difference', 'standard error', 'in errors'],
    style: { head: [], border: [] },
  });
  const rows = [...comparisons].map(([key, pairs]) => {
    const differences = pairs.map((p) => p.ours - p.reference);
    const [difference, error] = [mean(differences), standardError(differences)];
    const cells = [mean(pairs.map((p) => p.ours)), mean(pairs.map((p) => p.reference)), difference, error];
    table.push([
      ...key.split(' '),
      ...cells.map((v) => v.toFixed(4)),
      inErrors({ difference, error }).toFixed(2),
    ]);
    return { difference, error };
  });
  const pooled = mean(rows.map((r) => r.difference));
  const pooledError = Math.sqrt(rows.reduce((a, r) => a + r.error ** 2, 0)) / rows.length;
  const worst = Math.max(...rows.map((r) => Math.abs(inErrors(r))));
  console.log(table.toString());
  console.log(
    `macro F1, ${seeds} seeds: pooled difference ${pooled.toFixed(4)}, standard error ${pooledError.toFixed(4)} ` +
      `(${(pooled / pooledError).toFixed(2)} errors; allowed 2); worst single ${worst.toFixed(2)} (allowed 3)`,
  );
  return Math.abs(pooled / pooledError) <= 2 && worst <= 3;
}
