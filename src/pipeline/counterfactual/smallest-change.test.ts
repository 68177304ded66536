/** The smallest change that flips a decision: it does, stays within the training ranges, and touches only what may change. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { type Cell, tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { selectRows } from '../../tables/preparation/table-parts.js';
import { type Column, cellText } from '../../tables/table.js';
import { predictRows } from '../predict-rows.js';
import type { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { smallestChange } from './smallest-change.js';

const CHANNELS = ['phone', 'shop', 'web'];
const dayOf = (n: number) => new Date(Date.UTC(2020, 0, 1 + n)).toISOString().slice(0, 10);

/** Fraud with a large amount, on the web, late in the year; `id` and `note` say nothing. */
function rowsOf(rows: number, seed: number) {
  const random = new RandomStream(seed, 'counterfactual');
  const amount = Array.from({ length: rows }, () => random.integer(1000));
  const channel = amount.map(() => CHANNELS[random.integer(3)]);
  const days = amount.map(() => random.integer(300));
  const age = amount.map((): Cell => (random.uniform() < 0.1 ? null : 20 + random.integer(50)));
  const score = (row: number) => amount[row] / 100 + (channel[row] === 'web' ? 3 : 0) + days[row] / 100 - 9;
  const label = amount.map((_, row) =>
    random.uniform() < 1 / (1 + Math.exp(-3 * score(row))) ? 'fraud' : 'fine',
  );
  const id = amount.map((_, row) => `K${seed}-${100_000 + row * 7}`);
  return tableFromColumns(Object.entries({ id, amount, channel, day: days.map(dayOf), age, label }));
}

const training = rowsOf(500, 1);
const fresh = rowsOf(60, 2);
const cellsOf = (row: number) =>
  Object.fromEntries(
    fresh.columns.map((column: Column) => [column.name, cellText(fresh, column, row) ?? null]),
  );

