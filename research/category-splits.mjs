// How trees should treat columns of categories: which columns they split natively, and how strongly small levels are
// shrunk and pooled. Cross-validated on training rows alone: of the mixed tables with categories the training part of
// split 0 (their README), of the other tables that of seed 1. The trials differ in constants, which are replaced in copies
// of dist/.
//   node research/category-splits.mjs OUT.jsonl --python PYTHON [--mixed FOLDER] [--tables movies,...] [--trials one-hot,...]
//   node research/category-splits.mjs OUT.jsonl --summary [--against native-16] [--log FILE]
//   node research/category-splits.mjs OUT.jsonl --python PYTHON --test birdstrikes --seeds 1-3
// The last one scores test rows of the splits 0 to 2, which choose nothing. PYTHON has scikit-learn, whose splits these are.
import '../dist/platform/node/v8-flags.js';
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { heldOutRows } from '../dist/classifiers/ensembles/cross-fitting/folds.js';
import { RandomStream } from '../dist/index.js';
import { prepareRows } from '../dist/pipeline/fit-on-rows.js';
import { partAt } from '../dist/pipeline/part.js';
import { oneHotLevels } from './category-one-hot.mjs';
import { mixedSplits, partsOf } from './category-parts.mjs';
import { scoresOf } from './category-scores.mjs';
import { summarise } from './category-summary.mjs';
import { patchedCopy } from './patched-copy.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: 'python3' },
    mixed: { type: 'string', default: here('../../shared/mixed') },
    tables: {
      type: 'string',
      default: 'birdstrikes,movies,attrition,credit,lymph,diamonds_cut',
    },
    trials: { type: 'string' },
    seeds: { type: 'string', default: '1-2' },
    test: { type: 'string' },
    summary: { type: 'boolean', default: false },
    against: { type: 'string', default: 'native-16' },
    log: { type: 'string' },
  },
});
const [out] = positionals;

const FOLDS = 3;
const MOST_ROWS = 6000;
const SHRINKAGE = {
  none: { SMOOTHING: 0, LEAST_ROWS: 0, LEAST_SHARE: 0, MORE_L2: 0, noise: 0 },
  weaker: { SMOOTHING: 3, LEAST_ROWS: 2, LEAST_SHARE: 0.02, MORE_L2: 3, noise: 0.5 },
  present: {},
  stronger: { SMOOTHING: 30, LEAST_ROWS: 15, LEAST_SHARE: 0.15, MORE_L2: 30, noise: 2 },
};
/** @typedef {{ native: number, shrinkage?: keyof typeof SHRINKAGE }} Trial `native`: levels split natively, 0 for one-hot */
/** @type {Record<string, Trial>} */
const TRIALS = {
  'one-hot': { native: 0 },
  ...Object.fromEntries([8, 16, 32, 64, 255].map((native) => [`native-${native}`, { native }])),
  ...Object.fromEntries(
    [16, 255].flatMap((native) =>
      /** @type {const} */ (['none', 'weaker', 'stronger']).map((shrinkage) => [
        `native-${native}-${shrinkage}`,
        { native, shrinkage },
      ]),
    ),
  ),
};
const CLASSIFIERS = {
  xgboost: { classifier: 'xgboost', options: {} },
  'random-forest-entropy': {
    classifier: 'random-forest',
    options: { minSamplesLeaf: 3, criterion: 'entropy' },
  },
  'gradient-boosting': { classifier: 'gradient-boosting', options: {} },
};

if (values.summary) {
  const tables = values.tables.split(',');
  const records = readRecords().filter(({ part, table }) => part === 'training' && tables.includes(table));
  summarise(records, values.against, values.log, CLASSIFIERS);
} else await run();

