import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobs } from '../../../../test/support/labelled-rows.js';
import { RandomStream } from '../../../engine/random/random-stream.js';
import type { Matrix } from '../../../matrix.js';
import type { FitOptions } from '../../contract/classifier.js';
import { spread } from '../../contract/probabilities.js';
import { knn } from '../../knn/knn.js';
import { logisticRegression } from '../../logistic-regression/logistic-regression.js';
import { heldOutRows } from './folds.js';
import { reviveMemberCalibration } from './member-calibration.js';
import { fitMember, type MemberFit, type MemberFitResult } from './member-fit.js';
import { outOfFoldMean } from './out-of-fold.js';
import { QuantileNormal } from './quantile-normal.js';
import { runFits } from './run-fits.js';

const { X, y: labels } = blobs([20, 12, 8], [0, 1, 2]);
const y = Int32Array.from(labels as number[]);
const problem = { X, y, classes: 3 };
const fit = (heldOut: Int32Array): MemberFit => ({
  classifier: 'knn',
  options: {},
  transform: 'standard',
  heldOut,
});

describe('fitMember', () => {
  it('does not learn the rows that are held out', async () => {
    const heldOut = Int32Array.from([0, 3, 4]);
    const result = await fitMember(knn, fit(heldOut), problem);
    if ('failure' in result) throw new Error(result.failure);
    expect(result.tensors.get('labels')?.shape).toEqual([37]);
    const changed = { ...problem, y: y.map((c, row) => (heldOut.includes(row) ? (c + 1) % 3 : c)) };
    expect(await fitMember(knn, fit(heldOut), changed)).toEqual(result);
  });

  it('gives classes that were not learned the probability 0', async () => {
    const heldOut = Int32Array.from(y.keys()).filter((row) => y[row] === 1);
    const result = await fitMember(knn, fit(heldOut), problem);
    if ('failure' in result) throw new Error(result.failure);
    const { probabilities } = result;
    expect(probabilities).toHaveLength(3 * heldOut.length);
    for (let i = 0; i < probabilities.length; i += 3) {
      expect(probabilities[i + 1]).toBe(0);
      expect(probabilities[i] + probabilities[i + 2]).toBeCloseTo(1, 6);
    }
  });

  it('trains on the other rows with their weights, and shows no row that is held out', async () => {
    const given: FitOptions[] = [];
    const watched = {
      ...knn,
      create: () => {
        const classifier = knn.create();
        const fitting = classifier.fit.bind(classifier);
        classifier.fit = (rows, labelled, options = {}) => {
          given.push(options);
          return fitting(rows, labelled, options);
        };
        return classifier;
      },
    };
    const weights = Float64Array.from(y, (_, row) => 1 + row);
    await fitMember(watched, fit(Int32Array.from([0, 3, 4])), { ...problem, weights });
    expect(given[0].validation).toBe('none');
    expect(given[0].sampleWeight).toEqual(weights.filter((_, row) => ![0, 3, 4].includes(row)));
  });

  it('tells what the classifier refuses as a failure', async () => {
    const weights = Float64Array.from(y, () => 0);
    const result = await fitMember(logisticRegression, fit(new Int32Array(0)), { ...problem, weights });
    expect(result).toEqual({ failure: expect.stringContaining('sampleWeight is 0 for every row') });
  });

  it('runs the fits in order, and stops at the signal', async () => {
    const fits = [fit(Int32Array.from([1])), fit(Int32Array.from([2]))];
    const seen: number[] = [];
    const reason = new Error('enough');
    const controller = new AbortController();
    const results = await runFits([knn], problem, fits, {
      signal: controller.signal,
      onResult: (index) => {
        seen.push(index);
        controller.abort(reason);
      },
    });
    expect(seen).toEqual([0]);
    expect(results).toEqual([await fitMember(knn, fits[0], problem), undefined]);
  });
});

it('heldOutRows holds every row out once, and nothing where there are too few', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(2), { minLength: 4, maxLength: 60 }),
      fc.integer({ min: 2, max: 9 }),
      (given, folds) => {
        const parts = heldOutRows({ y: Int32Array.from(given) }, folds, new RandomStream(1, 'folds'));
        expect(parts.length).toBe(Math.min(folds, Math.floor(given.length / 2)));
        expect(parts.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual([...given.keys()]);
      },
    ),
  );
  expect(heldOutRows({ y: Int32Array.from([0, 1, 1]) }, 5, new RandomStream(1, 'folds'))).toEqual([
    new Int32Array(0),
  ]);
});

