// How often a floor with a confidence holds on new rows: models of fresh draws of a table like one of payments with 2 %
// frauds, each scored on a large table of the same kind.
//   node research/promise.mjs --classifier logistic-regression --draws 100 --decision 'recall>=0.6' --confidence 0.9
import { parseArgs } from 'node:util';
import { evaluateTable, ThreadPool, tableFromColumns, trainOnTable } from '../dist/index.js';
import { generator } from './generator.mjs';

const { values } = parseArgs({
  options: {
    classifier: { type: 'string', default: 'logistic-regression' },
    options: { type: 'string', default: '{}' },
    draws: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    rows: { type: 'string', default: '3000' },
    decision: { type: 'string', default: 'recall>=0.6' },
    confidence: { type: 'string', default: '0.9' },
    jobs: { type: 'string', default: '2' },
  },
});

const NAMES = ['amount', 'age', 'hour', 'day', 'week', 'distance', 'balance', 'ratio', 'score', 'limit'];
const FRESH_ROWS = 40_000;
const executor = new ThreadPool({ threads: Number(values.jobs) });
const [metric, least] = values.decision.split('>=');
const first = Number(values.first);
const draws = Number(values.draws);
let kept = 0;
let fitted = 0;
for (let draw = first; draw < first + draws; draw++) {
  const table = payments(Number(values.rows), draw);
  const { model, notices } = await trainOnTable(table, {
    target: 'fraud',
    test: payments(200, 1_000_000 + draw),
    classifier: /** @type {import('../dist/index.js').ClassifierName} */ (values.classifier),
    classifierOptions: JSON.parse(values.options),
    seed: draw,
    decision: values.decision,
    confidence: Number(values.confidence),
    executor,
  });
  if (notices.some((notice) => notice.startsWith('no decision keeps'))) continue;
  fitted++;
  const { report } = await evaluateTable(model, payments(FRESH_ROWS, 2_000_000 + draw), { executor });
  const { recall, precision } = report.perClass.find(({ label }) => label === 'yes');
  const reached = metric === 'recall' ? recall : precision;
  if (reached >= Number(least)) kept++;
  console.log(`draw ${draw}: ${metric} ${reached.toFixed(3)}; kept ${kept} of ${fitted}`);
}
console.log(
  `${values.classifier}: ${values.decision} at ${values.confidence} kept in ${kept} of ${fitted} draws`,
);

/** About 2 % frauds, which depend on some of ten columns, one of them by an interaction. */
function payments(rows, seed) {
  const random = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  /** @type {(number | string)[][]} */
  const columns = NAMES.map(() => []);
  /** @type {string[]} */
  const labels = [];
  for (let row = 0; row < rows; row++) {
    const x = NAMES.map(normal);
    const logit =
      -5.6 + 1.2 * x[0] + 0.9 * x[1] * (x[2] > 0 ? 1 : -0.3) + 0.8 * x[3] - 0.7 * x[4] + 0.6 * Math.abs(x[5]);
    x.forEach((value, c) => {
      columns[c].push(value);
    });
    labels.push(random() < 1 / (1 + Math.exp(-logit)) ? 'yes' : 'no');
  }
  const cells = new Map(NAMES.map((name, c) => [name, columns[c]]));
  return tableFromColumns(cells.set('fraud', labels));
}
