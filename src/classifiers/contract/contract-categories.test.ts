/**
 * Columns of categories, over every classifier of the registry: that it learns from them, whether it splits them itself
 * or has them encoded, saves what it needs, and refuses codes that do not exist.
 */
import { describe, expect, it } from 'vitest';
import { knownOptions } from '../../../test/support/known-options.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type FeatureMatrix, inSinglePrecision, type Label, rowsAt } from '../../matrix.js';
import { classificationReport } from '../../metrics/classification-report.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { classifiers } from '../registry.js';
import type { Classifier } from './classifier.js';

const CLASSES = ['a', 'b', 'c'];
/** Of the columns: a number, a column with few levels, one with many, another number. */
const CATEGORIES = [null, 5, 40, null];
/** Codes that no row of `rowsOf` has. */
const UNSEEN = [4, 39];

/** Rows whose class is told by the column with many levels, and in part by that with few. */
function rowsOf(rows: number, seed: number): { X: FeatureMatrix; y: string[] } {
  const random = new RandomStream(seed, 'categories');
  const data = new Float64Array(rows * 4);
  const y = Array.from({ length: rows }, (_, row) => {
    const many = random.integer(39);
    const c = many % 3;
    const few = random.uniform() < 0.7 ? c : random.integer(4);
    data.set([random.normal(), few, many, random.normal()], 4 * row);
    return CLASSES[c];
  });
  return { X: { data, rows, columns: 4, categories: CATEGORIES }, y };
}

const table = rowsOf(390, 1);
const fresh = rowsOf(300, 2);
const withoutCategories = ({ data, rows, columns }: FeatureMatrix): FeatureMatrix => ({
  data,
  rows,
  columns,
});

function save(classifier: Classifier) {
  const json = JSON.parse(JSON.stringify(classifier.toJSON())) as Record<string, unknown>;
  const tensors = [...classifier.tensors()].map(
    ([name, t]) => [name, { dtype: t.dtype, shape: [...t.shape], data: t.data.slice() }] as const,
  );
  return { json, tensors: new Map<string, ModelTensor>(tensors) };
}

function macroF1Of(y: readonly Label[], predicted: readonly Label[]): number {
  return classificationReport(y, predicted).metrics.macroF1;
}

