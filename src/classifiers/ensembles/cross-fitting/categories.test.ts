/** Ensembles hand columns of categories to their members as codes, and members encode them inside their own folds. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import { type ColumnScale, type FeatureMatrix, rowsAt, rowsBetween } from '../../../matrix.js';
import { scaledValue } from '../../../tables/preparation/column-scale.js';
import { takeRows } from '../../contract/labelled-rows.js';
import { logisticRegression } from '../../logistic-regression/logistic-regression.js';
import { Auto } from '../auto/auto.js';
import { QclEnsemble } from '../qcl-ensemble/qcl-ensemble.js';
import { FEATURE_TRANSFORMS, transformed } from './feature-transform.js';
import { fitMember } from './member-fit.js';

const ROWS = 240;
const LEVELS = 30;
const SCALE: ColumnScale = { mean: 50, scale: 4 };
const random = new RandomStream(1, 'rows');
const data = new Float64Array(2 * ROWS);
const y = Int32Array.from({ length: ROWS }, (_, row) => {
  const code = random.integer(LEVELS);
  data.set([50 + 4 * random.normal(), code], 2 * row);
  return random.uniform() < (code % 3 === 0 ? 0.95 : 0.05) ? 1 : 0;
});
const X: FeatureMatrix = {
  data,
  rows: ROWS,
  columns: 2,
  scaling: [SCALE, null],
  categories: [null, LEVELS],
};
const scaled: FeatureMatrix = {
  data: Float32Array.from(data, (value, at) => (at % 2 === 0 ? scaledValue(value, SCALE) : value)),
  rows: ROWS,
  columns: 2,
  categories: [null, LEVELS],
};
const codesOf = (M: FeatureMatrix) => Array.from(M.data.filter((_, at) => at % 2 === 1));
const labels = Array.from(y);

it.each(FEATURE_TRANSFORMS)('the transform %s leaves codes alone, even codes with a scale', (transform) => {
  for (const scaling of [X.scaling, [SCALE, SCALE]]) {
    const found = transformed({ ...X, scaling }, transform);
    expect(codesOf(found)).toEqual(codesOf(X));
    expect(found.categories).toEqual(X.categories);
    if (transform !== 'values') expect(found.data[0]).not.toBe(X.data[0]);
  }
});

it('rows of a matrix keep its categories', () => {
  const rows = Int32Array.of(5, 2);
  expect(rowsAt(X, rows)).toEqual({
    data: Float64Array.of(data[10], data[11], data[4], data[5]),
    rows: 2,
    columns: 2,
    categories: [null, LEVELS],
  });
  expect(rowsBetween(X, 2, 4)).toEqual({
    data: data.slice(4, 8),
    rows: 2,
    columns: 2,
    categories: [null, LEVELS],
  });
  expect(takeRows({ X, y }, rows).X).toEqual({ ...rowsAt(X, rows), scaling: X.scaling });
});

it('the encoding of a member knows no label of the rows that it holds out', async () => {
  const heldOut = Int32Array.from(y.keys()).filter((row) => row % 5 === 0);
  const fit = { classifier: 'logistic-regression', options: {}, transform: 'standard' as const, heldOut };
  const problem = { X, y, classes: 2 };
  const result = await fitMember(logisticRegression, fit, problem);
  const changed = { ...problem, y: y.map((c, row) => (row % 5 === 0 ? 1 - c : c)) };
  expect('failure' in result).toBe(false);
  expect(await fitMember(logisticRegression, fit, changed)).toEqual(result);
});

describe('auto', () => {
  const candidates = ['logistic-regression', 'knn', 'qcl-ensemble on quantiles'] as const;
  const create = () => new Auto({ candidates: [...candidates], folds: 2 });
  const fitted = create().fit(X, labels);

  it('gives its members the same of values as of scaled rows', async () => {
    const byScaled = await create().fit(scaled, labels);
    const byValues = await fitted;
    expect(byValues.outOfFold).toEqual(byScaled.outOfFold);
    expect(await byValues.predictProba(X)).toEqual(await byScaled.predictProba(scaled));
  });

  it('predicts the same after loading, and refuses members of other categories', async () => {
    const auto = await fitted;
    const json = JSON.parse(JSON.stringify(auto.toJSON()));
    const loaded = await new Auto().restore(json, auto.tensors());
    expect(await loaded.predictProba(X)).toEqual(await auto.predictProba(X));
    for (const { state } of json.model.members) {
      expect(state.categories).toEqual([null, LEVELS]);
      expect(state.encodedColumns).toEqual([null, 2]);
    }
    json.model.members[0].state.categories[1]++;
    const refused = new Auto().restore(json, auto.tensors());
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(/member 0 is for other categories/);
  });
});

it('qcl-ensemble learns from a column of many levels', async () => {
  const ensemble = await new QclEnsemble({ epochs: 20, minimumSteps: 100, partitions: 2 }).fit(X, labels);
  const { probabilities } = ensemble.outOfFold ?? { probabilities: undefined };
  const meanOf = (c: number) => {
    const rows = Array.from(y.keys()).filter((row) => y[row] === c);
    return rows.reduce((sum, row) => sum + (probabilities?.data[2 * row + 1] ?? 0), 0) / rows.length;
  };
  expect(meanOf(1) - meanOf(0)).toBeGreaterThan(0.2);
});
