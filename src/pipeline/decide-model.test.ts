import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { tableFromColumns } from '../tables/preparation/table-from-columns.js';
import type { Table } from '../tables/table.js';
import { decideModel } from './decide-model.js';
import { evaluateTable } from './evaluate-table.js';
import { outOfFoldReport } from './out-of-fold-metrics.js';
import { predictTable } from './predict-table.js';
import { TableClassifier } from './table-classifier.js';
import { trainOnTable } from './train-on-table.js';

/** One row in twelve is `yes`, and hard to tell from the others. */
function rareTable(rows: number): Table {
  const rare = (row: number) => row % 12 === 5;
  const noise = (row: number, seed: number) => (((row * 7919 + seed) * 104_729) % 1000) / 500 - 1;
  const index = Array.from({ length: rows }, (_, row) => row);
  return tableFromColumns([
    ['a', index.map((row) => noise(row, 1) + (rare(row) ? 0.8 : 0))],
    ['b', index.map((row) => noise(row, 2) - (rare(row) ? 0.6 : 0))],
    ['y', index.map((row) => (rare(row) ? 'yes' : 'no'))],
  ]);
}

const table = rareTable(360);
let model: TableClassifier;

beforeAll(async () => {
  const options = { epochs: 5, partitions: 1, folds: 3 };
  const outcome = await trainOnTable(table, {
    target: 'y',
    classifier: 'qcl-ensemble',
    classifierOptions: options,
  });
  ({ model } = outcome);
});

const recallOf = (decided: TableClassifier) =>
  outOfFoldReport(decided)?.perClass.find(({ label }) => label === 'yes')?.recall ?? 0;

describe('decideModel', () => {
  it('tunes the decision on the out-of-fold predictions: its macro F1 on them does not fall', () => {
    const tuned = decideModel(model, { decision: 'macro-f1' });
    const macroF1 = (each: TableClassifier) => outOfFoldReport(each)?.metrics.macroF1 as number;
    expect(macroF1(tuned)).toBeGreaterThanOrEqual(macroF1(model));
    expect(tuned.classifier).toBe(model.classifier);
  });

  it('keeps a floor of recall, and saves it with the model', async () => {
    const said: string[] = [];
    const onNotice = (notice: string) => said.push(notice);
    const careful = decideModel(model, { decision: 'recall>=0.9', onNotice });
    expect(recallOf(careful)).toBeGreaterThanOrEqual(0.9);
    const report = outOfFoldReport(careful);
    const yes = report?.labels.indexOf('yes') ?? -1;
    const flagged = report?.confusion.reduce((sum, row) => sum + row[yes], 0);
    expect(said).toEqual([`of 288 out-of-fold rows, the saved threshold flags ${flagged} as "yes"`]);
    const loaded = await TableClassifier.fromBytes(careful.toBytes(), { name: 'careful' });
    expect((await predictTable(loaded, table)).labels).toEqual((await predictTable(careful, table)).labels);
    const again = decideModel(careful, {});
    expect((await predictTable(again, table)).labels).toEqual((await predictTable(model, table)).labels);
    // The scores on the test rows were those of the other decision.
    expect(again.provenance.test).toBeUndefined();
    expect(again.provenance.outOfFold).toEqual(model.provenance.outOfFold);
  });

  it('says why a floor cannot be promised', () => {
    const promise = () => decideModel(model, { decision: 'recall>=0.999', confidence: 0.99 });
    expect(promise).toThrow(InputError);
    expect(promise).toThrow(/no decision keeps the floor: recall >= 0.999 of "yes" with confidence 0.99/);
  });

  it('raises as many alerts as asked for, for all rows of a table', async () => {
    const { labels } = await predictTable(decideModel(model, { decision: 'alerts=17' }), table);
    expect(labels.filter((label) => label === 'yes')).toHaveLength(17);
  });

  it('hands rows to review where that costs least, and scores the others', async () => {
    const careful = decideModel(model, { decision: 'cost', costs: 'yes:no=20,no:yes=5,*:review=1' });
    const { labels } = await predictTable(careful, table);
    const reviewed = labels.filter((label) => label === 'review').length;
    expect(reviewed).toBeGreaterThan(0);
    const { report, notices } = await evaluateTable(careful, table);
    expect(notices).toContain(`${reviewed} of 360 rows are handed to review and not scored`);
    expect(report.perClass.reduce((sum, { support }) => sum + support, 0)).toBe(360 - reviewed);
  });

  it('keeps what alerts and costs take on the out-of-fold rows', async () => {
    const alerting = decideModel(model, { decision: 'alerts=5%' });
    expect(alerting.provenance.outOfFold?.capacity).toEqual({ rows: 288, alerts: 14 });
    const costs = 'yes:no=20,no:yes=5,*:review=1';
    const careful = decideModel(model, { decision: 'cost', costs });
    const loaded = await TableClassifier.fromBytes(careful.toBytes(), { name: 'careful' });
    const capacity = loaded.provenance.outOfFold?.capacity;
    expect(capacity).toEqual(careful.provenance.outOfFold?.capacity);
    const { rows = 0, reviewed = 0, costPerRow = 0, cheapest } = capacity ?? {};
    expect(reviewed).toBeGreaterThan(0);
    expect(costPerRow).toBeGreaterThanOrEqual(reviewed / rows);
    const yes = model.provenance.classes.find(({ label }) => label === 'yes')?.trainingRows ?? 0;
    // Always "no" costs 20 for each "yes", always "yes" 5 for each "no".
    const always = { no: (20 * yes) / rows, yes: (5 * (rows - yes)) / rows };
    const label = always.yes < always.no ? 'yes' : 'no';
    expect(cheapest).toEqual({ label, costPerRow: expect.closeTo(always[label], 9) });
    expect(decideModel(model, { decision: 'f1' }).provenance.outOfFold?.capacity).toBeUndefined();
  });

  it.each([
    [{ decision: 'macrof1' }, /Did you mean "macro-f1"/],
    [{ decision: 'cost' }, /needs costs/],
    [{ decision: 'f1', positive: 'yess' }, /"yess" is not a class. Did you mean "yes"/],
    [{ decision: 'f1', confidence: 0.9 }, /confidence needs a decision with a floor/],
  ])('refuses %j', (options, message) => {
    expect(() => decideModel(model, options)).toThrow(message);
  });

  it('refuses a model without out-of-fold predictions, but for argmax', async () => {
    const { model: tree } = await trainOnTable(table, {
      target: 'y',
      classifier: 'decision-tree',
      calibration: 'none',
      decision: 'argmax',
    });
    expect(() => decideModel(tree, { decision: 'macro-f1' })).toThrow(/has no out-of-fold predictions/);
    for (const options of [{ calibration: 'platt' }, { prior: 'yes=0.01' }]) {
      expect(() => decideModel(tree, { decision: 'argmax', ...options })).toThrow(/has no out-of-fold/);
    }
    const decided = decideModel(tree, { decision: 'argmax' });
    expect((await predictTable(decided, table)).labels).toEqual((await predictTable(tree, table)).labels);
    expect(decided.decision.describe(decided.classes)).toBe(tree.decision.describe(tree.classes));
    expect(decided.provenance.test).toBeUndefined();
  });
});
