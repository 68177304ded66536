// What calibration and the tuned decision are worth on test rows, for any classifier: each table is split and trained on
// by the defaults of trainOnTable, and the same classifier's probabilities and argmax are scored beside.
//   npm run research -- decisions [OUT.jsonl] [--classifiers xgboost,knn] [--tables ecoli,glass] [--seeds 42-46] [--jobs 2]
//   npm run research -- decisions [OUT.jsonl] --summary
// A finished run is one line of the file, and is not run again. `npm run results` makes a table of research/decisions.jsonl.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { labelsOfRows } from '../dist/decision/argmax.js';
import { probabilityReport, ThreadPool, trainOnTable } from '../dist/index.js';
import { datasets } from '../dist/paper/index.js';
import { programArguments } from '../scripts/program-arguments.mjs';
import { tableIfThere } from './if-there.mjs';
import { mean, standardError } from './mean.mjs';

const { values, positionals } = programArguments(import.meta.url, {
  allowPositionals: true,
  options: {
    classifiers: { type: 'string', default: 'auto,qcl-ensemble,xgboost,random-forest' },
    tables: { type: 'string', default: datasets.map(({ name }) => name).join() },
    seeds: { type: 'string', default: '42-46' },
    options: { type: 'string', default: '{}' },
    jobs: { type: 'string', default: '2' },
    summary: { type: 'boolean', default: false },
  },
});
const [out = fileURLToPath(new URL('./decisions.jsonl', import.meta.url))] = positionals;
const known = existsSync(out)
  ? readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];

if (values.summary) summarise(known);
else await run();

async function run() {
  const done = new Set(known.map(({ table, classifier, seed }) => `${table} ${classifier} ${seed}`));
  const [first, last] = values.seeds.split('-').map(Number);
  const executor = new ThreadPool({ threads: Number(values.jobs) });
  for (const name of values.tables.split(',')) {
    const table = await tableIfThere(name);
    if (table === undefined) continue;
    for (let seed = first; seed <= (last ?? first); seed++) {
      for (const classifier of values.classifiers.split(',')) {
        if (done.has(`${name} ${classifier} ${seed}`)) continue;
        const record = {
          table: name,
          classifier,
          seed,
          ...(await scoresOf(table, classifier, seed, executor)),
        };
        appendFileSync(out, `${JSON.stringify(record)}\n`);
        console.log(name, classifier, seed, record.raw.macroF1.toFixed(3), record.decided.macroF1.toFixed(3));
      }
    }
  }
}

/** Of the test rows: the most probable class of the uncalibrated probabilities, and the calibrated and decided ones. */
async function scoresOf(table, classifier, seed, executor) {
  const { model, test, seconds } = await trainOnTable(table, {
    target: 'target',
    classifier,
    classifierOptions: JSON.parse(values.options),
    seed,
    executor,
  });
  const { classes } = model;
  const indexOf = new Map(classes.map((label, c) => [label, c]));
  const indices = (labels) => Int32Array.from(labels, (label) => indexOf.get(label));
  const scores = (P, decided) => {
    const found = probabilityReport(P, indices(test.y), indices(decided), classes);
    const { macroF1, logLoss, topLabelCalibrationError: calibrationError } = found;
    const rounded = Object.entries({ macroF1, logLoss, calibrationError }).map(([score, value]) => [
      score,
      Number(value.toFixed(5)),
    ]);
    return Object.fromEntries(rounded);
  };
  return {
    calibration: model.calibrator.calibration.kind,
    raw: scores(test.uncalibrated, labelsOfRows(test.uncalibrated, classes)),
    decided: scores(test.probabilities, test.predicted),
    seconds: Number(seconds.toFixed(1)),
  };
}

/** Means over the tables of means over the seeds; standard errors over the tables. */
function summarise(records) {
  const show = (value) => value.toFixed(3).padStart(7);
  console.log('classifier               tables  macro F1: argmax decided    gain  (error)  worst table');
  console.log('                                 log loss: raw calibrated; calibration error: raw calibrated');
  for (const classifier of new Set(records.map((each) => each.classifier))) {
    const own = records.filter((each) => each.classifier === classifier);
    const tables = [...new Set(own.map(({ table }) => table))];
    const over = (score) =>
      tables.map((table) => mean(own.filter((each) => each.table === table).map(score)));
    const gains = over(({ raw, decided }) => decided.macroF1 - raw.macroF1);
    const worst = gains.indexOf(Math.min(...gains));
    const means = (of) =>
      `${show(mean(over(({ raw }) => raw[of])))} ${show(mean(over(({ decided }) => decided[of])))}`;
    console.log(
      `${classifier.padEnd(25)}${String(tables.length).padEnd(8)}${means('macroF1')} ${show(mean(gains))} ` +
        `(${standardError(gains).toFixed(3)}) ${tables[worst]} ${show(gains[worst])}`,
    );
    console.log(`${' '.repeat(33)}${means('logLoss')}; ${means('calibrationError')}`);
  }
}
