// Successive halving against random search in equal time, and against the defaults: the options are searched on the training
// rows alone, and the macro F1 of the most probable class on the test rows, which chose nothing, is compared.
//   npm run research -- search [OUT.jsonl] [--tables glass,vehicle] [--classifiers qcl-mixnet,xgboost,knn] [--seeds 42-44] [--budget 30]
//   npm run research -- search [OUT.jsonl] --summary [the same choices]
// The searches of a split follow each other, on one thread each: run nothing else beside. A finished run is one line of the
// file, and is not run again.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { trainOnTable } from '../dist/index.js';
import { DatasetUnavailable, loadDataset } from '../dist/paper/index.js';
import { differencesByTable } from './differences.mjs';
import { lineOf, linesOf, seedsOf } from './records.mjs';

const METHODS = ['defaults', 'random', 'halving'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tables: { type: 'string', default: 'glass,vehicle,wine_quality_red,satimage,wine_quality_white' },
    classifiers: { type: 'string', default: 'qcl-mixnet,xgboost,knn' },
    seeds: { type: 'string', default: '42-44' },
    budget: { type: 'string', default: '30' },
    summary: { type: 'boolean', default: false },
  },
});
const [out = fileURLToPath(new URL('./search.jsonl', import.meta.url))] = positionals;
const tables = values.tables.split(',');
const classifiers = values.classifiers.split(',');
const seeds = seedsOf(values.seeds);
const budget = Number(values.budget);
const keyOf = ({ table, classifier, method, seed, budget: seconds }) =>
  `${table} ${classifier} ${method} ${seed} ${seconds}`;

async function run() {
  const done = new Set(linesOf(out).map(keyOf));
  for (const name of tables) {
    const table = await tableIfThere(name);
    if (table === undefined) continue;
    for (const seed of seeds) {
      for (const classifier of classifiers) {
        for (const method of METHODS) {
          const cell = { table: name, classifier, method, seed, budget };
          if (!done.has(keyOf(cell))) lineOf(out, { ...cell, ...(await searched(table, cell)) });
        }
      }
    }
  }
}

async function searched(table, { classifier, method, seed }) {
  const before = process.cpuUsage();
  const { model, scores } = await trainOnTable(table, {
    target: 'target',
    classifier,
    seed,
    calibration: 'none',
    decision: 'argmax',
    keepRows: 0,
    ...(method !== 'defaults' && { tuning: { search: { method, budgetSeconds: budget } } }),
  });
  const { user, system } = process.cpuUsage(before);
  const { tuning } = model.provenance;
  const rounded = (value) => Number(value.toFixed(5));
  return {
    macroF1: rounded(scores.report.metrics.macroF1),
    cpuSeconds: (user + system) / 1e6,
    ...(tuning && {
      trials: tuning.candidates.length,
      whole: tuning.candidates.filter(({ share = 1 }) => share === 1).length,
      chosen: tuning.best,
      folds: rounded(tuning.candidates[tuning.best].mean ?? Number.NaN),
    }),
  };
}

/** Undefined, with a message, for a table that is not on this machine. */
async function tableIfThere(name) {
  try {
    return (await loadDataset(name)).table;
  } catch (error) {
    if (!(error instanceof DatasetUnavailable)) throw error;
    console.error(error.message);
    return undefined;
  }
}

function summarise() {
  const scores = new Map(linesOf(out).map((each) => [keyOf(each), each.macroF1]));
  for (const classifier of classifiers) {
    const of = (method) => (table, seed) => scores.get(keyOf({ table, classifier, method, seed, budget }));
    for (const base of ['random', 'defaults']) {
      console.log(`\n${classifier}, ${budget} s: halving less ${base}, macro F1 on the test rows.`);
      differencesByTable(tables, seeds, { better: of('halving'), base: of(base), names: [base, 'halving'] });
    }
  }
}

if (values.summary) summarise();
else await run();