function readRecords() {
  if (!existsSync(out)) return [];
  const lines = readFileSync(out, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

async function run() {
  const [first, last] = values.seeds.split('-').map(Number);
  const names =
    values.trials?.split(',') ?? (values.test ? ['native-16', 'native-255', 'one-hot'] : Object.keys(TRIALS));
  const copies = new Map();
  const done = new Set(readRecords().map(keyOf));
  const tables = values.test ? [values.test] : values.tables.split(',');
  const splits = mixedSplits({ ...values, tables, splits: values.test ? last : 1 });
  try {
    for (const name of names) copies.set(name, await builtWith(TRIALS[name]));
    for (const table of tables) {
      for (let seed = first; seed <= last; seed++) {
        const split = splits.get(`${table} ${values.test ? seed - 1 : 0}`);
        await runOn(table, seed, split, names, copies, done);
      }
    }
  } finally {
    for (const { folder } of copies.values()) rmSync(folder, { recursive: true, force: true });
  }
}

function keyOf({ table, seed, trial, classifier, part }) {
  return [table, seed, trial, classifier, part].join(' ');
}

/** The entries of classifiers in a build with the constants of a trial. */
async function builtWith({ native, shrinkage = 'present' }) {
  const { noise, ...constants } = { noise: 1, ...SHRINKAGE[shrinkage] };
  const order = 'trees/growing/level-order.js';
  /** @type {import('./patched-copy.mjs').Patch[]} */
  const patches = [
    ['classifiers/encoding/fit-category-encoder.js', 'MOST_FEW_LEVELS = 16;', `MOST_FEW_LEVELS = ${native};`],
    [order, '(2 / Math.PI)', `(${noise} * (2 / Math.PI))`],
  ];
  for (const [name, value] of Object.entries(constants)) {
    patches.push([order, new RegExp(`const ${name} = [\\d.]+;`), `const ${name} = ${value};`]);
  }
  const folder = patchedCopy(here('../dist'), patches);
  const { findClassifier } = await import(`${folder}/pipeline/find-classifier.js`);
  return { folder, findClassifier, native };
}

/** All trials and classifiers on one table with one seed; the folds are prepared once. */
async function runOn(table, seed, split, names, copies, done) {
  const part = values.test ? 'test' : 'training';
  const isDone = (trial, classifier) => done.has(keyOf({ table, seed, trial, classifier, part }));
  if (names.every((name) => Object.keys(CLASSIFIERS).every((classifier) => isDone(name, classifier)))) return;
  const { training, test } = await partsOf(
    table,
    values.mixed,
    split,
    values.test ? Number.POSITIVE_INFINITY : MOST_ROWS,
  );
  const classes = [...new Set(training.labels)].sort();
  const indices = (labels) => Int32Array.from(labels, (label) => classes.indexOf(label));
  const y = indices(training.labels);
  const folds = values.test ? [] : heldOutRows({ y }, FOLDS, new RandomStream(seed, 'folds'));
  const fits = values.test
    ? [prepared(training, test, y, indices(test.labels))]
    : folds.map((heldOut) => {
        const others = Int32Array.from(y.keys()).filter((row) => !heldOut.includes(row));
        const at = (rows) => Int32Array.from(rows, (row) => y[row]);
        return prepared(partAt(training, others), partAt(training, heldOut), at(others), at(heldOut));
      });
  for (const [classifier, { classifier: of, options }] of Object.entries(CLASSIFIERS)) {
    /** Scores by the columns that are split natively: trials that agree in these are the same. */
    const known = new Map();
    for (const trial of names.filter((name) => !isDone(name, classifier))) {
      const { native, findClassifier } = copies.get(trial);
      const same = `${TRIALS[trial].shrinkage} ${fits.map(({ levels }) => levels.map((count) => (native === 0 ? 'one-hot' : count <= native)))}`;
      const started = performance.now();
      if (!known.has(same)) {
        const entry = findClassifier(of);
        const predictions = [];
        for (const fit of fits)
          predictions.push(await predict(entry, { ...options, seed }, fit, native === 0, classes.length));
        known.set(same, scoresOf(predictions, fits, folds, classes, seed));
      }
      const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
      const record = { table, seed, trial, classifier, part, ...known.get(same), seconds };
      appendFileSync(out, `${JSON.stringify(record)}\n`);
      console.log(JSON.stringify(record));
    }
  }
}

/** Trees of all kinds take the same form of rows. */
function prepared(training, heldOut, y, heldOutY) {
  const { preparation, X } = prepareRows(training, 'target', { keepMissing: true, form: 'values' }, {});
  const { matrix } = preparation.prepare(heldOut.table, heldOut.rows, { keepMissing: true, form: 'values' });
  const levels = (X.categories ?? []).flatMap((count, column) => {
    if (count === null) return [];
    return [new Set(Array.from({ length: X.rows }, (_, row) => X.data[row * X.columns + column])).size];
  });
  return { X, y, heldOut: matrix, heldOutY, levels };
}

/** Probabilities of the held-out rows, 0 for classes that the fit did not have. */
async function predict(entry, options, { X, y, heldOut }, isOneHot, classes) {
  const { training, others } = isOneHot ? oneHotLevels(X, heldOut) : { training: X, others: heldOut };
  const classifier = entry.create(options);
  await classifier.fit(training, [...y], { validation: 'none' });
  const P = await classifier.predictProba(others);
  const data = new Float32Array(P.rows * classes);
  for (let row = 0; row < P.rows; row++) {
    classifier.classes.forEach((c, i) => {
      data[row * classes + c] = P.data[row * P.columns + i];
    });
  }
  return { data, rows: P.rows, columns: classes };
}
