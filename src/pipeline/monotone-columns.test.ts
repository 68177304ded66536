import { expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { trainOnTable } from './train-on-table.js';

function payments() {
  const random = new RandomStream(1, 'payments');
  const amount = Array.from({ length: 300 }, () => 100 * random.uniform());
  return tableFromColumns([
    ['constant', amount.map(() => 1)],
    ['kind', amount.map((_, row) => ['card', 'cash', 'wire'][row % 3])],
    ['amount', amount],
    ['fraud', amount.map((value) => (value + 40 * random.normal() > 80 ? 'yes' : 'no'))],
  ]);
}

const train = (monotone: string[]) =>
  trainOnTable(payments(), {
    target: 'fraud',
    classifier: 'boosting',
    classifierOptions: { nEstimators: 30, learningRate: 0.2, monotone },
    calibration: 'none',
    decision: 'argmax',
  });

it('constrains columns of the table by their names, of which a dropped one needs no constraint', async () => {
  const { model, notices } = await train(['amount:+1', 'constant:-1']);
  expect(notices).toContain('monotone: the probability of "yes" rises with "amount"');
  const steps = 50;
  const amount = Array.from({ length: steps }, (_, i) => 2 * i);
  const table = tableFromColumns([
    ['constant', amount.map(() => 1)],
    ['kind', amount.map(() => 'cash')],
    ['amount', amount],
  ]);
  const { matrix } = model.preparation.prepare(table, undefined, { form: 'values', keepMissing: true });
  const P = await model.classifier.predictProba(matrix);
  const risks = amount.map((_, i) => P.data[2 * i + 1]);
  expect(risks.every((risk, i) => i === 0 || risk >= risks[i - 1])).toBe(true);
  expect(risks[steps - 1]).toBeGreaterThan(risks[0] + 0.2);
});

it('refuses columns that the table does not have, and columns of categories', async () => {
  await expect(train(['amout:+1'])).rejects.toThrow(/"amout".*Did you mean "amount"/);
  await expect(train(['kind:+1'])).rejects.toThrow(/"kind".*categories/);
});
