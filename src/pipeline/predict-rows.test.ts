import { beforeAll, describe, expect, it } from 'vitest';
import type { Alerts } from '../decision/alerts.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { InputError } from '../errors.js';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { readTable } from '../tables/reading/read-table.js';
import type { Table } from '../tables/table.js';
import { predictRows } from './predict-rows.js';
import { predictTable } from './predict-table.js';
import type { RowValue } from './rows-table.js';
import type { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';

type Row = Record<string, RowValue>;

const random = new RandomStream(3, 'rows');
const rows: Row[] = Array.from({ length: 120 }, (_, i) => ({
  amount: i % 11 === 0 ? null : random.normal() + (i % 3 === 0 ? 3 : 0),
  town: ['north', 'south', null][i % 3],
  day: `2026-01-0${1 + (i % 4)}T00:00:00.000Z`,
  paid: i % 5 < 2,
  unused: 7,
  fraud: i % 3 === 0 ? 'yes' : '__proto__',
}));
const tableOf = (all: readonly Row[]): Table =>
  tableFromColumns(Object.keys(rows[0]).map((name) => [name, all.map((row) => row[name] as Cell)]));
const good = { amount: 1, town: 'north', day: '2026-01-01T00:00:00.000Z', paid: true };
let model: TableClassifier;

beforeAll(async () => {
  ({ model } = await trainOnTable(tableOf(rows), { target: 'fraud', classifier: 'logistic-regression' }));
});

describe('predictRows', () => {
  it.each<[string, unknown[], string]>([
    // biome-ignore lint/suspicious/noSparseArray: what is tested
    ['a hole', [good, , good], 'rows[1] is undefined'],
    ['undefined', [good, good, undefined], 'rows[2] is undefined'],
    ['null', [null], 'rows[0] is null'],
    ['a number', [good, 7], 'rows[1] is 7'],
    ['a symbol', [Symbol('x')], 'rows[0] is Symbol(x)'],
    ['an array', [good, [1]], 'rows[1] is an array'],
    ['a function', [() => good], 'rows[0] is a function'],
  ])('refuses %s as a row, with its index', async (_, wrong, message) => {
    const predicted = predictRows(model, wrong as Row[]);
    await expect(predicted).rejects.toThrow(InputError);
    await expect(predicted).rejects.toThrow(`${message}: give an object with a value for each column`);
  });

  it('predicts as predictTable does', async () => {
    const { labels, probabilities } = await predictTable(model, tableOf(rows));
    const predicted = await predictRows(model, rows);
    expect(predicted.map(({ prediction }) => prediction)).toEqual(labels);
    expect(
      predicted.flatMap((row) => model.classes.map((label) => row.probabilities[String(label)])),
    ).toEqual(Array.from(probabilities.data));
    expect(new Set(labels).size).toBe(2);
  });

  it('gives calibrated probabilities and decided labels', async () => {
    const { model } = await trainOnTable(tableOf(rows), {
      target: 'fraud',
      classifier: 'logistic-regression',
      prior: 'yes=0.9',
      decision: 'alerts=50%',
      positive: 'yes',
    });
    const predicted = await predictRows(model, rows);
    const uncalibrated = await model.classifier.predictProba(model.prepare(tableOf(rows)).matrix);
    const found = predicted.flatMap(({ probabilities }) =>
      model.classes.map((c) => probabilities[String(c)]),
    );
    expect(found).toEqual(Array.from(model.calibrated(uncalibrated).data));
    expect(found).not.toEqual(Array.from(uncalibrated.data));
    // By the threshold for single rows: the rows of a call are not a table.
    const { threshold } = model.decision as Alerts;
    expect(predicted.map(({ prediction }) => prediction)).toEqual(
      predicted.map(({ probabilities }) => (probabilities.yes >= threshold ? 'yes' : '__proto__')),
    );
  });

  it('gives each row its probabilities by label, whatever the label', async () => {
    const [{ prediction, probabilities }] = await predictRows(model, [good]);
    expect(Object.keys(probabilities).sort()).toEqual(['__proto__', 'yes']);
    expect(Object.getPrototypeOf(probabilities)).toBe(null);
    expect(model.classes).toContain(prediction);
    expect(Object.values(probabilities).reduce((sum, p) => sum + p)).toBeCloseTo(1);
  });

  it('takes a Date as its ISO text, a number as text, and null, undefined and NaN as missing', async () => {
    const [text, date, ...missing] = await predictRows(model, [
      good,
      { ...good, day: new Date(Date.UTC(2026, 0, 1)), amount: '1' },
      { ...good, amount: null },
      { ...good, amount: undefined },
      { ...good, amount: Number.NaN },
    ]);
    expect(date).toEqual(text);
    expect(missing[0]).not.toEqual(text);
    expect(missing[1]).toEqual(missing[0]);
    expect(missing[2]).toEqual(missing[0]);
  });

  it('takes a Date for a time that training has as an epoch', async () => {
    const seconds = Date.UTC(2026, 0, 1) / 1000;
    const table = tableFromColumns([
      ['created_at', rows.map((_, i) => seconds + 86_400 * (i % 60))],
      ['fraud', rows.map((_, i) => (i % 60 < 30 ? 'yes' : 'no'))],
    ]);
    const { model } = await trainOnTable(table, { target: 'fraud', classifier: 'logistic-regression' });
    const [number, date, text] = await predictRows(model, [
      { created_at: seconds + 86_400 },
      { created_at: new Date((seconds + 86_400) * 1000) },
      { created_at: '2026-01-02' },
    ]);
    expect(date).toEqual(number);
    expect(text).toEqual(number);
    expect(number.prediction).toBe('yes');
    await expect(predictRows(model, [{ created_at: 'in May' }])).rejects.toThrow(
      /"created_at" must hold dates/,
    );
  });

  it('reads numbers in the format of the training, as a CSV file is read', async () => {
    const csv = (text: string) => readTable(new TextEncoder().encode(text), { format: 'csv' });
    const euros = (i: number) => `${1 + (i % 4)}.${100 + i},50`;
    const lines = rows.map((_, i) => `${euros(i)};${i % 4 < 2 ? 'yes' : 'no'}\n`);
    const { model } = await trainOnTable(await csv(`preis;fraud\n${lines.join('')}`), {
      target: 'fraud',
      classifier: 'logistic-regression',
    });
    const cells = ['3.000', '2.999', '300'];
    const { labels, probabilities } = await predictTable(model, await csv(`preis\n${cells.join('\n')}\n`));
    const predicted = await predictRows(
      model,
      cells.map((preis) => ({ preis })),
    );
    expect(predicted.map(({ prediction }) => prediction)).toEqual(labels);
    expect(predicted.flatMap((row) => model.classes.map((each) => row.probabilities[String(each)]))).toEqual(
      Array.from(probabilities.data),
    );
    expect(await predictRows(model, [{ preis: 3000 }])).toEqual([predicted[0]]);

    // A number is the same number beside texts, with a comma or with a point.
    const [alone] = await predictRows(model, [{ preis: 2000.125 }]);
    const besides = ['5,99', '2.999', '1.5'];
    for (const preis of besides) {
      expect((await predictRows(model, [{ preis: 2000.125 }, { preis }]))[0]).toEqual(alone);
    }
  });

  it('needs neither the target nor dropped columns, and has nothing to do without rows', async () => {
    const more = { ...good, unused: 'any', fraud: 'yes' };
    const [short, long] = await predictRows(model, [good, more]);
    expect(long).toEqual(short);
    expect(await predictRows(model, [])).toEqual([]);
  });

  it('reports values that training has not seen', async () => {
    const notices: string[] = [];
    await predictRows(model, [{ ...good, town: 'west' }], { onNotice: (notice) => notices.push(notice) });
    expect(notices).toEqual([expect.stringMatching(/"town".*not seen in training.*"west"/)]);
  });

  const { town: _, ...withoutTown } = good;
  it.each<[string, unknown, RegExp]>([
    ['a missing column', withoutTown, /^rows\[1\] has no key "town": give its value, or null/],
    ['a key of the prototype only', Object.create(good), /^rows\[1\] has no key "amount"/],
    ['a misspelled key', { ...good, amuont: 1 }, /^rows\[1\] has the key "amuont".*Did you mean "amount"\?/],
    [
      'text in a numeric column',
      { ...good, amount: 'much' },
      /^rows\[1\], key "amount": "much" is not a number/,
    ],
    ['a date in a numeric column', { ...good, amount: new Date(0) }, /^rows\[1\], key "amount": 1970-01-01T/],
    [
      'a boolean in a numeric column',
      { ...good, amount: true },
      /^rows\[1\], key "amount": true is not a number/,
    ],
    [
      'an infinite number',
      { ...good, amount: -Infinity },
      /^rows\[1\], key "amount": -Infinity is not finite/,
    ],
    ['an object', { ...good, town: {} }, /^rows\[1\], key "town": an object is not a value/],
    ['an array', { ...good, town: ['north'] }, /^rows\[1\], key "town": an array is not a value/],
    ['a bigint', { ...good, amount: 1n }, /^rows\[1\], key "amount": 1 is not a value of a table/],
    [
      'an invalid date',
      { ...good, day: new Date('x') },
      /^rows\[1\], key "day": an invalid Date is not a value/,
    ],
    ['null for a row', null, /^rows\[1\] is null: give an object/],
    ['an array for a row', [1, 2], /^rows\[1\] is an array: give an object/],
    ['a text for a row', 'north', /^rows\[1\] is "north": give an object/],
  ])('refuses %s by row and key', async (_what, row, message) => {
    const predicted = predictRows(model, [good, row as Row]);
    await expect(predicted).rejects.toThrow(InputError);
    await expect(predicted).rejects.toThrow(message);
  });

  it('takes an array in a column of lists', async () => {
    const tags = Array.from({ length: 60 }, (_, i) => JSON.stringify(i % 2 === 0 ? ['a', 'b, c'] : ['d']));
    const lists = tableFromColumns([
      ['tags', tags],
      ['y', tags.map((_, i) => i % 2)],
    ]);
    const { model: trained } = await trainOnTable(lists, { target: 'y', classifier: 'logistic-regression' });
    const [array, text] = await predictRows(trained, [{ tags: ['b, c', 'a'] }, { tags: tags[0] }]);
    expect(array).toEqual(text);
    expect(array.probabilities[0]).toBeGreaterThan(0.7);
    await expect(predictRows(trained, [{ tags: [['a']] as never }])).rejects.toThrow(
      'rows[0], key "tags": an array with nested values',
    );
  });

  it('refuses what is not an array', async () => {
    await expect(predictRows(model, good as never)).rejects.toThrow(/array of rows/);
  });
});
