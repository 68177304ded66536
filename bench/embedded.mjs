// npm run bench:embedded: the results on the embedded data in docs/paper.md. QCL-MixNet on the embedded data over ten seeds
// (each with its own split): both protocols, the honest one also on all training rows without choosing a
// checkpoint (the gain of `paper` beyond that is the leak alone), and without each part. As in the paper, classes are the
// most probable ones, and nothing is calibrated.
import Table from 'cli-table3';
import { trainOnTable } from '../dist/index.js';
import { balanceScale } from '../dist/paper/index.js';

const SEEDS = 10;
const VALIDATION = { validationFraction: 0.2 };
const ALL_ROWS = { validationFraction: 0 };
/** @type {[name: string, protocol: 'honest' | 'paper', options: import('../dist/index.js').QclMixNetOptions][]} */
const variants = [
  ['honest', 'honest', VALIDATION],
  ['honest, all training rows, last epoch', 'honest', ALL_ROWS],
  ['paper (chosen on the test rows)', 'paper', {}],
  ['honest', 'honest', { ...VALIDATION, without: ['quantum'] }],
  ['honest', 'honest', { ...VALIDATION, without: ['mixup'] }],
  ['honest', 'honest', { ...VALIDATION, without: ['attention'] }],
];

const summary = (list) => {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const deviation = Math.sqrt(list.reduce((a, b) => a + (b - mean) ** 2, 0) / (list.length - 1));
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
};

const table = new Table({
  head: ['protocol', 'without', 'macro F1', 'balanced accuracy', 'recall of B', 'precision of B', 'seconds'],
  style: { head: [], border: [] },
});
for (const [name, protocol, classifierOptions] of variants) {
  const runs = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    runs.push(
      await trainOnTable(balanceScale(), {
        target: 'target',
        classifier: 'qcl-mixnet',
        protocol,
        seed,
        classifierOptions,
        calibration: 'none',
        decision: 'argmax',
      }),
    );
  }
  const of = (value) => summary(runs.map(value));
  const rare = ({ report }) => report.perClass.find(({ label }) => label === 'B');
  table.push([
    name,
    classifierOptions.without?.join() ?? '-',
    of(({ report }) => report.metrics.macroF1),
    of(({ report }) => report.metrics.balancedAccuracy),
    of((run) => rare(run).recall),
    of((run) => rare(run).precision),
    of(({ seconds }) => seconds),
  ]);
}
console.log(`balance_scale, mean ± standard deviation over ${SEEDS} seeds`);
console.log(table.toString());
