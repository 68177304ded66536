/** Explanations of rows: efficiency, sampled against exact, remarks, models without training rows. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ClassifierName } from '../../classifiers/names.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { explainRows } from './explain-rows.js';

/** Fraud where the amount is large, more so on the web; `noise` says nothing. */
function rowsOf(rows: number, seed: number) {
  const random = new RandomStream(seed, 'fraud');
  const channels = ['shop', 'phone', 'web'];
  const amount = Array.from({ length: rows }, () => Math.round(1000 * random.uniform()));
  const channel = Array.from({ length: rows }, () => channels[random.integer(3)]);
  const noise = Array.from({ length: rows }, () => random.normal());
  const label = amount.map((value, row) => {
    const score = value / 200 + (channel[row] === 'web' ? 2 : 0) - 4.5;
    return random.uniform() < 1 / (1 + Math.exp(-2 * score)) ? 'fraud' : 'fine';
  });
  return tableFromColumns(Object.entries({ amount, channel, noise, label }));
}

const training = rowsOf(600, 1);
const fresh = rowsOf(12, 2);

async function modelOf(classifier: ClassifierName, options: { keepRows?: number } = {}) {
  const { model } = await trainOnTable(training, { target: 'label', classifier, ...options });
  return model;
}

const sums = ({ expected, columns }: { expected: number; columns: readonly { contribution: number }[] }) =>
  columns.reduce((sum, { contribution }) => sum + contribution, expected);

describe('explainRows', () => {
  let boosted: TableClassifier;
  let neighbours: TableClassifier;
  beforeAll(async () => {
    boosted = await modelOf('boosting');
    neighbours = await modelOf('knn');
  }, 60_000);

  it('adds up to the prediction, exactly and sampled', async () => {
    const exact = await explainRows(boosted, fresh);
    expect([exact.method, exact.scale]).toEqual(['exact', 'log-odds']);
    const sampled = await explainRows(neighbours, fresh);
    expect([sampled.method, sampled.scale]).toEqual(['sampled', 'probability']);
    for (const row of [...exact.rows, ...sampled.rows]) expect(sums(row)).toBeCloseTo(row.prediction, 9);
    for (const row of sampled.rows) expect(row.prediction).toBeCloseTo(row.probability, 6);
  });

  it('explains the positive class of two, or the one that is asked for', async () => {
    const rows = [0, 5];
    const found = await explainRows(boosted, fresh, { rows });
    expect(found.rows.map(({ row, label }) => [row, label])).toEqual([
      [0, boosted.provenance.positive],
      [5, boosted.provenance.positive],
    ]);
    const [of, other] = await Promise.all(
      ['fraud', 'fine'].map((label) => explainRows(boosted, fresh, { rows, label })),
    );
    of.rows.forEach(({ columns }, i) => {
      for (const { column, contribution } of columns) {
        const opposite = other.rows[i].columns.find((each) => each.column === column);
        expect(contribution).toBeCloseTo(-(opposite?.contribution ?? Number.NaN), 9);
      }
    });
  });

  it('names a column once, with its cell and what is unusual about it', async () => {
    const { rows } = await explainRows(
      boosted,
      tableFromColumns(Object.entries({ amount: [999, 3], channel: ['web', 'kiosk'], noise: [0, 0] })),
      { label: 'fraud' },
    );
    const of = (row: number, name: string) => rows[row].columns.find(({ column }) => column === name);
    expect(rows[0].columns.map(({ column }) => column).sort()).toEqual(['amount', 'channel', 'noise']);
    expect(rows[0].columns[0].column).toBe('amount');
    expect(of(0, 'amount')).toMatchObject({ value: '999', remark: 'high' });
    expect(of(1, 'amount')).toMatchObject({ value: '3', remark: 'low' });
    expect(of(0, 'channel')).toMatchObject({ value: 'web', remark: undefined });
    expect(of(1, 'channel')).toMatchObject({ value: 'kiosk', remark: 'new' });
    expect(of(0, 'amount')?.contribution).toBeGreaterThan(1);
    expect(of(1, 'amount')?.contribution).toBeLessThan(-1);
    expect(Math.abs(of(0, 'noise')?.contribution ?? 9)).toBeLessThan(0.5);
  });

  it('samples with an error that it states', async () => {
    const many = await explainRows(neighbours, fresh, { permutations: 800, seed: 7 });
    const few = await explainRows(neighbours, fresh, { permutations: 32 });
    let [within, all] = [0, 0];
    few.rows.forEach(({ columns }, i) => {
      for (const { column, contribution, standardError } of columns) {
        const truth = many.rows[i].columns.find((each) => each.column === column)?.contribution as number;
        const error = Math.hypot(standardError as number, 0.002);
        within += Math.abs(contribution - truth) < 2.5 * error ? 1 : 0;
        all++;
      }
    });
    expect(within / all).toBeGreaterThan(0.9);
  });

  it('explains a row alone as among others, with the same numbers each time and after loading', async () => {
    const all = await explainRows(neighbours, fresh);
    const loaded = await TableClassifier.fromBytes(neighbours.toBytes(), { name: 'model' });
    const one = await explainRows(loaded, fresh, { rows: [7] });
    expect(one.rows[0]).toEqual(all.rows[7]);
  });

  it('compares with drawn rows, and says so, if the model holds no training rows', async () => {
    const without = await modelOf('knn', { keepRows: 0 });
    expect(without.record?.rows).toBeUndefined();
    const { rows, notices } = await explainRows(without, fresh, { label: 'fraud' });
    expect(notices.join()).toMatch('holds no training rows');
    for (const row of rows) expect(sums(row)).toBeCloseTo(row.prediction, 9);
    const high = rows.filter((row) =>
      row.columns.some(({ column, remark }) => column === 'amount' && remark === 'high'),
    );
    for (const { columns } of high) {
      expect(columns.find(({ column }) => column === 'amount')?.contribution).toBeGreaterThan(0.1);
    }
  });

  it('gives columns that are not known beforehand the same share whatever their order', async () => {
    const table = tableFromColumns(Object.entries({ noise: [1], channel: ['web'], amount: [900] }));
    const other = tableFromColumns(Object.entries({ amount: [900], channel: ['web'], noise: [1] }));
    const [one, two] = await Promise.all([table, other].map((each) => explainRows(boosted, each)));
    expect(one.rows).toEqual(two.rows);
  });

  it.each([
    ['a row', { rows: [12] }, 'row 12 does not exist: the table has 12 rows'],
    ['a label', { label: 'theft' }, 'label: "theft" is not a class. Classes: "fine", "fraud"'],
    ['a method', { method: 'shap' }, 'method is "shap": choose'],
    ['a number of permutations', { permutations: 5 }, 'permutations is 5: give an even integer'],
  ])('refuses %s that there is not', async (_, options, message) => {
    await expect(explainRows(boosted, fresh, options as never)).rejects.toThrow(message);
  });

  it('refuses exact contributions of a classifier that has none', async () => {
    await expect(explainRows(neighbours, fresh, { method: 'exact' })).rejects.toThrow(
      new InputError('knn has no exact contributions: use the method sampled'),
    );
  });
});