describe('smallestChange', () => {
  let model: TableClassifier;
  beforeAll(async () => {
    ({ model } = await trainOnTable(training, {
      target: 'label',
      classifier: 'boosting',
      classifierOptions: { nEstimators: 30 },
    }));
  }, 60_000);

  it('gives a fraction with few digits, which flips too', async () => {
    const random = new RandomStream(5, 'fractions');
    const ratio = Array.from({ length: 300 }, () => random.normal() / 3);
    const label = ratio.map((x) => (random.uniform() < 1 / (1 + Math.exp(-12 * x)) ? 'yes' : 'no'));
    const table = tableFromColumns(Object.entries({ ratio, label }));
    const { model: linear } = await trainOnTable(table, {
      target: 'label',
      classifier: 'logistic-regression',
    });
    for (let row = 0; row < 20; row++) {
      const { change, label: before } = await smallestChange(linear, table, { row, vary: ['ratio'] });
      const to = Number(change?.cells[0].to);
      expect(String(to).replace(/^-?0?\.?0*/, '').length).toBeLessThanOrEqual(10);
      const [{ prediction }] = await predictRows(linear, [{ ratio: to }]);
      expect(prediction).not.toBe(before);
    }
  });

  it('flips the decision within the training ranges and changes only what may change', async () => {
    const names = ['amount', 'channel', 'day', 'age'];
    let flipped = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: fresh.rows - 1 }),
        fc.subarray(names, { minLength: 1 }),
        async (row, vary) => {
          const { label, change, of } = await smallestChange(model, fresh, { row, vary });
          if (change === undefined) return;
          flipped++;
          const cells = Object.fromEntries(change.cells.map(({ column, to }) => [column, to]));
          expect(vary).toEqual(expect.arrayContaining(Object.keys(cells)));
          const own = cellsOf(row);
          for (const { column, from, to } of change.cells) {
            expect(from ?? null).toBe(own[column]);
            expect(String(to)).not.toBe(own[column]);
          }
          const { id: _, ...before } = own;
          const numeric = Object.entries({ ...before, ...cells }).map(([name, cell]) => [
            name,
            cell !== null && ['amount', 'age'].includes(name) ? Number(cell) : cell,
          ]);
          const [{ prediction, probabilities }] = await predictRows(model, [Object.fromEntries(numeric)]);
          expect(prediction).toBe(change.label);
          expect(prediction).not.toBe(label);
          expect(probabilities[String(of)]).toBeCloseTo(change.probability, 6);
          const { amount = 0, age = 20, day = '2020-01-01', channel = 'web' } = cells;
          expect(Number.isInteger(amount) && Number(amount) >= 0 && Number(amount) < 1000).toBe(true);
          expect(Number.isInteger(age) && Number(age) >= 20 && Number(age) < 70).toBe(true);
          expect(CHANNELS).toContain(channel);
          expect(day).toMatch(/^2020-\d\d-\d\d$/);
          expect(change.distance).toBeGreaterThan(0);
        },
      ),
      { numRuns: 25, seed: 5 },
    );
    expect(flipped).toBeGreaterThan(5);
  });

  it('changes as little of a number as flips it', async () => {
    const rows = Array.from({ length: fresh.rows }, (_, row) => row);
    let tested = 0;
    for (const row of rows) {
      const { label, change } = await smallestChange(model, fresh, { row, vary: ['amount'] });
      if (change === undefined) continue;
      const [{ from, to }] = change.cells;
      const back = Number(to) + Math.sign(Number(from) - Number(to));
      if (back === Number(from)) continue;
      const table = {
        ...selectRows(fresh, Int32Array.of(row)),
        columns: selectRows(fresh, Int32Array.of(row)).columns.map(
          (column): Column =>
            column.name === 'amount'
              ? { kind: 'numeric', name: 'amount', values: Float64Array.of(back) }
              : column,
        ),
      };
      const again = await smallestChange(model, table, { vary: ['amount'] });
      expect(again.label).toBe(label);
      if (++tested === 3) break;
    }
    expect(tested).toBe(3);
  });

  it('says if nothing flips the decision, and looks for the class that is asked for', async () => {
    const sure = Array.from({ length: fresh.rows }, (_, row) => row).find(
      (row) => Number(cellsOf(row).amount) < 50 && cellsOf(row).channel === 'shop',
    ) as number;
    const none = await smallestChange(model, fresh, { row: sure, vary: ['age'] });
    expect([none.label, none.change]).toEqual(['fine', undefined]);
    const asked = await smallestChange(model, fresh, {
      row: sure,
      vary: ['amount', 'channel', 'day'],
      to: 'fraud',
    });
    expect(asked.change?.label).toBe('fraud');
    await expect(smallestChange(model, fresh, { row: sure, vary: ['age'], to: 'fine' })).rejects.toThrow(
      'to: the model already decides "fine"',
    );
  });

  it('starts from a missing cell too', async () => {
    const row = Array.from({ length: fresh.rows }, (_, each) => each).find(
      (each) => cellsOf(each).age === null,
    );
    const { change } = await smallestChange(model, fresh, { row, vary: ['age', 'amount', 'channel'] });
    expect(change?.cells.length).toBeGreaterThan(0);
  });

  it.each([
    [
      { vary: ['amont'] },
      'vary: column "amont" is not a column of the training table. Did you mean "amount"?',
    ],
    [{ vary: ['label'] }, 'vary: column "label" is the target'],
    [{ vary: ['id'] }, 'vary: column "id" is not used by the model'],
    [{ vary: [] }, 'vary is empty'],
    [{ vary: ['amount'], row: 60 }, 'row 60 does not exist'],
    [{ vary: ['amount'], to: 'theft' }, 'to: "theft" is not a class'],
  ])('refuses %j', async (options, message) => {
    await expect(smallestChange(model, fresh, options)).rejects.toThrow(message);
  });
});
