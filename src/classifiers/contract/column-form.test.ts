/** In which form classifiers take rows, and that those of the other form are no surprise to them. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { FeatureMatrix } from '../../matrix.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { Auto } from '../ensembles/auto/auto.js';
import { classifiers } from '../registry.js';
import { Xgboost } from '../tree-models/xgboost/xgboost.js';

const ROWS = 90;
const VALUES = [
  'auto',
  'boosting',
  'xgboost',
  'balanced-random-forest',
  'decision-tree',
  'random-forest',
  'gradient-boosting',
];

const quick = (name: string) => {
  const shape = classifiers.find((entry) => entry.name === name)?.options.shape ?? {};
  return {
    ...('epochs' in shape && { epochs: 2 }),
    ...('minimumSteps' in shape && { minimumSteps: 0 }),
    ...('nEstimators' in shape && { nEstimators: 5 }),
    ...(name === 'auto' && { candidates: ['xgboost', 'knn'], folds: 2 }),
  };
};

function rowsOf(offset: number): { X: FeatureMatrix; y: string[] } {
  const random = new RandomStream(3, 'rows');
  const data = Float64Array.from({ length: 3 * ROWS }, () => offset + random.uniform());
  const y = Array.from({ length: ROWS }, (_, row) => (data[3 * row] - offset > 0.6 ? 'b' : 'a'));
  return { X: { data, rows: ROWS, columns: 3 }, y };
}
const single = ({ data, rows, columns }: FeatureMatrix) => ({ data: Float32Array.from(data), rows, columns });

it('the registry says which take values', () => {
  const found = classifiers.filter((entry) => entry.form === 'values').map(({ name }) => name);
  expect(found.toSorted()).toEqual(VALUES.toSorted());
});

describe.each(classifiers.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  it('is of the form of the rows that it was fitted on, also once it is saved', async () => {
    const { X, y } = rowsOf(0);
    for (const given of [X, single(X)]) {
      const fitted = await entry.create(quick(name)).fit(given, y);
      const form = given === X && VALUES.includes(name) ? 'values' : 'scaled';
      expect(fitted.form).toBe(form);
      const loaded = await entry.load(JSON.parse(JSON.stringify(fitted.toJSON())), fitted.tensors());
      expect(loaded.form).toBe(form);
      expect(await loaded.predictProba(X)).toEqual(await fitted.predictProba(X));
    }
  });

  it('rounds rows to 32 bits where it was fitted on such', async () => {
    const { X, y } = rowsOf(0);
    const fitted = await entry.create(quick(name)).fit(single(X), y);
    expect(await fitted.predictProba(X)).toEqual(await fitted.predictProba(single(X)));
    if (VALUES.includes(name)) return;
    const other = await entry.create(quick(name)).fit(X, y);
    expect(await other.predictProba(X)).toEqual(await fitted.predictProba(X));
  });
});

it.each(VALUES.filter((name) => name !== 'auto'))(
  '%s loses nothing of values with a large offset',
  async (name) => {
    const entry = classifiers.find((known) => known.name === name) as (typeof classifiers)[number];
    const { X, y } = rowsOf(2 ** 40);
    const fitted = await entry
      .create({ ...quick(name), ...(name === 'xgboost' && { nEstimators: 50 }) })
      .fit(X, y);
    const right = (await fitted.predict(X)).filter((label, row) => label === y[row]).length;
    expect(right).toBeGreaterThan(0.95 * ROWS);
  },
);

describe('auto', () => {
  const random = new RandomStream(4, 'table');
  const table = tableFromColumns([
    ['amount', Array.from({ length: ROWS }, () => 1e9 + 1e-3 * random.uniform())],
    ['heavy', Array.from({ length: ROWS }, () => 10 ** (13 * random.uniform()))],
    ['kind', Array.from({ length: ROWS }, () => ['x', 'y', 'z'][random.integer(3)])],
    ['partly', Array.from({ length: ROWS }, () => (random.uniform() < 0.2 ? null : random.uniform()))],
  ]);
  const y = Array.from({ length: ROWS }, () => (random.uniform() < 0.4 ? 'b' : 'a'));
  const preparation = Preparation.fit(table);
  const scaled = preparation.prepare(table).matrix;
  const values = preparation.prepare(table, undefined, { form: 'values' }).matrix;

  it('gives those of its members that are no trees what a preparation gives them', async () => {
    const candidates = ['logistic-regression', 'knn', 'qcl-ensemble on quantiles'] as const;
    const options = { candidates: [...candidates], folds: 2 };
    const byScaled = await new Auto(options).fit(scaled, y);
    const byValues = await new Auto(options).fit(values, y);
    expect(byValues.outOfFold).toEqual(byScaled.outOfFold);
    expect(await byValues.predictProba(values)).toEqual(await byScaled.predictProba(scaled));
  });

  it('gives trees the values, and keeps how it scales them', async () => {
    const auto = await new Auto({ candidates: ['xgboost', 'knn'], folds: 2 }).fit(values, y);
    const json = JSON.parse(JSON.stringify(auto.toJSON()));
    expect(json.model.scaling).toHaveLength(values.columns);
    const scales = json.model.members.map((member: { classifier: string; scale: string }) => [
      member.classifier,
      member.scale,
    ]);
    for (const [classifier, scale] of scales)
      expect(scale).toBe(classifier === 'xgboost' ? 'values' : 'standard');
    const loaded = await new Auto().restore(json, auto.tensors());
    expect(await loaded.predictProba(values)).toEqual(await auto.predictProba(values));
    json.model.scaling.pop();
    await expect(new Auto().restore(json, auto.tensors())).rejects.toThrow(/scales \d+ columns of \d+/);
  });

  it('takes 64 bits without a note of how to scale them for scaled', async () => {
    const { data, rows, columns } = values;
    const auto = await new Auto({ candidates: ['xgboost', 'knn'], folds: 2 }).fit({ data, rows, columns }, y);
    expect(auto.form).toBe('values');
    expect((await auto.predictProba({ data, rows, columns })).data.every(Number.isFinite)).toBe(true);
  });
});

it('a validation part may have either precision', async () => {
  const { X, y } = rowsOf(0);
  const options = { nEstimators: 5, earlyStoppingRounds: 2 };
  const one = await new Xgboost(options).fit(single(X), y, { validation: { X, y } });
  const other = await new Xgboost(options).fit(single(X), y, { validation: { X: single(X), y } });
  expect(await one.predictProba(X)).toEqual(await other.predictProba(X));
});
