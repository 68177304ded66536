/** Exact contributions, over every classifier of the registry that has them. */
import { describe, expect, it } from 'vitest';
import { knownOptions } from '../../../test/support/known-options.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import type { ModelTensor } from '../../modelfile/tensor.js';
import { classifiers } from '../registry.js';
import type { Classifier } from './classifier.js';

/** Of the columns: two numbers, a column of few levels, one of many. */
const CATEGORIES = [null, null, 4, 40];

function rowsOf(rows: number, classes: number, seed: number): { X: FeatureMatrix; y: string[] } {
  const random = new RandomStream(seed, 'contributions');
  const data = new Float64Array(rows * 4);
  const y = Array.from({ length: rows }, (_, row) => {
    const [a, b, few, many] = [random.normal(), random.normal(), random.integer(4), random.integer(40)];
    data.set([a, b, few, many], 4 * row);
    const score = a + (few === 1 ? b : 0) + (many % 3) - 1 + 0.3 * random.normal();
    return 'abc'[score > 1 ? 0 : score > -1 || classes === 2 ? 1 : 2];
  });
  return { X: { data, rows, columns: 4, categories: CATEGORIES }, y };
}

const fresh = rowsOf(40, 3, 2).X;
const having = classifiers.filter((entry) => entry.create(knownOptions(entry, {})).contributions);

it('is had by trees and linear models', () => {
  expect(having.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['boosting', 'xgboost', 'random-forest', 'decision-tree', 'logistic-regression']),
  );
});

describe.each(having.map((entry) => [entry.name, entry] as const))('%s', (_, entry) => {
  const fit = async (classes: number): Promise<Classifier> => {
    const { X, y } = rowsOf(400, classes, 1);
    return entry.create(knownOptions(entry, { nEstimators: 12 })).fit(X, y);
  };
  const binary = fit(2);
  const multiple = fit(3);

  it('adds up to the prediction, of two classes and of more', async () => {
    for (const model of [await binary, await multiple]) {
      const { data, columns } = await model.predictProba(fresh);
      const all = await Promise.all(
        model.classes.map(async (label) => {
          const found = await model.contributions?.(fresh, label);
          if (found === undefined) throw new Error('no contributions');
          const sums = Array.from({ length: fresh.rows }, (_, row) =>
            found.values.subarray(row * 4, row * 4 + 4).reduce((a, b) => a + b, found.expected),
          );
          return { scale: found.scale, sums };
        }),
      );
      for (let row = 0; row < fresh.rows; row++) {
        const sums = all.map((of) => of.sums[row]);
        const total = sums.reduce((sum, logit) => sum + Math.exp(logit), 0);
        const predicted = sums.map(
          (sum) =>
            ({ 'log-odds': 1 / (1 + Math.exp(-sum)), logit: Math.exp(sum) / total, probability: sum })[
              all[0].scale
            ],
        );
        for (const [c, p] of predicted.entries()) expect(p).toBeCloseTo(data[row * columns + c], 5);
      }
    }
  });

  it('gives a column that says nothing less than one that does', async () => {
    const model = await binary;
    const found = await model.contributions?.(fresh, 'a');
    const values = found?.values ?? new Float64Array(0);
    const size = (column: number) =>
      values.reduce((sum, value, i) => sum + (i % 4 === column ? Math.abs(value) : 0), 0);
    expect(size(0)).toBeGreaterThan(2 * size(2));
  });

  it('explains a row alone as among others, and after loading', async () => {
    const model = await multiple;
    const tensors = new Map<string, ModelTensor>(model.tensors());
    const loaded = await entry.load(JSON.parse(JSON.stringify(model.toJSON())), tensors);
    const all = await model.contributions?.(fresh, 'b');
    const one = await loaded.contributions?.(rowsAt(fresh, [7]), 'b');
    expect(one?.values).toEqual(all?.values.slice(28, 32));
    expect(one?.expected).toBe(all?.expected);
  });

  it('refuses another label and rows of another width', async () => {
    const model = await binary;
    await expect(model.contributions?.(fresh, 'z')).rejects.toThrow(
      '"z" is not one of the classes: "a", "b"',
    );
    await expect(model.contributions?.({ ...fresh, columns: 2, rows: 80 }, 'a')).rejects.toThrow(InputError);
  });

  it('has no contributions of a class without rows of positive weight', async () => {
    if (!entry.acceptsSampleWeight) return;
    const { X, y } = rowsOf(400, 3, 1);
    const sampleWeight = y.map((label) => (label === 'c' ? 0 : 1));
    const model = await entry.create(knownOptions(entry, { nEstimators: 3 })).fit(X, y, { sampleWeight });
    const found = await model.contributions?.(fresh, 'c');
    expect(found?.expected).toBe(0);
    expect(found?.values.every((value) => value === 0)).toBe(true);
  });
});
