// The generated tables of rough-tables.mjs: auto on the table as it is; auto on features made by hand (dates, numbers and
// lists as the generator knows them, many levels encoded out of fold on the training rows); and scikit-learn's
// HistGradientBoosting on the hand-made columns, with native categories and a tuned threshold.
//   node bench/rough.mjs --python PYTHON [--tables deliveries,claims,machines] [--seeds 1-3] [--classifier auto]
// PYTHON has scikit-learn and pandas.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  probabilityReport,
  readTable,
  ThreadPool,
  tableFromColumns,
  trainOnTable,
  trainTestSplit,
} from '../dist/index.js';
import { selectRows } from '../dist/tables/preparation/table-parts.js';
import { roughTables, toCsv } from './rough-tables.mjs';

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    tables: { type: 'string', default: [...roughTables.keys()].join() },
    seeds: { type: 'string', default: '1-3' },
    classifier: { type: 'string', default: 'auto' },
  },
});
const [first, last] = values.seeds.split('-').map(Number);
const executor = new ThreadPool();
const folder = mkdtempSync(join(tmpdir(), 'rough-'));
const MANY_LEVELS = 20;
const SMOOTHING = 10;
const FOLDS = 5;

try {
  console.log('table       seed  on                 macro F1  average precision  log loss  seconds');
  for (const name of values.tables.split(',')) {
    const make = roughTables.get(name);
    if (make === undefined)
      throw new Error(`there is no table ${name}: ${[...roughTables.keys()].join(', ')}`);
    const { rough, clean } = make();
    writeFileSync(join(folder, 'rough.csv'), toCsv(rough));
    writeFileSync(join(folder, 'clean.csv'), toCsv(clean));
    const table = await readTable(join(folder, 'rough.csv'));
    for (let seed = first; seed <= (last ?? first); seed++) {
      const labels = rough.map((row) => String(row.target));
      const { train, test } = trainTestSplit(labels, { seed });
      const rarest = rarestOf(labels);
      const show = (/** @type {string} */ on, /** @type {Record<string, number>} */ scores) =>
        console.log(
          `${name.padEnd(11)} ${String(seed).padStart(4)}  ${on.padEnd(17)} ${scores.macroF1.toFixed(3).padStart(9)} ` +
            `${scores.averagePrecision.toFixed(3).padStart(18)} ${scores.logLoss.toFixed(3).padStart(9)} ` +
            `${scores.seconds?.toFixed(0).padStart(8) ?? ''}`,
        );
      show('the table', await ours(table, train, test, rarest, seed));
      show('hand-made', await ours(handMade(clean, train), train, test, rarest, seed));
      const input = { file: join(folder, 'clean.csv'), train: [...train], test: [...test], rarest };
      const script = fileURLToPath(new URL('rough_peer.py', import.meta.url));
      show(
        'scikit-learn',
        JSON.parse(execFileSync(values.python, [script], { input: JSON.stringify(input), encoding: 'utf8' })),
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Scores of the test rows. */
async function ours(table, train, test, rarest, seed) {
  const started = performance.now();
  const outcome = await trainOnTable(selectRows(table, train), {
    target: 'target',
    test: selectRows(table, test),
    classifier: /** @type {'auto'} */ (values.classifier),
    seed,
    executor,
  });
  const { classes } = outcome.model;
  const indices = (labels) => Int32Array.from(labels, (label) => classes.indexOf(label));
  const { y, predicted, probabilities } = outcome.test;
  const { macroF1, logLoss, perClass } = probabilityReport(
    probabilities,
    indices(y),
    indices(predicted),
    classes,
  );
  const { averagePrecision } = perClass[classes.indexOf(rarest)];
  return { macroF1, logLoss, averagePrecision, seconds: (performance.now() - started) / 1000 };
}

function rarestOf(labels) {
  const counts = new Map();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((least, each) => (each[1] < least[1] ? each : least))[0];
}

/** The clean rows as a table; columns of many levels as their count and the smoothed share of each class. */
function handMade(rows, train) {
  const labels = rows.map((row) => row.target);
  const classes = [...new Set(labels)].sort();
  const foldOf = new Map([...train].map((row, i) => [row, i % FOLDS]));
  const columns = new Map();
  for (const name of Object.keys(rows[0])) {
    const cells = rows.map((row) => row[name]);
    if (name === 'target' || new Set(cells).size <= MANY_LEVELS || typeof cells[0] === 'number') {
      columns.set(
        name,
        cells.map((cell) => (cell === '' ? null : cell)),
      );
      continue;
    }
    const tally = (fold) => {
      const counts = new Map();
      for (const row of train) {
        if (foldOf.get(row) === fold) continue;
        const own = counts.get(cells[row]) ?? classes.map(() => 0);
        own[classes.indexOf(labels[row])]++;
        counts.set(cells[row], own);
      }
      return counts;
    };
    const tallies = [...Array.from({ length: FOLDS }, (_, fold) => tally(fold)), tally(-1)];
    const share = classes.map(
      (label) => [...train].filter((row) => labels[row] === label).length / train.length,
    );
    const encoded = cells.map((cell, row) => {
      const own = tallies[foldOf.get(row) ?? FOLDS].get(cell) ?? classes.map(() => 0);
      const total = own.reduce((sum, n) => sum + n, 0);
      return [Math.log1p(total), ...own.map((n, c) => (n + SMOOTHING * share[c]) / (total + SMOOTHING))];
    });
    columns.set(
      `${name} rows`,
      encoded.map((each) => each[0]),
    );
    classes.slice(1).forEach((label, c) => {
      columns.set(
        `${name} ${label}`,
        encoded.map((each) => each[c + 2]),
      );
    });
  }
  return tableFromColumns(columns);
}