describe.each(classifiers.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const { acceptsSampleWeight } = entry;
  const create = (options: Record<string, unknown> = {}) =>
    entry.create(knownOptions(entry, { epochs: 15, nEstimators: 15, ...options }));
  const fitted = create().fit(table.X, table.y);

  it('learns from them', async () => {
    const classifier = await create({ epochs: 40, nEstimators: 40 }).fit(table.X, table.y);
    expect(macroF1Of(fresh.y, await classifier.predict(fresh.X))).toBeGreaterThan(0.85);
  });

  it('predicts the same bits after saving and loading, told of the categories or not', async () => {
    const classifier = await fitted;
    const { json, tensors } = save(classifier);
    const loaded = await entry.load(json, tensors);
    const expected = await classifier.predictProba(fresh.X);
    expect(await loaded.predictProba(fresh.X)).toEqual(expected);
    expect(await loaded.predictProba(withoutCategories(fresh.X))).toEqual(expected);
    expect(save(loaded)).toEqual({ json, tensors });
  });

  it('predicts rows one by one as together', async () => {
    const classifier = await fitted;
    const whole = await classifier.predictProba(fresh.X);
    for (const row of [0, 7, 299]) {
      const one = await classifier.predictProba(rowsAt(fresh.X, [row]));
      expect(one.data).toEqual(rowsAt(whole, [row]).data);
    }
  });

  it.runIf(entry.form === 'scaled')('is the same for 32 bits as for 64', async () => {
    const single = await create().fit(inSinglePrecision(table.X), table.y);
    expect(save(single)).toEqual(save(await fitted));
  });

  it.runIf(acceptsSampleWeight)('does not see rows of weight 0, nor their codes', async () => {
    const { X, y } = table;
    const extra = rowsOf(60, 3);
    extra.X.data.forEach((_, at) => {
      if (at % 4 === 2) extra.X.data[at] = 39;
    });
    const both = {
      ...X,
      data: Float64Array.from([...X.data, ...extra.X.data]),
      rows: X.rows + 60,
    };
    const sampleWeight = Float64Array.from({ length: both.rows }, (_, row) => (row < X.rows ? 2 : 0));
    const weighted = await create().fit(both, [...y, ...extra.y], { sampleWeight });
    expect(save(weighted)).toEqual(save(await fitted));
  });

  it('predicts rows whose codes were in no training row', async () => {
    const { data, rows, columns } = await (await fitted).predictProba({
      data: Float64Array.of(0, UNSEEN[0], UNSEEN[1], 0),
      rows: 1,
      columns: 4,
    });
    expect([rows, columns]).toEqual([1, 3]);
    expect(data.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  });

  it('takes validation rows with categories', async () => {
    const classifier = await create().fit(table.X, table.y, { validation: fresh });
    expect(macroF1Of(fresh.y, await classifier.predict(fresh.X))).toBeGreaterThan(0.5);
    const X = { ...fresh.X, data: fresh.X.data.map((value, at) => (at === 2 ? 40 : value)) };
    await expect(create().fit(table.X, table.y, { validation: { ...fresh, X } })).rejects.toThrow(
      /X is 40 at row 0, column 2/,
    );
  });

  it('does not change for categories that are null for every column', async () => {
    const { data, rows } = table.X;
    const numbers = { data, rows, columns: 4 };
    const plain = await create().fit(numbers, table.y);
    const nulls = await create().fit({ ...numbers, categories: [null, null, null, null] }, table.y);
    expect(save(nulls)).toEqual(save(plain));
    expect(plain.toJSON()).not.toHaveProperty('categories');
  });

  it.runIf(entry.create().importances)('has an importance for each column of X', async () => {
    const importances = Array.from((await fitted).importances?.() ?? []);
    expect(importances).toHaveLength(4);
    expect(importances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    expect(importances[1] + importances[2]).toBeGreaterThan(0.6);
    const { json, tensors } = save(await fitted);
    expect(Array.from((await entry.load(json, tensors)).importances?.() ?? [])).toEqual(importances);
  });

  it.each([
    [5, 1, /X is 5 at row 3, column 1, a column of categories: .* 0 to 4$/],
    [-1, 2, /X is -1 at row 3, column 2/],
    [1.5, 1, /X is 1\.5 at row 3, column 1/],
    [Number.NaN, 2, /X is NaN at row 3, column 2/],
  ])('refuses the code %d in column %i', async (code, column, message) => {
    const data = table.X.data.slice();
    data[3 * 4 + column] = code;
    const X = { ...table.X, data };
    for (const refused of [create().fit(X, table.y), (await fitted).predictProba(X)]) {
      await expect(refused).rejects.toThrow(InputError);
      await expect(refused).rejects.toThrow(message);
    }
  });

  it('refuses categories that are not those of the fit, or none', async () => {
    const classifier = await fitted;
    const predict = (categories: (number | null)[]) => classifier.predictProba({ ...fresh.X, categories });
    await expect(predict([null, 5, 41, null])).rejects.toThrow(
      /column 2 of X has 41 levels, but .* fitted on 40 levels/,
    );
    await expect(predict([null, 5, null, null])).rejects.toThrow(/column 2 of X has numbers/);
    await expect(predict([null, 5])).rejects.toThrow(/categories has 2 values for 4 columns/);
    for (const levels of [0, 2.5, 2 ** 25]) {
      const X = { ...table.X, categories: [null, levels, 40, null] };
      await expect(create().fit(X, table.y)).rejects.toThrow(InputError);
    }
  });

  it.each<[string, (json: Record<string, unknown>, tensors: Map<string, ModelTensor>) => void]>([
    ['no categories', (json) => delete json.categories],
    ['categories of fewer columns', (json) => Object.assign(json, { categories: [null, 5, 40] })],
    ['a column without levels', (json) => Object.assign(json, { categories: [null, 5, 0, null] })],
    ['levels that are text', (json) => Object.assign(json, { categories: [null, 5, '40', null] })],
    [
      'encoded columns of another number',
      (json) => {
        json.encodedColumns = 'encodedColumns' in json ? [null, 4, 2, null] : [null, 4, 3, null];
      },
    ],
    [
      'an encoding out of range',
      (json, tensors) => {
        const encoding = tensors.get('category_encoding');
        if (encoding === undefined) json.categories = 'none';
        else encoding.data[0] = 1e30;
      },
    ],
    [
      'an encoding that is not finite',
      (json, tensors) => {
        const encoding = tensors.get('category_encoding');
        if (encoding === undefined) json.categories = 'none';
        else encoding.data[0] = Number.NaN;
      },
    ],
  ])('refuses a saved state with %s', async (_, damage) => {
    const { json, tensors } = save(await fitted);
    damage(json, tensors);
    const error = await entry.load(json, tensors).then(
      () => new Error('loaded'),
      (e) => e as Error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(name);
  });

  it('keeps the categories of rows with one class', async () => {
    const single = await create().fit(
      table.X,
      table.y.map(() => 'only'),
    );
    const { json, tensors } = save(single);
    const loaded = await entry.load(json, tensors);
    const X = { ...fresh.X, data: fresh.X.data.map((value, at) => (at === 1 ? 7 : value)) };
    await expect(loaded.predictProba(X)).rejects.toThrow(/X is 7 at row 0, column 1/);
    expect((await loaded.predictProba(fresh.X)).columns).toBe(1);
  });
});
