// Whether out-of-fold scores flatter themselves: on tables whose columns say nothing of the class, the macro F1 that a
// training reports for its out-of-fold rows against that of fresh rows, with the default calibration and decision.
//   node research/noise.mjs --classifiers auto,qcl-ensemble,logistic-regression,xgboost,knn --tables 20
import { parseArgs } from 'node:util';
import { evaluateTable, ThreadPool, tableFromColumns, trainOnTable } from '../dist/index.js';
import { generator } from './generator.mjs';
import { mean, standardError } from './mean.mjs';

const { values } = parseArgs({
  options: {
    classifiers: { type: 'string', default: 'logistic-regression,knn,xgboost' },
    /** Of each kind. */
    tables: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    decision: { type: 'string', default: 'macro-f1' },
    options: { type: 'string', default: '{}' },
    jobs: { type: 'string', default: '2' },
  },
});

const ROWS = 200;
const FRESH_ROWS = 4000;
const COLUMNS = 5;
const KINDS = { balanced: [1 / 3, 1 / 3, 1 / 3], skewed: [0.7, 0.2, 0.1] };
const executor = new ThreadPool({ threads: Number(values.jobs) });

const classifiers = /** @type {import('../dist/index.js').ClassifierName[]} */ (
  values.classifiers.split(',')
);
for (const classifier of classifiers) {
  const all = [];
  for (const [kind, shares] of Object.entries(KINDS)) {
    const gaps = [];
    for (let seed = Number(values.first); seed < Number(values.first) + Number(values.tables); seed++) {
      const { model } = await trainOnTable(noise(ROWS, shares, seed), {
        target: 'label',
        test: noise(ROWS, shares, 1_000_000 + seed),
        classifier,
        classifierOptions: JSON.parse(values.options),
        decision: values.decision,
        seed,
        executor,
      });
      const fresh = await evaluateTable(model, noise(FRESH_ROWS, shares, 2_000_000 + seed), { executor });
      gaps.push((model.provenance.outOfFold?.macroF1 ?? Number.NaN) - fresh.report.metrics.macroF1);
    }
    all.push(...gaps);
    console.log(`${classifier} ${kind}: ${gap(gaps)}`);
  }
  console.log(`${classifier}: out of fold minus fresh ${gap(all)}`);
}

function gap(gaps) {
  return `${mean(gaps).toFixed(4)} (standard error ${standardError(gaps).toFixed(4)})`;
}

/**
 * @param {number} rows
 * @param {readonly number[]} shares
 * @param {number} seed
 */
function noise(rows, shares, seed) {
  const random = generator(seed);
  /** @type {(number | string)[][]} */
  const columns = Array.from({ length: COLUMNS }, () => []);
  /** @type {string[]} */
  const labels = [];
  for (let row = 0; row < rows; row++) {
    for (const column of columns) {
      column.push(Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
    }
    const drawn = random();
    labels.push(drawn < shares[0] ? 'a' : drawn < shares[0] + shares[1] ? 'b' : 'c');
  }
  const cells = new Map(columns.map((column, c) => [`x${c}`, column]));
  return tableFromColumns(cells.set('label', labels));
}
