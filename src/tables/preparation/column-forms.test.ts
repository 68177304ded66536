/** The two forms of prepared columns, and what neither an extreme cell nor rounding may do to them. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledValue } from './column-scale.js';
import { Preparation } from './preparation.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';

const column = (cells: Cell[]) => tableFromColumns([['x', cells]]);
const many = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
/** Evenly spread over 0..1 in a shuffled order. */
const spread = (i: number) => ((i * 7919) % 1009) / 1009;
const scaledOf = (cells: Cell[], news: Cell[] = cells) =>
  Array.from(Preparation.fit(column(cells)).prepare(column(news)).matrix.data);
const deviationOf = (values: number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
};

describe('values', () => {
  const table = tableFromColumns([
    ['ms', [1_700_000_000_123, 1_700_000_000_124, null, 1_700_000_000_129]],
    ['ok', ['yes', 'no', 'YES', null]],
    ['colour', ['red', null, 'blue', 'red']],
  ]);
  const preparation = Preparation.fit(table);

  it('are the cells in 64 bits, with what scales them', () => {
    const { matrix } = preparation.prepare(table, undefined, { form: 'values', keepMissing: true });
    expect(matrix.data).toBeInstanceOf(Float64Array);
    const width = preparation.featureNames.length;
    expect(Array.from({ length: 4 }, (_, row) => matrix.data[row * width])).toEqual([
      1_700_000_000_123,
      1_700_000_000_124,
      Number.NaN,
      1_700_000_000_129,
    ]);
    const [fitted] = preparation.toJSON().columns;
    if (fitted.kind !== 'numeric') throw new Error('ms is a number');
    expect(matrix.scaling).toEqual([
      { mean: fitted.mean, scale: fitted.scale },
      ...new Array(width - 1).fill(null),
    ]);
  });

  it('scaled by what comes with them are the scaled form, bit for bit but for the sign of zero', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 40 }), (cells) => {
        const any = tableFromColumns([
          ['v', cells],
          ['w', cells.map((_, i) => (i % 3 === 0 ? 'a' : 'b'))],
        ]);
        const fitted = Preparation.fit(any, undefined, undefined, { numeric: ['v'], categorical: ['w'] });
        const { data } = fitted.prepare(any).matrix;
        const { matrix } = fitted.prepare(any, undefined, { form: 'values' });
        matrix.data.forEach((x, i) => {
          const scale = matrix.scaling?.[i % matrix.columns];
          expect(data[i] + 0).toBe(Math.fround(scale ? scaledValue(x, scale) : x) + 0);
          expect(Number.isFinite(data[i])).toBe(true);
        });
      }),
    );
  });

  it('count 64 bits against the memory limit', () => {
    const cells = many(100, (i) => spread(i));
    const tight = Preparation.fit(column(cells), undefined, undefined, { memoryLimitBytes: 100 * 8 - 1 });
    expect(tight.prepare(column(cells)).matrix.rows).toBe(100);
    expect(() => tight.prepare(column(cells), undefined, { form: 'values' })).toThrow(/800 bytes/);
  });
});

