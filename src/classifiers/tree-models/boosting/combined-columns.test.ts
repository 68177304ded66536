/** Combined columns: their values by definition, and what a boosting with them learns. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../engine/random/random-stream.js';
import { InputError } from '../../../errors.js';
import { type FeatureMatrix, rowsAt } from '../../../matrix.js';
import type { ModelTensor } from '../../../modelfile/tensor.js';
import { Boosting, boosting } from './boosting.js';
import { CombinedColumns } from './combined-columns.js';

/** Columns: two numbers, a category of three levels, a number that is never combined. */
function matrixOf(rows: readonly (readonly number[])[]): FeatureMatrix {
  return {
    data: Float64Array.from(rows.flat()),
    rows: rows.length,
    columns: 4,
    categories: [null, null, 3, null],
  };
}

const X = matrixOf([
  [1, 2, 0, 9],
  [4, 0, 1, 9],
  [9, Number.NaN, 1, 9],
  [16, 8, 2, 9],
]);
const fitted = CombinedColumns.fit(X, [0.5, 0.3, 0.2, 0], 3, () => false);
const made = ({ data, columns }: FeatureMatrix, row: number) =>
  Array.from(data.subarray(row * columns + 4, (row + 1) * columns));

describe('CombinedColumns', () => {
  it('are differences, ratios, and numbers less the mean of their group', () => {
    const extended = fitted.extend(X);
    expect(extended.columns).toBe(4 + fitted.count);
    expect(extended.categories).toEqual([null, null, 3, null, ...new Array(fitted.count).fill(null)]);
    // Column 0 and 1: difference, ratio. Groups: 1 in tenths of 0, 0 in tenths of 1, both by category.
    expect(fitted.count).toBe(2 + 4);
    expect(made(extended, 0).slice(0, 2)).toEqual([-1, 0.5]);
    expect(made(extended, 3).slice(0, 2)).toEqual([8, 2]);
    const [, , , , zeroByCategory] = made(extended, 1);
    // The mean of column 0 is 7.5; two rows of category 1 with 4 and 9.
    expect(zeroByCategory).toBeCloseTo(4 - (4 + 9 + 10 * 7.5) / 12, 12);
  });

  it('are missing where a value is missing or the ratio is not finite', () => {
    const extended = fitted.extend(X);
    expect(made(extended, 1)[1]).toBeNaN();
    expect(made(extended, 2).slice(0, 2)).toEqual([Number.NaN, Number.NaN]);
    expect(made(extended, 2)[4]).not.toBeNaN();
  });

  it('combine neither columns without gain nor excluded ones', () => {
    expect(CombinedColumns.fit(X, [1, 0, 0, 0], 3, () => false).count).toBe(0);
    expect(CombinedColumns.fit(X, [1, 1, 1, 1], 4, (column) => column !== 0).count).toBe(0);
    expect(CombinedColumns.fit(X, [1, 1, 1, 1], 1, () => false).count).toBe(0);
  });

  it('are kept by the gains of what they make: a pair for its difference or its ratio', () => {
    const extended = fitted.extend(X);
    const kept = fitted.strongest([0, 0.3, 0, 0.2, 0.1, 0], 2);
    expect(kept.count).toBe(2 + 1);
    const all = made(extended, 3);
    expect(made(kept.extend(X), 3)).toEqual([all[0], all[1], all[3]]);
    expect(kept.sources).toEqual([fitted.sources[0], fitted.sources[1], fitted.sources[3]]);
    expect(fitted.strongest([0, 0, 0, 0, 0, 0], 2).count).toBe(0);
    expect(fitted.strongest([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 6)).toEqual(fitted);
  });

  it('come back from JSON as they were, and refuse other rows', () => {
    const json = JSON.parse(JSON.stringify(fitted.toJSON()));
    const shape = { columns: 4, categories: X.categories };
    expect(CombinedColumns.revive(json, shape, 'boosting').extend(X)).toEqual(fitted.extend(X));
    const refused = (change: (saved: typeof json) => void, of = shape) => {
      const saved = JSON.parse(JSON.stringify(json));
      change(saved);
      expect(() => CombinedColumns.revive(saved, of, 'boosting')).toThrow(InputError);
    };
    refused(() => {}, { columns: 1, categories: X.categories });
    refused(() => {}, { columns: 4, categories: [null, null, 5, null] });
    refused((saved) => saved.groups[0].means.pop());
    refused((saved) => {
      saved.pairs[0] = [0, 7];
    });
  });
});

/** The class is whether a product is large, which no split of a single column tells. */
function products(rows: number, seed: number) {
  const random = new RandomStream(seed, 'products');
  const data = new Float64Array(rows * 4);
  const y = Array.from({ length: rows }, (_, row) => {
    const [a, b, noise] = [1 + random.uniform(), 1 + random.uniform(), random.normal()];
    data.set([a, b, noise, random.normal()], row * 4);
    return Math.abs(a - b) < 0.1 ? 'equal' : 'other';
  });
  return { X: { data, rows, columns: 4 }, y };
}

describe('boosting with combinedColumns', () => {
  const training = products(600, 1);
  const fresh = products(400, 2);
  const accuracy = async (classifier: Boosting) => {
    const labels = await classifier.predict(fresh.X);
    return labels.filter((label, row) => label === fresh.y[row]).length / fresh.y.length;
  };

  it('learns what single columns do not tell, and its importances are those of the columns of X', async () => {
    const without = await new Boosting({ nEstimators: 60 }).fit(training.X, training.y);
    const combined = await new Boosting({ nEstimators: 60, combinedColumns: 3 }).fit(training.X, training.y);
    expect(await accuracy(combined)).toBeGreaterThan((await accuracy(without)) + 0.03);
    const importances = Array.from(combined.importances());
    expect(importances).toHaveLength(4);
    expect(importances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(importances[0] + importances[1]).toBeGreaterThan(0.8);
  });

  it('predicts the same after loading, rows one by one as together', async () => {
    const classifier = await new Boosting({ nEstimators: 20, combinedColumns: 3 }).fit(
      training.X,
      training.y,
    );
    const tensors = new Map<string, ModelTensor>(classifier.tensors());
    const loaded = await boosting.load(JSON.parse(JSON.stringify(classifier.toJSON())), tensors);
    const all = await classifier.predictProba(fresh.X);
    expect(await loaded.predictProba(fresh.X)).toEqual(all);
    const one = await loaded.predictProba(rowsAt(fresh.X, [7]));
    expect(Array.from(one.data)).toEqual(Array.from(all.data.subarray(14, 16)));
  });

  it('still rises with a column of monotone', async () => {
    const options = { nEstimators: 60, combinedColumns: 3, monotone: ['0:+1'] };
    const classifier = await new Boosting(options).fit(training.X, training.y);
    const grid: FeatureMatrix = {
      data: Float64Array.from({ length: 40 }, (_, i) => [1 + Math.floor(i / 4) / 10, 1.5, 0, 0][i % 4]),
      rows: 10,
      columns: 4,
    };
    const { data } = await classifier.predictProba(grid);
    for (let row = 1; row < 10; row++) expect(data[2 * row + 1]).toBeGreaterThanOrEqual(data[2 * row - 1]);
  });

  it('stopped, keeps the first fit until there are as many rounds with combined columns', async () => {
    const roundsAt = async (step: number) => {
      const stop = new AbortController();
      const classifier = new Boosting({ nEstimators: 60, combinedColumns: 3 });
      const fit = classifier.fit(training.X, training.y, {
        signal: stop.signal,
        onProgress: ({ epoch }) => epoch === step && stop.abort('enough'),
      });
      await expect(fit).rejects.toBe('enough');
      return [
        classifier.rounds,
        (classifier.toJSON().model as { combined?: unknown }).combined !== undefined,
      ];
    };
    // The first fit has 60 rounds, as has the second.
    expect(await roundsAt(40)).toEqual([40, false]);
    expect(await roundsAt(65)).toEqual([60, false]);
  });

  it('takes validation rows, reports both fits as one, and stops early', async () => {
    const epochs: number[] = [];
    const classifier = new Boosting({
      nEstimators: 2000,
      learningRate: 0.3,
      combinedColumns: 3,
      earlyStoppingRounds: 5,
    });
    await classifier.fit(training.X, training.y, {
      validation: fresh,
      onProgress: ({ epoch, epochs: all }) => epochs.push(epoch / all),
    });
    expect(classifier.rounds).toBeLessThan(2000);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
  });
});
