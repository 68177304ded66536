import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { isConstant } from '../../tables/preparation/moments.js';
import { binMatrix, rankMatrix } from './bin-matrix.js';

const column = (values: ArrayLike<number>): Matrix => ({
  data: Float32Array.from(values),
  rows: values.length,
  columns: 1,
});
const floats = fc.float({ noDefaultInfinity: true, noNaN: true });
const cells = fc.array(
  fc.oneof({ weight: 8, arbitrary: floats }, { weight: 1, arbitrary: fc.constant(NaN) }),
  {
    minLength: 1,
    maxLength: 60,
  },
);

it('gives codes in the order of the values, missing ones the last', () => {
  fc.assert(
    fc.property(cells, fc.integer({ min: 2, max: 20 }), (values, maxBins) => {
      const { data } = column(values);
      for (const binned of [binMatrix(column(values), maxBins), rankMatrix(column(values))]) {
        const [bins] = binned.bins;
        data.forEach((x, i) => {
          if (Number.isNaN(x)) {
            expect(binned.codes[i]).toBe(bins);
            expect(binned.hasMissing[0]).toBe(1);
            return;
          }
          const code = binned.codes[i];
          expect(x).toBeGreaterThanOrEqual(binned.lowest[0][code]);
          expect(x).toBeLessThanOrEqual(binned.highest[0][code]);
          if (code > 0) expect(binned.highest[0][code - 1]).toBeLessThan(x);
        });
      }
      expect(binMatrix(column(values), maxBins).bins[0]).toBeLessThanOrEqual(maxBins);
    }),
    { seed: 1 },
  );
});

it('gives every value a bin of its own while there are enough, and equal shares of the rows otherwise', () => {
  const distinct = Array.from({ length: 256 }, (_, i) => (i * 37) % 256);
  expect(binMatrix(column(distinct)).bins[0]).toBe(256);
  expect(Array.from(binMatrix(column(distinct)).codes)).toEqual(distinct);
  const many = binMatrix(column(Array.from({ length: 2560 }, (_, i) => i)));
  const counts = new Int32Array(256);
  for (const code of many.codes) counts[code]++;
  expect(new Set(counts)).toEqual(new Set([10]));
});

it('keeps to a byte with missing values', () => {
  const values = [...Array.from({ length: 1000 }, (_, i) => i), Number.NaN];
  const binned = binMatrix(column(values));
  expect(binned.codes).toBeInstanceOf(Uint8Array);
  expect([binned.bins[0], binned.codes[1000]]).toEqual([255, 255]);
  expect(rankMatrix(column(values)).codes).toBeInstanceOf(Uint16Array);
});

it('separates neighbouring bins by the threshold, however close their values are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(floats, { minLength: 2, maxLength: 30, comparator: (a, b) => a === b }),
      (values) => {
        const binned = rankMatrix(column(values));
        for (let code = 0; code + 1 < binned.bins[0]; code++) {
          const threshold = binned.threshold(0, code, code + 1);
          expect(Math.fround(threshold)).toBe(threshold);
          expect(binned.highest[0][code]).toBeLessThanOrEqual(threshold);
          expect(binned.lowest[0][code + 1]).toBeGreaterThan(threshold);
        }
      },
    ),
    { seed: 1 },
  );
  const close = rankMatrix(column([-(2 ** -149), 0, 2 ** -149]));
  expect(close.threshold(0, 0, 1)).toBe(-(2 ** -149));
  expect(close.threshold(0, 1, 2)).toBe(0);
});

it('refuses numbers of bins that it has no codes for', () => {
  for (const bins of [1, 257, 2.5]) expect(() => binMatrix(column([1, 2]), bins)).toThrow(InputError);
});

describe('64-bit values', () => {
  const wide = (values: ArrayLike<number>) => ({
    data: Float64Array.from(values),
    rows: values.length,
    columns: 1,
  });
  const doubles = fc.double({ noDefaultInfinity: true, noNaN: true });

  it('have neighbouring codes separated by the midpoint, or by the lower where there is none', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(doubles, { minLength: 2, maxLength: 30, comparator: (a, b) => a === b }),
        (values) => {
          const ranked = rankMatrix(wide(values));
          const sorted = Float64Array.from(values).sort();
          fc.pre(!isConstant(sorted[0], sorted[sorted.length - 1]));
          for (let code = 0; code + 1 < sorted.length; code++) {
            const threshold = ranked.threshold(0, code, code + 1);
            expect(threshold).toBeGreaterThanOrEqual(sorted[code]);
            expect(threshold).toBeLessThan(sorted[code + 1]);
          }
        },
      ),
      { seed: 1 },
    );
    const ms = rankMatrix(wide([1_700_000_000_001, 1_700_000_000_002, 0, Number.NaN]));
    expect(ms.threshold(0, 1, 2)).toBe(1_700_000_000_001.5);
    expect(ms.threshold(0, 2, 3)).toBe(Number.MAX_VALUE);
    const neighbours = rankMatrix(wide([1, 1 + Number.EPSILON, 2]));
    expect(neighbours.threshold(0, 0, 1)).toBe(1);
  });

  it('are not told apart where a column is constant up to rounding', () => {
    expect(rankMatrix(wide([0.3, 0.1 + 0.2, 0.3])).bins[0]).toBe(1);
    expect(rankMatrix(wide([0.3, 0.1 + 0.2, Number.NaN])).bins[0]).toBe(1);
    expect(rankMatrix(wide([0.3, 0.1 + 0.2, 1])).bins[0]).toBe(3);
  });

  it('are not collapsed by one of them', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 0 ? 1e10 : i * 1e-9));
    expect(rankMatrix(wide(values)).bins[0]).toBe(100);
    expect(binMatrix(wide(values), 10).bins[0]).toBe(10);
  });
});