describe('a few values that would set the scale', () => {
  it.each([
    ['one cell of 1e10 in 1,000', many(1000, (i) => (i === 500 ? 1e10 : spread(i)))],
    ['a code in 3 % of the cells', many(1000, (i) => (i % 33 === 0 ? 9_999_999_999 : spread(i)))],
    ['a code in 60 % of the cells', many(1000, (i) => (i % 5 < 3 ? -1e10 : spread(i)))],
    ['a code among 0 and 1', many(1000, (i) => (i % 33 === 0 ? 9_999_999_999 : i % 2))],
    ['a code among rare ones', many(1000, (i) => (i % 33 === 0 ? 9_999_999_999 : i % 50 === 1 ? 1 : 0))],
    ['999 among 0 to 10 in 40 % of the cells', many(1000, (i) => (i % 5 < 2 ? 999 : 10 * spread(i)))],
    ['two codes', many(1000, (i) => [1e10, -999, ...many(30, (k) => spread(i + k))][i % 32])],
    ['13 decades', many(1000, (i) => 10 ** (13 * spread(i) - 3))],
  ])('leaves the others as far apart as they are: %s', (_, cells) => {
    const scaled = scaledOf(cells);
    const bulk = cells
      .map((cell, i) => ({ cell, i }))
      .filter(({ cell }) => Math.abs(cell) < 1e8 && cell !== 999);
    expect(deviationOf(bulk.map(({ i }) => scaled[i]))).toBeGreaterThan(0.1);
    expect(new Set(scaled).size).toBeGreaterThan(0.95 * new Set(cells).size);
    const order = [...cells.keys()].sort((a, b) => cells[a] - cells[b]);
    for (let i = 1; i < order.length; i++) {
      expect(scaled[order[i]]).toBeGreaterThanOrEqual(scaled[order[i - 1]]);
    }
    expect(Math.max(...scaled.map(Math.abs))).toBeLessThan(3.5);
  });

  it.each([
    ['normal values', many(1000, (i) => spread(i) + spread(i + 300) + spread(i + 600))],
    ['an indicator, rarely 1', many(1000, (i) => (i === 7 ? 1 : 0))],
    ['an indicator of another unit', many(1000, (i) => (i % 10 === 0 ? 1e10 : 0))],
    ['rare counts', many(1000, (i) => (i % 100 === 0 ? 1 + (i % 7) : 0))],
    ['an exponential distribution', many(1000, (i) => -Math.log(1 - spread(i)))],
    ['milliseconds since 1970', many(1000, (i) => 1_700_000_000_000 + Math.floor(1e9 * spread(i)))],
  ])('are not seen in %s', (_, cells) => {
    const [fitted] = Preparation.fit(column(cells)).toJSON().columns;
    expect(fitted).not.toHaveProperty('quantiles');
    expect(deviationOf(scaledOf(cells))).toBeCloseTo(1, 5);
  });
});

describe('a new cell', () => {
  const cells = many(1000, (i) => spread(i));

  it('is finite however far out, and further out is larger', () => {
    const news = [-1.7e308, -1e300, -1e10, -1e4, -1, 0, 0.5, 1, 1e4, 1e10, 1e300, 1.7e308];
    for (const training of [cells, many(1000, (i) => (i === 0 ? 1e10 : spread(i)))]) {
      const scaled = scaledOf(training, news);
      expect(scaled.every((z) => Math.abs(z) < 2000)).toBe(true);
      for (let i = 1; i < news.length; i++) expect(scaled[i]).toBeGreaterThanOrEqual(scaled[i - 1]);
    }
    expect(new Set(scaledOf(cells, news)).size).toBe(news.length);
  });

  it('is standardised up to 1,000 standard deviations', () => {
    const [fitted] = Preparation.fit(column(cells)).toJSON().columns;
    if (fitted.kind !== 'numeric') throw new Error('x is a number');
    const { mean, scale } = fitted;
    const far = mean + 999 * scale;
    expect(scaledOf(cells, [far])[0]).toBe(Math.fround((far - mean) / scale));
  });
});

describe('a column that is constant up to rounding', () => {
  const rounded = many(400, (i) => (i % 2 === 0 ? 0.3 : 0.1 + 0.2));

  it('is dropped', () => {
    const table = tableFromColumns([
      ['c', rounded],
      ['x', many(400, spread)],
    ]);
    const preparation = Preparation.fit(table);
    expect(preparation.featureNames).toEqual(['x']);
    expect(preparation.notices.join()).toMatch(/1 column dropped with one value only.*"c"/);
    expect(preparation.inputColumns[0]).toMatchObject({ kind: 'constant' });
  });

  it('has an indicator and no value where cells are missing', () => {
    const preparation = Preparation.fit(column([null, ...rounded]));
    expect(preparation.featureNames).toEqual(['x is missing']);
  });

  it('is kept with scale 1 where it is forced', () => {
    const preparation = Preparation.fit(column(rounded), undefined, undefined, { numeric: ['x'] });
    const { data } = preparation.prepare(column([0.3, 0.31])).matrix;
    expect(data[0]).toBeCloseTo(0, 12);
    expect(data[1]).toBeCloseTo(0.01, 6);
  });

  it.each([
    ['milliseconds since 1970', 1_700_000_000_000, 1],
    ['nanoseconds since 1970, a second apart', 1.7e18, 1e9],
    ['1e12 and a half', 1e12, 0.5],
    ['tiny numbers', 0, 1e-300],
  ])('is not one of real differences: %s', (_, offset, step) => {
    const preparation = Preparation.fit(column(many(400, (i) => offset + step * (i % 2))));
    expect(preparation.featureNames).toEqual(['x']);
    expect(new Set(preparation.prepare(column([offset, offset + step])).matrix.data).size).toBe(2);
  });
});
