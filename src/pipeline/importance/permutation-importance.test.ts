import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { type PermutationImportanceOptions, permutationImportance } from './permutation-importance.js';

const SLOPE = 2;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** y depends on x by a logistic model, on nothing else; `day` becomes several features. */
function tableOf(rows: number, seed: number) {
  const random = new RandomStream(seed, 'table');
  const x = Array.from({ length: rows }, () => random.normal());
  return tableFromColumns(
    new Map<string, (string | number)[]>([
      ['x', x],
      ['noise', x.map(() => random.normal())],
      ['day', x.map(() => new Date(Date.UTC(2020, 0, 1 + random.integer(700))).toISOString().slice(0, 10))],
      ['label', x.map((value) => (random.uniform() < sigmoid(SLOPE * value) ? 'yes' : 'no'))],
    ]),
  );
}

/** The importance of x in the true model: the mean increase of the loss if the probabilities are of other rows. */
function trueImportance(): number {
  const random = new RandomStream(7, 'truth');
  let sum = 0;
  const draws = 200_000;
  for (let i = 0; i < draws; i++) {
    const [own, other] = [random.normal(), random.normal()];
    const p = sigmoid(SLOPE * own);
    const loss = (x: number) => -p * Math.log(sigmoid(SLOPE * x)) - (1 - p) * Math.log(sigmoid(-SLOPE * x));
    sum += loss(other) - loss(own);
  }
  return sum / draws;
}

describe('permutationImportance', () => {
  let model: TableClassifier;
  beforeAll(async () => {
    ({ model } = await trainOnTable(tableOf(3000, 1), {
      target: 'label',
      classifier: 'logistic-regression',
    }));
  });

  it('says when the rows are too few, or of one class', async () => {
    const few = await permutationImportance(model, tableOf(8, 3));
    expect(few.notices.join()).toMatch(/importances of 8 rows are imprecise: give at least 20/);
    const one = await permutationImportance(model, tableOf(1, 3));
    expect(one.notices.join()).toMatch(/all rows are of "(yes|no)": with one class/);
  });

  it('is the increase of the log loss that the true model has, and about 0 for columns without effect', async () => {
    const { columns, rows } = await permutationImportance(model, tableOf(4000, 2), {
      maxRows: 4000,
      metric: 'log-loss',
    });
    expect(rows).toBe(4000);
    expect(columns.map(({ column }) => column).sort()).toEqual(['day', 'noise', 'x']);
    const [first, ...others] = columns;
    expect(first.column).toBe('x');
    const truth = trueImportance();
    expect(Math.abs(first.importance - truth)).toBeLessThan(4 * (first.standardError as number));
    expect(first.standardError).toBeLessThan(truth / 10);
    for (const { importance } of others) expect(Math.abs(importance)).toBeLessThan(0.02);
  });

  it('takes a sample that contains each class, the same for the same seed', async () => {
    const table = tableOf(500, 3);
    const sampled = await permutationImportance(model, table, { maxRows: 100, repeats: 1 });
    expect(sampled.rows).toBeLessThanOrEqual(100);
    expect(sampled.rows).toBeGreaterThanOrEqual(98);
    expect(await permutationImportance(model, table, { maxRows: 100, repeats: 1 })).toEqual(sampled);
    const other = await permutationImportance(model, table, { maxRows: 100, repeats: 1, seed: 1 });
    expect(other.score).not.toBe(sampled.score);
  });

  it('tells of rows of other classes, which are left out, and refuses what is no model or has no rows', async () => {
    const table = tableOf(60, 4);
    const labels = ['other', ...Array.from({ length: 59 }, (_, i) => ['yes', 'no'][i % 2])];
    const [label] = tableFromColumns([['label', labels]]).columns;
    const unknown = { ...table, columns: [...table.columns.slice(0, -1), label] };
    const found = await permutationImportance(model, unknown, { maxRows: 1, repeats: 1 });
    expect(found.rows).toBe(2);
    expect(found.notices).toEqual(['1 test row of a class that was not in training ("other"): left out']);
    expect((await permutationImportance(model, table, null as never)).notices).toEqual([]);
    const empty = tableFromColumns([['label', []]], 'none.csv');
    await expect(permutationImportance(model, empty)).rejects.toThrow('none.csv: the table has no rows');
    const noModel = permutationImportance({} as never, table);
    await expect(noModel).rejects.toThrow(InputError);
    await expect(noModel).rejects.toThrow('permutationImportance needs a model');
  });

  it.each([
    [{ repeats: 0 }, 'repeats is 0'],
    [{ maxRows: 1.5 }, 'maxRows is 1.5'],
    [{ rows: 5 }, 'no option "rows"'],
  ])('refuses %o', async (options, message) => {
    const call = permutationImportance(model, tableOf(50, 4), options as PermutationImportanceOptions);
    await expect(call).rejects.toThrow(InputError);
    await expect(call).rejects.toThrow(message);
  });
});
