// npm run bench -- automl --python PYTHON [--out FILE.jsonl] [--tables attrition,credit] [--systems auto,vote]
// [--splits 1] [--data ../shared/data] [--mixed ../shared/mixed] [--limit 900]: `auto`, AutoGluon, CatBoost, LightGBM and
// a vote of three models on the same rows. PYTHON has AutoGluon, scikit-learn, pandas, XGBoost, LightGBM, CatBoost. On Linux.
//
// Each cell is a process of its own, and a line of FILE: what is there already is not run again, except for what failed.
// The table at the end is of all lines of FILE. It takes about seven minutes a table and split on two cores.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { extractTarget, probabilityReport, readTable } from '../dist/index.js';
import { comparison } from './automl-comparison.mjs';
import { SYSTEMS, TABLES } from './automl-systems.mjs';
import { requireData } from './data-sets.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    out: { type: 'string', default: 'automl.jsonl' },
    tables: { type: 'string', default: [...TABLES.keys()].join() },
    systems: { type: 'string', default: [...SYSTEMS.keys()].join() },
    splits: { type: 'string', default: '1' },
    data: { type: 'string', default: process.env.QCL_MIXNET_DATA ?? here('../../shared/data') },
    mixed: { type: 'string', default: process.env.QCL_MIXNET_MIXED ?? here('../../shared/mixed') },
    limit: { type: 'string', default: '900' },
  },
});
const TARGET = 'target';
const tables = known('table', values.tables, TABLES);
const systems = known('system', values.systems, SYSTEMS);

function known(what, list, all) {
  const names = list.split(',');
  const unknown = names.filter((name) => !all.has(name));
  if (unknown.length === 0) return names;
  console.error(`There is no ${what} ${unknown.join(', ')}: choose from ${[...all.keys()].join(', ')}.`);
  process.exit(2);
}

const read = () =>
  existsSync(values.out)
    ? readFileSync(values.out, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];
const keyOf = ({ table, split, system }) => `${table} ${split} ${system}`;
const done = new Set(
  read()
    .filter(({ failed }) => failed === undefined)
    .map(keyOf),
);

for (const table of tables) {
  const option = TABLES.get(table).folder;
  const folder = values[option];
  requireData(folder, `--${option} or QCL_MIXNET_${option.toUpperCase()}`);
  const file = `${folder}/${table}.csv.gz`;
  const args = [here('mixed_splits.py'), folder, values.splits, table];
  /** @type {Record<string, { train: number[], test: number[] }>} */
  const splits = JSON.parse(execFileSync(values.python, args, { encoding: 'utf8', maxBuffer: 2 ** 28 }));
  const labels = extractTarget(await readTable(file), TARGET).labels.map(String);
  for (const [name, { train, test }] of Object.entries(splits)) {
    for (const system of systems) {
      const cell = { table, split: Number(name.split(' ')[1]), system, chose: TABLES.get(table).chose };
      if (done.has(keyOf(cell))) continue;
      const line = { ...cell, ...(await run({ file, train, test, system, target: TARGET }, labels)) };
      appendFileSync(values.out, `${JSON.stringify(line)}\n`);
      const scores =
        line.failed ?? `macro F1 ${line.macroF1.toFixed(3)}, log loss ${line.logLoss.toFixed(3)}`;
      console.error(`${keyOf(cell)}: ${scores}, ${line.wallSeconds.toFixed(0)} s`);
    }
  }
}
console.log(comparison(read()));

/** What a system reaches on the test rows of one split and what it takes, or why it failed. */
async function run(job, labels) {
  const folder = mkdtempSync(join(tmpdir(), 'automl-'));
  try {
    const [model, out] = [join(folder, 'model'), join(folder, 'out.json')];
    writeFileSync(join(folder, 'job.json'), JSON.stringify({ ...job, model, out }));
    const command =
      job.system === 'auto'
        ? [process.execPath, here('automl-ours.mjs')]
        : [values.python, here('automl_peers.py')];
    const measured = spawnSync(
      values.python,
      [here('automl_measured.py'), values.limit, ...command, join(folder, 'job.json')],
      { encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    const { code, ...taken } = JSON.parse(measured.stdout);
    if (code !== 0) {
      const reason = measured.stderr.trim().split('\n').at(-1);
      return { failed: code === null ? `not done after ${values.limit} s` : reason, ...taken };
    }
    const found = JSON.parse(readFileSync(out, 'utf8'));
    const { fitSeconds, deployBytes } = found;
    return { ...scoresOf(found, job, labels), ...taken, fitSeconds, modelBytes: bytesOf(model), deployBytes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All systems' scores come from here. A class that a system does not know has probability 0. */
function scoresOf(found, { train, test }, labels) {
  const classes = [...new Set([...train, ...test].map((row) => labels[row]))].sort();
  const data = new Float64Array(test.length * classes.length);
  found.classes.forEach((label, from) => {
    const to = classes.indexOf(label);
    if (to < 0) throw new Error(`there is no class ${label} among ${classes.join(', ')}`);
    for (let i = 0; i < test.length; i++) data[i * classes.length + to] = found.probabilities[i][from];
  });
  const index = (label) => classes.indexOf(label);
  const y = Int32Array.from(test, (row) => index(labels[row]));
  const predicted = Int32Array.from(found.predicted, index);
  const probabilities = { data, rows: test.length, columns: classes.length };
  const report = probabilityReport(probabilities, y, predicted, classes);
  const rarest = report.perClass.filter(({ rows }) => rows > 0);
  const counts = classes.map((label) => [...train, ...test].filter((row) => labels[row] === label).length);
  const least = Math.min(...rarest.map(({ label }) => counts[index(label)]));
  return {
    macroF1: report.macroF1,
    balancedAccuracy: report.balancedAccuracy,
    averagePrecision: rarest.find(({ label }) => counts[index(label)] === least).averagePrecision,
    logLoss: report.logLoss,
    calibrationError: report.topLabelCalibrationError,
  };
}

function bytesOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    statSync(join(folder, name)),
  );
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}
