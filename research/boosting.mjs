// Options of a boosting classifier, scored by cross-validation on the training rows of the tables for choices and of the
// mixed tables: mean log loss, macro F1 of the argmax, average precision of the rarest class. A line of boosting.jsonl each.
//   node research/boosting.mjs NAME '{"maxDepth": 4}' [--classifier boosting] [--seeds 42-43] [--tables ecoli,...]
//     [--mixed ../shared/mixed] [--log FILE]
import { appendFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { classifiers } from '../dist/classifiers/registry.js';
import { argmaxRows } from '../dist/decision/argmax.js';
import { RandomStream } from '../dist/engine/random/random-stream.js';
import { extractTarget, Preparation, probabilityReport, readTable, trainTestSplit } from '../dist/index.js';
import { loadDataset } from '../dist/paper/index.js';
import { heldOutFolds } from '../dist/tables/split/folds-of-rows.js';
import { mean } from './mean.mjs';
import { DECIDING } from './splits.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const MIXED = ['attrition', 'credit', 'hmda', 'movies', 'birdstrikes', 'diamonds_cut'];
const FOLDS = 3;
/** Training rows at most. */
const MOST_ROWS = 4000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    classifier: { type: 'string', default: 'boosting' },
    seeds: { type: 'string', default: '42-43' },
    tables: { type: 'string', default: [...DECIDING, ...MIXED].join() },
    mixed: { type: 'string', default: here('../../shared/mixed') },
    log: { type: 'string', default: here('./boosting.jsonl') },
  },
});
const [name, text = '{}'] = positionals;
const [first, last] = values.seeds.split('-').map(Number);
const entry = classifiers.find((each) => each.name === values.classifier);

async function loadTable(table) {
  const mixed = `${values.mixed}/${table}.csv.gz`;
  return existsSync(mixed) ? readTable(mixed) : (await loadDataset(table)).table;
}

/** Out-of-fold scores on the training rows of a split. */
async function scoresOf(table, labels, seed) {
  const { train } = trainTestSplit(labels, { seed });
  const rows = new RandomStream(seed, 'trial').shuffle(train.slice()).subarray(0, MOST_ROWS).sort();
  const classes = [...new Set(Array.from(rows, (row) => labels[row]))].sort();
  const y = Int32Array.from(rows, (row) => classes.indexOf(labels[row]));
  const { ofRow } = heldOutFolds(y, FOLDS, new RandomStream(seed, 'folds'));
  const counts = classes.map((_, c) => y.filter((own) => own === c).length);
  const rare = counts.indexOf(Math.min(...counts));
  const data = new Float32Array(rows.length * classes.length).fill(1e-7);
  for (let fold = 0; fold < FOLDS; fold++) {
    const places = (isIn) => Int32Array.from(y.keys()).filter((i) => (ofRow[i] === fold) === isIn);
    const [test, rest] = [places(true), places(false)];
    const preparation = Preparation.fit(
      table,
      rest.map((i) => rows[i]),
      'target',
    );
    const prepared = (part) =>
      preparation.prepare(
        table,
        part.map((i) => rows[i]),
        { form: entry.form, keepMissing: entry.acceptsMissing },
      ).matrix;
    const model = entry.create({ ...JSON.parse(text), seed });
    await model.fit(
      prepared(rest),
      Array.from(rest, (i) => y[i]),
    );
    const P = await model.predictProba(prepared(test));
    test.forEach((i, at) => {
      model.classes.forEach((c, k) => {
        data[i * classes.length + Number(c)] = P.data[at * P.columns + k];
      });
    });
  }
  const P = { data, rows: rows.length, columns: classes.length };
  const report = probabilityReport(P, y, argmaxRows(P), classes);
  return [
    report.logLoss,
    report.macroF1,
    report.perClass?.[rare]?.averagePrecision ?? report.averagePrecision,
  ];
}

const scores = {};
const started = performance.now();
for (const table of values.tables.split(',')) {
  const whole = await loadTable(table);
  const { labels } = extractTarget(whole, 'target');
  scores[table] = [];
  for (let seed = first; seed <= last; seed++) {
    const found = await scoresOf(whole, labels, seed);
    scores[table].push(found.map((score) => Number(score?.toFixed(5))));
  }
}
const seconds = (performance.now() - started) / 1000;
const all = Object.values(scores);
const [logLoss, macroF1, averagePrecision] = [0, 1, 2].map((s) =>
  mean(all.map((ofTable) => mean(ofTable.map((each) => each[s])))),
);
console.log(
  `${name}: log loss ${logLoss.toFixed(4)}, macro F1 ${macroF1.toFixed(4)}, average precision ${averagePrecision.toFixed(4)}, ${seconds.toFixed(0)} s`,
);
appendFileSync(
  values.log,
  `${JSON.stringify({ name, classifier: entry.name, options: JSON.parse(text), seeds: [first, last], folds: FOLDS, scores })}\n`,
);
