// The mixed tables: auto with its default decision, beside what peers reached on the same rows (peers.json there).
//   node bench/mixed.mjs --python PYTHON [--data ../shared/mixed] [--tables attrition,credit] [--splits 3]
//     [--quality fast|best] [--out FILE.jsonl]
// PYTHON has scikit-learn, whose splits these are.
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { probabilityReport, readTable, ThreadPool, trainOnTable } from '../dist/index.js';
import { selectRows } from '../dist/tables/preparation/table-parts.js';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    data: { type: 'string', default: here('../../shared/mixed') },
    tables: { type: 'string', default: 'attrition,credit,hmda,movies,birdstrikes,diamonds_cut' },
    splits: { type: 'string', default: '3' },
    quality: { type: 'string', default: 'standard' },
    out: { type: 'string' },
  },
});
const tables = values.tables.split(',');
/** @type {{ table: string, split: number, system: string, macroF1: number, logLoss: number }[]} */
const peers = JSON.parse(readFileSync(`${values.data}/peers.json`, 'utf8'));
/** @type {Record<string, { train: number[], test: number[] }>} */
const splits = JSON.parse(
  execFileSync(values.python, [here('mixed_splits.py'), values.data, values.splits, ...tables], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  }),
);
const executor = new ThreadPool();
const quality = /** @type {import('../dist/classifiers/ensembles/auto/qualities.js').Quality} */ (
  values.quality
);

console.log(
  'table            macro F1  log loss  calibration error  seconds  AutoGluon: macro F1, log loss (aims)',
);
for (const [name, { train, test }] of Object.entries(splits)) {
  const [table, split] = name.split(' ');
  const whole = await readTable(`${values.data}/${table}.csv.gz`);
  const outcome = await trainOnTable(selectRows(whole, Int32Array.from(train)), {
    target: 'target',
    test: selectRows(whole, Int32Array.from(test)),
    classifier: 'auto',
    classifierOptions: { quality },
    executor,
  });
  const { classes } = outcome.model;
  const indices = (labels) => Int32Array.from(labels, (label) => classes.indexOf(label));
  const { y, predicted, probabilities } = outcome.test;
  const scores = probabilityReport(probabilities, indices(y), indices(predicted), classes);
  const peer = (/** @type {string} */ aim) =>
    peers.find(
      (each) =>
        each.table === table &&
        each.split === Number(split) &&
        /AutoGluon.*best/.test(each.system) &&
        each.system.endsWith(aim),
    );
  const line = {
    table,
    split: Number(split),
    quality,
    macroF1: scores.macroF1,
    logLoss: scores.logLoss,
    calibrationError: scores.topLabelCalibrationError,
    seconds: outcome.seconds,
    autogluonMacroF1: peer('macro F1')?.macroF1,
    autogluonLogLoss: peer('log loss')?.logLoss,
  };
  if (values.out !== undefined) appendFileSync(values.out, `${JSON.stringify(line)}\n`);
  console.log(
    `${name.padEnd(16)} ${line.macroF1.toFixed(3).padStart(8)}  ${line.logLoss.toFixed(3).padStart(8)}  ` +
      `${line.calibrationError.toFixed(3).padStart(17)}  ${line.seconds.toFixed(0).padStart(7)}  ` +
      `${line.autogluonMacroF1?.toFixed(3) ?? '-'}, ${line.autogluonLogLoss?.toFixed(3) ?? '-'}`,
  );
}
