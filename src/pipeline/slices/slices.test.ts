import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { decideModel } from '../decide-model.js';
import { evaluateTable } from '../evaluate-table.js';
import { predictTable } from '../predict-table.js';
import type { TableClassifier } from '../table-classifier.js';
import { trainOnTable } from '../train-on-table.js';
import { slices } from './slices.js';

const REGIONS = ['north', 'south', 'west'];

/** y depends on x alone; the model never sees `region`; the weights are 1 and 2. */
function tableOf(rows: number, seed: number, more: [string, (string | number)[]][] = []) {
  const random = new RandomStream(seed, 'sliced table');
  const x = Array.from({ length: rows }, () => random.normal());
  return tableFromColumns(
    new Map<string, (string | number)[]>([
      ['x', x],
      ['region', x.map(() => REGIONS[random.integer(3)])],
      ['w', x.map((_, i) => 1 + (i % 2))],
      ['label', x.map((value) => (random.uniform() < 1 / (1 + Math.exp(1.5 - 2 * value)) ? 'yes' : 'no'))],
      ...more,
    ]),
  );
}

const train = {
  target: 'label',
  classifier: 'logistic-regression',
  overrides: { drop: ['region'] },
} as const;

describe('slices', () => {
  const table = tableOf(240, 2);
  let model: TableClassifier;
  beforeAll(async () => {
    ({ model } = await trainOnTable(tableOf(400, 1), { ...train, overrides: { drop: ['region', 'w'] } }));
  });

  it('counts what a count by hand counts, and its rows are those of the table', async () => {
    const { columns, overall, positive, metric, worst } = await slices(model, table, { by: 'region' });
    expect([positive, metric.name, worst]).toEqual(['yes', 'macro-f1', undefined]);
    const { labels, probabilities } = await predictTable(model, table);
    const { scores } = await evaluateTable(model, table);
    expect(overall.aim.score).toBeCloseTo(scores.report.metrics.macroF1, 12);
    const text = (name: string) => {
      const column = table.columns.find((each) => each.name === name);
      if (column?.kind !== 'text') throw new Error(`${name} is no text`);
      return Array.from(column.codes, (code) => column.dictionary[code]);
    };
    const [region, truth] = [text('region'), text('label')];
    for (const { name, rows, recall, falsePositiveRate, precision, meanRisk, eventRate } of columns[0]
      .slices) {
      const own = [...region.keys()].filter((i) => region[i] === name);
      const count = (of: (i: number) => boolean) => own.filter(of).length;
      const [events, alerts] = [count((i) => truth[i] === 'yes'), count((i) => labels[i] === 'yes')];
      const caught = count((i) => truth[i] === 'yes' && labels[i] === 'yes');
      expect(rows).toBe(own.length);
      expect(recall.score).toBe(caught / events);
      expect(precision.score).toBe(caught / alerts);
      expect(falsePositiveRate.score).toBe((alerts - caught) / (rows - events));
      expect(eventRate.score).toBe(events / rows);
      const yes = model.classes.indexOf('yes');
      const risks = own.map((i) => probabilities.data[i * 2 + yes]);
      expect(meanRisk).toBeCloseTo(risks.reduce((sum, p) => sum + p, 0) / rows, 10);
    }
    expect(columns[0].slices.reduce((sum, { rows }) => sum + rows, 0)).toBe(240);
  });

  it('scores by the metric that the decision is tuned for', async () => {
    const { metric, overall } = await slices(decideModel(model, { decision: 'mcc' }), table, {
      by: 'region',
    });
    expect(metric).toEqual({ name: 'mcc', title: 'MCC' });
    expect(overall.aim.interval?.[0]).toBeLessThan(overall.aim.score as number);
    expect(overall.aim.interval?.[1]).toBeGreaterThan(overall.aim.score as number);
  });

  it('gives no score of too few rows, and says so', async () => {
    const shop = Array.from({ length: 240 }, (_, i) => (i < 3 ? 'new' : 'old'));
    const { columns } = await slices(model, tableOf(240, 2, [['shop', shop]]), { by: ['shop'] });
    const few = columns[0].slices.find(({ name }) => name === 'new');
    expect(few).toMatchObject({ rows: 3, meanRisk: null, selectionRate: { score: null } });
    expect(few?.eventRate.reason).toBe('too few rows: 3 rows');
    expect(columns[0].fairness.demographicParityDifference.reason).toBe(
      'fewer than two slices have enough rows',
    );
  });

  it('counts by weights, without intervals', async () => {
    const { model: weighted } = await trainOnTable(tableOf(400, 1), { ...train, weight: 'w' });
    const found = await slices(weighted, table, { by: 'region' });
    const { scores } = await evaluateTable(weighted, table);
    expect(found.weighted).toBe(true);
    expect(found.overall.recall).toEqual({
      score: scores.report.perClass.find(({ label }) => label === 'yes')?.recall,
      reason: 'the rows have weights',
    });
  });

  it('refuses columns by which nothing can be sliced, and says what one class and one group leave out', async () => {
    await expect(slices(model, table, { by: 'regoin' })).rejects.toThrow('Did you mean "region"?');
    await expect(slices(model, table, { by: 'label' })).rejects.toThrow('which is the target');
    await expect(slices(model, table, { worst: 1 as unknown as boolean })).rejects.toThrow('true or false');
    const no = tableFromColumns(
      new Map<string, (string | number)[]>([
        ['x', [1, 2, 3, 4, 5, 6]],
        ['one', Array(6).fill('a')],
        ['label', Array(6).fill('no')],
      ]),
    );
    const { notices, overall, worst } = await slices(model, no, { by: 'one', worst: true });
    expect(notices.join('\n')).toContain('column "one" has one slice only, "a": there is nothing to compare');
    expect(notices.join('\n')).toContain('no row is of the positive class "yes"');
    expect(overall.aim).toEqual({ score: null, reason: 'all rows are of one class' });
    expect(worst?.found).toEqual([]);
  });
});
