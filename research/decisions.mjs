// What calibration and the tuned decision are worth on test rows, for any classifier: each table is split and trained on
// by the defaults of trainOnTable, and the same classifier's probabilities and argmax are scored beside.
//   node research/decisions.mjs OUT.jsonl --classifiers xgboost,knn --tables ecoli,glass --seeds 1-5
//   node research/decisions.mjs OUT.jsonl --summary
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { labelsOfRows } from '../dist/decision/argmax.js';
import { probabilityReport, ThreadPool, trainOnTable } from '../dist/index.js';
import { loadDataset } from '../dist/paper/index.js';
import { mean, standardError } from './mean.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    classifiers: { type: 'string', default: 'logistic-regression' },
    tables: { type: 'string', default: 'ecoli,glass,lymph,vehicle,balance_scale' },
    seeds: { type: 'string', default: '1-5' },
    options: { type: 'string', default: '{}' },
    jobs: { type: 'string', default: '2' },
    summary: { type: 'boolean', default: false },
  },
});
const [out] = positionals;
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
  for (let seed = first; seed <= (last ?? first); seed++) {
    for (const name of values.tables.split(',')) {
      const { table } = await loadDataset(name);
      for (const classifier of values.classifiers.split(',')) {
        if (done.has(`${name} ${classifier} ${seed}`)) continue;
        const { model, test, seconds } = await trainOnTable(table, {
          target: 'target',
          classifier,
          classifierOptions: JSON.parse(values.options),
          seed,
          executor,
        });
        const { classes } = model;
        const indexOf = new Map(classes.map((label, c) => [label, c]));
        const truth = Int32Array.from(test.y, (label) => indexOf.get(label));
        const scores = (P, decided) => {
          const found = probabilityReport(
            P,
            truth,
            Int32Array.from(decided, (label) => indexOf.get(label)),
            classes,
          );
          const { macroF1, logLoss, brierScore, topLabelCalibrationError, averages } = found;
          return { ...averages, macroF1, logLoss, brierScore, calibrationError: topLabelCalibrationError };
        };
        const raw = scores(test.uncalibrated, labelsOfRows(test.uncalibrated, classes));
        const decided = scores(test.probabilities, test.predicted);
        appendFileSync(
          out,
          `${JSON.stringify({
            table: name,
            classifier,
            seed,
            outOfFold: model.provenance.outOfFold?.macroF1,
            calibration: model.calibrator.calibration.kind,
            raw,
            decided,
            seconds,
          })}\n`,
        );
        console.log(name, classifier, seed, raw.macroF1.toFixed(3), decided.macroF1.toFixed(3));
      }
    }
  }
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
