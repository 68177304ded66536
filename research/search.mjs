// Successive halving against random search in equal time, and against the defaults: the options are searched on the training
// rows alone, and the macro F1 of the most probable class on the test rows, which chose nothing, is compared.
//   npm run research -- search [OUT.jsonl] [--tables glass,vehicle] [--classifiers qcl-mixnet,xgboost,knn] [--seeds 42-44] [--budget 30]
//   npm run research -- search [OUT.jsonl] --summary [the same choices]
// The searches follow each other, on one thread: run nothing else beside. A finished run is one line of the file, and is not
// run again; its fields are those of variant-runs.mjs, with the method as the variant.
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { trainOnTable } from '../dist/index.js';
import { programArguments } from '../scripts/program-arguments.mjs';
import { printGainsByTable } from './gains-by-table.mjs';
import { tableIfThere } from './if-there.mjs';
import { finishedRuns } from './variant-runs.mjs';

const METHODS = ['defaults', 'random', 'halving'];

const { values, positionals } = programArguments(import.meta.url, {
  allowPositionals: true,
  options: {
    tables: { type: 'string', default: 'glass,vehicle,wine_quality_red,satimage,wine_quality_white' },
    classifiers: { type: 'string', default: 'qcl-mixnet,xgboost,knn' },
    seeds: { type: 'string', default: '42-44' },
    budget: { type: 'string', default: '30' },
    summary: { type: 'boolean', default: false },
  },
});
const [first, last = first] = values.seeds.split('-').map(Number);
const budget = Number(values.budget);
const classifiers = values.classifiers.split(',');

/** The runs of a classifier, as variant-runs.mjs has them. */
const choiceOf = (classifier, variants = METHODS) => ({
  out: positionals[0] ?? fileURLToPath(new URL('./search.jsonl', import.meta.url)),
  tables: values.tables.split(','),
  seeds: Array.from({ length: last - first + 1 }, (_, i) => first + i),
  variants,
  options: { classifier, budget },
  summary: values.summary,
});

async function run(classifier) {
  const { out, tables, seeds, options } = choiceOf(classifier);
  const find = finishedRuns(choiceOf(classifier));
  for (const name of tables) {
    const table = await tableIfThere(name);
    if (table === undefined) continue;
    for (const seed of seeds) {
      for (const variant of METHODS.filter((method) => find(name, method, seed) === undefined)) {
        const record = {
          table: name,
          variant,
          seed,
          options,
          ...(await searched(table, variant, seed, classifier)),
        };
        appendFileSync(out, `${JSON.stringify(record)}\n`);
        console.log(JSON.stringify(record));
      }
    }
  }
}

async function searched(table, method, seed, classifier) {
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
      chosen: tuning.best + 1,
      folds: rounded(tuning.candidates[tuning.best].mean ?? Number.NaN),
    }),
  };
}

for (const classifier of classifiers) {
  if (!values.summary) await run(classifier);
  else {
    console.log(`\n## ${classifier}, searches of ${budget} s\n`);
    printGainsByTable(choiceOf(classifier));
    console.log('\nHalving beside random search:\n');
    printGainsByTable(choiceOf(classifier, ['random', 'halving']));
  }
}
