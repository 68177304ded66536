/** What is found in tables that moved in known ways. */
import { beforeAll, describe, expect, it } from 'vitest';
import { monitoredTable } from '../../../test/support/monitored-tables.js';
import { InputError } from '../../errors.js';
import { adaptPrior } from '../adapt-prior.js';
import { predictTable } from '../predict-table.js';
import { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import type { DriftReport } from './drift.js';
import { watchTable } from './watch-table.js';

let model: TableClassifier;

beforeAll(async () => {
  const options = { target: 'label', classifier: 'logistic-regression' } as const;
  ({ model } = await trainOnTable(monitoredTable(1500, 1), options));
}, 60_000);

const ofColumn = ({ columns }: DriftReport, name: string) =>
  columns.find(({ column }) => column === name) as DriftReport['columns'][number];

describe('watchTable', () => {
  it('finds nothing in rows like those of training', async () => {
    const found = await watchTable(model, monitoredTable(800, 2, { unlabelled: true }));
    expect(found).toMatchObject({ verdict: 'none', reasons: [], reference: 'training', newColumns: [] });
    expect(found.columns.map(({ column }) => column).sort()).toEqual(['age', 'amount', 'channel', 'date']);
    expect(found.scoresBefore).toBe('out-of-fold predictions');
    expect(found.labelled).toBeUndefined();
    for (const { bins } of [...found.columns, ...found.scores]) {
      for (const side of ['before', 'now'] as const) {
        expect(bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(1, 9);
      }
    }
  });

  it('names the columns that moved, new categories and missing cells', async () => {
    const found = await watchTable(
      model,
      monitoredTable(800, 3, { amount: 30, newChannel: 0.2, missingAge: 0.3 }),
    );
    expect(found.verdict).toBe('strong');
    for (const name of ['amount', 'channel', 'age']) expect(ofColumn(found, name).level).not.toBe('none');
    expect(ofColumn(found, 'channel').unseen?.categories).toEqual(['kiosk']);
    expect(ofColumn(found, 'channel').bins.find(({ label }) => label === 'kiosk')).toMatchObject({
      before: 0,
    });
    expect(ofColumn(found, 'age').missing.now).toBeCloseTo(0.3, 1);
    expect(ofColumn(found, 'age').bins.at(-1)?.label).toBe('(missing)');
    expect(ofColumn(found, 'amount').outside?.above).toBeGreaterThan(0);
    expect(found.alerts?.level).toBe('strong');
    expect(found.classifierTest?.level).toBe('strong');
    expect(found.classifierTest?.columns.map(({ column }) => column)).toContain('amount');
    expect(found.labelled?.before?.scores.length).toBe(found.labelled?.now.scores.length);
  });

  it('lets dates move on unless they count', async () => {
    const later = monitoredTable(800, 4, { day: 60 });
    const found = await watchTable(model, later);
    expect(found.classifierTest?.area).toBeLessThan(0.6);
    expect(found.reasons.join()).not.toMatch(/date|classifier/);
    expect(ofColumn(found, 'date')).toMatchObject({
      counts: false,
      level: 'none',
      outside: { below: 0, above: 800 },
    });
    expect(found.notices.join()).toMatch(/"date": dates move on by themselves/);
    const counted = await watchTable(model, later, { dates: true });
    expect(counted.verdict).toBe('strong');
    expect(counted.classifierTest?.area).toBeGreaterThan(0.99);
  });

  it('needs a large change: many rows alone are none', async () => {
    const found = await watchTable(model, monitoredTable(5000, 5, { amount: 4 }));
    expect(ofColumn(found, 'amount')).toMatchObject({ level: 'none' });
    expect(ofColumn(found, 'amount').adjustedP).toBeLessThan(0.01);
  });

  it('compares with another table, also for a model that keeps nothing', async () => {
    const bare = new TableClassifier({ ...model, record: undefined });
    const [may, june] = [monitoredTable(600, 6), monitoredTable(600, 7, { amount: 40 })];
    await expect(watchTable(bare, june)).rejects.toThrow(
      /saved before version 0.2.0. Give the training table/,
    );
    const found = await watchTable(bare, june, { reference: may });
    expect(found).toMatchObject({ verdict: 'strong', reference: 'table', scoresBefore: 'reference table' });
    expect((await watchTable(bare, may, { reference: monitoredTable(600, 8) })).verdict).toBe('none');
    // Predictions for rows that it was trained on would be too good.
    const training = await watchTable(model, june, { reference: monitoredTable(1500, 1) });
    expect(training.scoresBefore).toBe('out-of-fold predictions');
  });

  it('gives no verdict on a few rows, and refuses tables that cannot be compared', async () => {
    const one = await watchTable(model, monitoredTable(1, 9, { amount: 1000 }));
    expect(one).toMatchObject({ verdict: 'unknown', reasons: [] });
    expect(one.notices.join()).toMatch(/fewer than 20 rows on one side/);
    await expect(watchTable(model, monitoredTable(0, 9))).rejects.toThrow(
      /new.csv: there are no rows to compare/,
    );
    const table = monitoredTable(50, 9);
    const without = { ...table, columns: table.columns.filter(({ name }) => name !== 'amount') };
    await expect(watchTable(model, without)).rejects.toThrow(/"amount"/);
    await expect(watchTable(model, table, { alpha: 2 })).rejects.toThrow(InputError);
  });
});

describe('adaptPrior', () => {
  it('corrects the probabilities to the class shares of the table', async () => {
    const rare = monitoredTable(2000, 10, { fraud: 0.05 });
    const { model: adapted, classes, notices } = await adaptPrior(model, rare);
    const fraud = classes.find(({ label }) => label === 'fraud');
    expect(fraud?.trained).toBeCloseTo(0.2, 1);
    expect(fraud?.estimated).toBeGreaterThan(0.02);
    expect(fraud?.estimated).toBeLessThan(0.08);
    expect(notices[0]).toMatch(/"fraud" [\d.]+ % in training, [\d.]+ % here \(95 % interval/);
    const c = model.classes.indexOf('fraud');
    const { probabilities } = await predictTable(adapted, rare);
    const mean = probabilities.data.reduce((sum, p, at) => (at % 2 === c ? sum + p : sum), 0) / rare.rows;
    expect(mean).toBeCloseTo(fraud?.estimated as number, 3);
    // A saved model keeps the correction, and a second one starts from the first.
    const again = await TableClassifier.fromBytes(adapted.toBytes(), { name: 'adapted' });
    expect((await predictTable(again, rare)).probabilities.data).toEqual(probabilities.data);
    const twice = await adaptPrior(adapted, rare);
    expect(twice.classes[c].trained).toBeCloseTo(twice.classes[c].estimated, 2);
    expect(twice.model).toBe(adapted);
  });

  it('warns of few rows', async () => {
    const { notices } = await adaptPrior(model, monitoredTable(30, 11));
    expect(notices[1]).toMatch(/^warning: class shares estimated from 30 rows are imprecise/);
  });
});
