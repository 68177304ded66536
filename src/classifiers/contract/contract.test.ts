/**
 * The contract of src/classifiers/classifier.ts over every classifier of the registry, in the manner of
 * scikit-learn's check_estimator: learning, labels, predictions, missing values. Fitting (bad input, weights, progress) has
 * contract-fitting.test.ts, saving and loading contract-saving.test.ts.
 */
import { describe, expect, it } from 'vitest';
import {
  CLASSES,
  contractSetting,
  expectInputError,
  macroF1Of,
  tensorsOf,
} from '../../../test/support/classifier-contract.js';
import { contractEntries } from '../../../test/support/contract-entries.js';
import { blobs, pickRows } from '../../../test/support/labelled-rows.js';
import { NotFittedError } from '../../errors.js';
import type { Label, Matrix } from '../../matrix.js';

describe.each(contractEntries)('%s', (_, entry) => {
  const { name } = entry;
  const { create, table, fitted } = contractSetting(entry);
  const { acceptsMissing, acceptsSampleWeight } = entry;

  describe('learning', () => {
    it('has the name of its entry', () => expect(create().name).toBe(name));

    it('gives the same model when fitted twice, by one classifier or by two', async () => {
      const first = await fitted();
      const second = await fitted();
      expect(tensorsOf(second)).toEqual(tensorsOf(first));
      expect(second.toJSON()).toEqual(first.toJSON());
      const before = tensorsOf(first);
      expect(before.length).toBeGreaterThan(0);
      await first.fit(table.X, table.y);
      expect(tensorsOf(first)).toEqual(before);
    });

    it('forgets what it learned before', async () => {
      const other = blobs([20, 20], [7, 9], 5, 2);
      const reused = await (await fitted()).fit(other.X, other.y);
      expect(reused.classes).toEqual([7, 9]);
      expect(tensorsOf(reused)).toEqual(tensorsOf(await create().fit(other.X, other.y)));
    });

    it('does not change its input', async () => {
      const y = [...table.y];
      const X = { ...table.X, data: table.X.data.slice() };
      const sampleWeight = acceptsSampleWeight ? Float64Array.from(y, (_, i) => 1 + (i % 3)) : undefined;
      const weights = sampleWeight?.slice();
      const classifier = await create().fit(X, y, { sampleWeight, validation: { X, y } });
      await classifier.predictProba(X);
      expect(X).toEqual(table.X);
      expect(y).toEqual(table.y);
      expect(sampleWeight).toEqual(weights);
    });

    it('tells three clouds apart', async () => {
      const validation = blobs([30, 30, 30], CLASSES, 5);
      const classifier = await create({ epochs: 40, nEstimators: 40 }).fit(table.X, table.y, { validation });
      const { X, y } = blobs([50, 50, 50], CLASSES, 2);
      expect(macroF1Of(y, await classifier.predict(X))).toBeGreaterThan(0.9);
    });

    it('trains on all rows, to the last epoch, without validation rows', async () => {
      const whole = await create().fit(table.X, table.y, { validation: 'none' });
      const fraction = 'validationFraction' in entry.options.shape ? { validationFraction: 0 } : {};
      const same = await create(fraction).fit(table.X, table.y);
      expect(tensorsOf(whole)).toEqual(tensorsOf(same));
      expect((whole.toJSON() as { model: unknown }).model).toEqual(
        (same.toJSON() as { model: unknown }).model,
      );
      const { X, y } = blobs([50, 50, 50], CLASSES, 2);
      expect(macroF1Of(y, await whole.predict(X))).toBeGreaterThan(0.8);
    });

    it('detects a class of 5 % of the rows', async () => {
      const rare = blobs([190, 10], ['common', 'rare'], 3);
      const validation = blobs([190, 10], ['common', 'rare'], 5);
      const classifier = await create({ epochs: 40, nEstimators: 40 }).fit(rare.X, rare.y, { validation });
      const { X, y } = blobs([190, 10], ['common', 'rare'], 4);
      const predicted = await classifier.predict(X);
      const found = y.filter((label, i) => label === 'rare' && predicted[i] === 'rare').length;
      expect(found).toBeGreaterThanOrEqual(8);
      expect(macroF1Of(y, predicted)).toBeGreaterThan(0.9);
    });
  });

  describe('small and lopsided tables', () => {
    it.each([
      ['two rows of two classes', [1, 1]],
      ['three rows', [2, 1]],
      ['four rows', [2, 2]],
      ['classes with one row', [20, 1, 1]],
      ['every class with one row', [1, 1, 1]],
      ['as many rows as leave a last batch of one', [33, 32]],
      ['as many rows as leave a last batch of two', [33, 33]],
    ])('%s', async (_, counts) => {
      const { X, y } = blobs(counts, CLASSES);
      for (const options of [{}, { batchSize: 64, validationFraction: 0 }, { batchSize: 2 }]) {
        const classifier = await create(options).fit(X, y);
        expect(classifier.classes).toEqual(CLASSES.slice(0, counts.length));
        expectDistributions(await classifier.predictProba(X));
      }
    });

    it('constant features, which tell nothing: every row gets the same distribution', async () => {
      const X = { ...table.X, data: new Float32Array(table.X.data.length).fill(2) };
      const { data, rows, columns } = await (await create().fit(X, table.y)).predictProba(X);
      expectDistributions({ data, rows, columns });
      for (let row = 1; row < rows; row++) {
        expect(data.slice(row * columns, (row + 1) * columns)).toEqual(data.slice(0, columns));
      }
    });

    it('predicts the only class of one-class targets', async () => {
      const y = table.y.map(() => 'only');
      const classifier = await create().fit(table.X, y);
      expect(classifier.classes).toEqual(['only']);
      expect(await classifier.predict(table.X)).toEqual(y);
      const { data, columns } = await classifier.predictProba(table.X);
      expect(columns).toBe(1);
      expect(data).toEqual(new Float32Array(table.X.rows).fill(1));
      await expectInputError(classifier.predict(blobs([2], ['x'], 1, 2).X), /2 columns/);
    });
  });

  describe('labels', () => {
    it.each<[string, Label[]]>([
      ['strings', ['pear', 'apple', 'fig']],
      ['numbers that are not contiguous', [40, -3, 7.5]],
      ['numbers that sort otherwise as strings', [10, 9, 100]],
      ['booleans', [true, false]],
      ['names of object properties', ['__proto__', 'constructor', 'toString']],
      ['an empty string', ['', ' ']],
      ['zero and one', [0, 1]],
    ])('%s come back as they went in', async (_, labels) => {
      const counts = [20, 25, 30].slice(0, labels.length);
      const { X, y } = blobs(counts, labels);
      const classifier = await create({ epochs: 30 }).fit(X, y, { validation: { X, y } });
      expect(classifier.classes).toEqual(sorted(labels));
      const predicted = await classifier.predict(X);
      const right = predicted.filter((label, i) => label === y[i]).length;
      expect(right / y.length).toBeGreaterThan(0.9);
    });

    it('does not depend on what the labels are called', async () => {
      const renamed = table.y.map((label) => ({ a: 10, b: 20, c: 30 })[label as string] as number);
      const other = await create().fit(table.X, renamed);
      expect(tensorsOf(other)).toEqual(tensorsOf(await fitted()));
    });
  });

  describe('predictions', () => {
    it('are distributions, and the predicted class has the largest probability', async () => {
      const classifier = await fitted();
      const { X } = blobs([40, 40, 40], CLASSES, 6);
      const probabilities = await classifier.predictProba(X);
      expect([probabilities.rows, probabilities.columns]).toEqual([120, 3]);
      expectDistributions(probabilities);
      (await classifier.predict(X)).forEach((label, i) => {
        const row = probabilities.data.subarray(i * 3, i * 3 + 3);
        expect(row[classifier.classes.indexOf(label)]).toBe(Math.max(...row));
      });
    });

    it('do not depend on the order of the rows or on their grouping', async () => {
      const classifier = await fitted();
      const { X } = blobs([250, 250, 250], CLASSES, 6);
      const whole = await classifier.predictProba(X);
      const labels = await classifier.predict(X);
      const row = (m: Matrix, i: number) => Array.from(m.data.subarray(i * m.columns, (i + 1) * m.columns));
      const backwards = Array.from({ length: X.rows }, (_, i) => X.rows - 1 - i);
      const reversed = await classifier.predictProba(pickRows(X, backwards));
      backwards.forEach((original, i) => {
        expect(row(reversed, i)).toEqual(row(whole, original));
      });
      for (const size of [1, 2, 7]) {
        for (let start = 0; start < 42; start += size) {
          const rows = Array.from({ length: size }, (_, i) => start + i);
          const part = await classifier.predictProba(pickRows(X, rows));
          rows.forEach((original, i) => {
            expect(row(part, i)).toEqual(row(whole, original));
          });
          expect(await classifier.predict(pickRows(X, rows))).toEqual(labels.slice(start, start + size));
        }
      }
    });

    it('can be asked for by many callers at once', async () => {
      const classifier = await fitted();
      const parts = [table.X, pickRows(table.X, [3]), pickRows(table.X, [5, 1])];
      const apart = [];
      for (const part of parts) apart.push(await classifier.predictProba(part));
      expect(await Promise.all(parts.map((part) => classifier.predictProba(part)))).toEqual(apart);
    });
  });

  it.runIf(entry.create().importances)(
    'has importances that sum to 1, most of it where the classes differ',
    async () => {
      // Two columns of noise behind the three that tell the clouds apart.
      const { X, y } = blobs([40, 40, 40], CLASSES, 2, 5);
      const classifier = await create().fit(X, y);
      const importances = Array.from(classifier.importances?.() ?? []);
      expect(importances).toHaveLength(5);
      expect(Math.min(...importances)).toBeGreaterThanOrEqual(0);
      expect(importances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
      expect(importances[0] + importances[1] + importances[2]).toBeGreaterThan(0.75);
      const single = await create().fit(
        X,
        y.map(() => 'only'),
      );
      expect(Array.from(single.importances?.() ?? [])).toEqual([0, 0, 0, 0, 0]);
      expect(() => create().importances?.()).toThrow(NotFittedError);
    },
  );

  describe.runIf(acceptsMissing)('missing values', () => {
    it('learns from them, and from their being missing', async () => {
      // The first feature is missing exactly in the rows of class a; the others tell nothing.
      const noise = blobs([90], ['?'], 8).X;
      const y = Array.from({ length: 90 }, (_, i) => (i % 3 === 0 ? 'a' : 'b'));
      const data = noise.data.slice();
      y.forEach((label, i) => {
        if (label === 'a') data[i * noise.columns] = Number.NaN;
      });
      const X = { ...noise, data };
      const classifier = await create().fit(X, y);
      expect(await classifier.predict(X)).toEqual(y);
      expectDistributions(await classifier.predictProba(X));
    });

    it('predicts where all is missing', async () => {
      const classifier = await fitted();
      expectDistributions(
        await classifier.predictProba({ ...table.X, data: table.X.data.map(() => Number.NaN) }),
      );
    });
  });
});

function expectDistributions({ data, rows, columns }: Matrix): void {
  expect(data.length).toBe(rows * columns);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  }
}

function sorted(labels: readonly Label[]): Label[] {
  return [...labels].sort((a, b) => (a < b ? -1 : 1));
}