it('outOfFoldMean averages over the fits that held a row out', () => {
  const fits = [[0, 1], [2], [0, 1, 2]].map((rows) => fit(Int32Array.from(rows)));
  const results: MemberFitResult[] = [
    [1, 0, 0.5, 0.5],
    [0, 1],
    [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  ].map((values) => ({
    state: {},
    tensors: new Map(),
    warnings: [],
    probabilities: Float32Array.from(values),
  }));
  const rows = Int32Array.from([0, 1, 1]);
  const mean = outOfFoldMean(fits, results, rows, 2);
  expect(mean?.probabilities.data).toEqual(Float32Array.from([0.75, 0.25, 0.5, 0.5, 0.25, 0.75]));
  expect(outOfFoldMean(fits.slice(0, 1), results.slice(0, 1), rows, 2)).toBeUndefined();
});

it('spread puts columns where their classes are', () => {
  const P: Matrix = { data: Float32Array.from([0.25, 0.75]), rows: 1, columns: 2 };
  expect([...spread(P, [0, 2], 4).data]).toEqual([0.25, 0, 0.75, 0]);
  expect(spread(P, [0, 1], 2)).toBe(P);
});

describe('the calibration of a member', () => {
  const P = { data: Float32Array.from([0, 1, 0, 0.2, 0.3, 0.5]), rows: 2, columns: 3 };
  const frequencies = [0.5, 0.3, 0.2];

  it('is the prior correction of a member of version 0.1.0, also once it is saved again', () => {
    const equal = { data: Float32Array.from(frequencies), rows: 1, columns: 3 };
    const corrected = reviveMemberCalibration({ correction: 1, frequencies }, 3, 'auto');
    for (const p of corrected?.transform(equal).data ?? []) expect(p).toBeCloseTo(1 / 3, 6);
    const half = reviveMemberCalibration({ correction: 0.5, frequencies: [0.9, 0.09, 0.01] }, 3, 'auto');
    const data = half?.transform(P).data ?? new Float32Array(0);
    expect(data[1]).toBeCloseTo(1, 6);
    expect(data[5] / data[3]).toBeCloseTo((0.5 / 0.2) * Math.sqrt(0.9 / 0.01), 3);
    const again = reviveMemberCalibration({ calibration: half?.toJSON() }, 3, 'auto');
    expect(again?.transform(P).data).toEqual(data);
    expect(reviveMemberCalibration({ correction: 0, frequencies }, 3, 'auto')).toBeUndefined();
  });

  it.each([
    ['factors of another number of classes', { calibration: { factors: [1, 1] } }],
    ['no such kind', { calibration: { kind: 'magic' } }],
    ['no calibration', { calibration: 3 }],
    ['a correction without frequencies', { correction: 0.5 }],
    ['frequencies that would overflow', { correction: 0.5, frequencies: [0, 0.5, 0.5] }],
  ])('refuses %s', (_, saved) => {
    expect(() => reviveMemberCalibration(saved, 3, 'auto: member 1')).toThrow(/auto: member 1/);
  });
});

describe('QuantileNormal', () => {
  it('does not depend on the scale of a feature, keeps order, and has its middle at the median', () => {
    const values = [1, 2, 4, 8, 1000, 3, 2.5, 7, 5];
    const of = (map: (value: number) => number) => {
      const M = { data: Float32Array.from(values, map), rows: values.length, columns: 1 };
      return QuantileNormal.fit(M).transform(M).data;
    };
    const z = of((value) => value);
    expect(of((value) => Math.log(value))).toEqual(z);
    expect(z[values.indexOf(4)]).toBe(0);
    const byValue = values.map((value, i) => [value, z[i]]).sort(([a], [b]) => a - b);
    for (let i = 1; i < byValue.length; i++) expect(byValue[i][1]).toBeGreaterThan(byValue[i - 1][1]);
  });

  it('takes constant columns, single rows and new extremes', () => {
    const one = QuantileNormal.fit({ data: Float32Array.from([3, 5]), rows: 1, columns: 2 });
    expect([...one.transform({ data: Float32Array.from([3, 9]), rows: 1, columns: 2 }).data]).toEqual([0, 0]);
    const constant = QuantileNormal.fit({ data: new Float32Array(5).fill(2), rows: 5, columns: 1 });
    const { data } = constant.transform({ data: Float32Array.from([2, -1e30, 1e30]), rows: 3, columns: 1 });
    expect(data[0]).toBe(0);
    expect(data[1]).toBeCloseTo(-data[2], 6);
    expect(Number.isFinite(data[1])).toBe(true);
  });
});
