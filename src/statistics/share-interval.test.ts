import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossValidatedShareInterval, shareInterval } from './share-interval.js';

describe('shareInterval', () => {
  it('solves the equation of the mid-P interval', () => {
    // 3 of 10: P(X > 3) + P(X = 3) / 2 at the low end, P(X < 3) + P(X = 3) / 2 at the high end.
    const { low, high } = shareInterval(3, 10);
    const chance = (k: number, p: number) => {
      const ways = [1, 10, 45, 120][k];
      return ways * p ** k * (1 - p) ** (10 - k);
    };
    const below = (p: number) => chance(0, p) + chance(1, p) + chance(2, p) + chance(3, p) / 2;
    expect(1 - below(low as number)).toBeCloseTo(0.025, 10);
    expect(below(high as number)).toBeCloseTo(0.025, 10);
  });

  it('reaches 0 and 1 where all rows are alike', () => {
    expect(shareInterval(0, 20).low).toBe(0);
    expect(shareInterval(20, 20).high).toBe(1);
    expect(shareInterval(0, 20).high).toBeCloseTo(1 - 0.05 ** (1 / 20), 10);
  });

  it('holds the share, is symmetric, and is wider for more coverage', () => {
    const counts = fc
      .integer({ min: 5, max: 3000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([hits, rows]) => {
        const [one, other, wide] = [
          shareInterval(hits, rows),
          shareInterval(rows - hits, rows),
          shareInterval(hits, rows, 0.99),
        ];
        expect(one.low).toBeLessThanOrEqual(hits / rows);
        expect(one.high).toBeGreaterThanOrEqual(hits / rows);
        expect(one.low).toBeCloseTo(1 - (other.high as number), 12);
        expect(wide.low).toBeLessThanOrEqual(one.low as number);
        expect(wide.high).toBeGreaterThanOrEqual(one.high as number);
      }),
    );
  });

  it('names what is wrong, and why there is none', () => {
    expect(() => shareInterval(3, 2)).toThrow('hits is 3 of 2 rows');
    expect(() => shareInterval(3, 20, 1)).toThrow('coverage');
    expect(shareInterval(0, 0).reason).toBe('there are 0 rows, too few for an interval: it takes 5');
  });
});

describe('crossValidatedShareInterval', () => {
  it('is that of all rows for folds of one size, however many the repeats', () => {
    const folds = [3, 5, 4].map((hits) => ({ hits, rows: 6 }));
    const { low, high } = shareInterval(12, 18);
    for (const repeats of [[folds], [folds, folds]]) {
      const found = crossValidatedShareInterval(repeats);
      expect(found.low).toBeCloseTo(low as number, 10);
      expect(found.high).toBeCloseTo(high as number, 10);
    }
    const all = [6, 6].map((rows) => ({ hits: rows, rows }));
    expect(crossValidatedShareInterval([all])).toEqual(shareInterval(12, 12));
    expect(crossValidatedShareInterval([all.map(({ rows }) => ({ hits: 0, rows }))])).toEqual(
      shareInterval(0, 12),
    );
  });

  it('holds the mean of the shares, from 0 to 1, and is wider for folds of other sizes', () => {
    const share = fc
      .integer({ min: 0, max: 40 })
      .chain((rows) => fc.record({ hits: fc.integer({ min: 0, max: rows }), rows: fc.constant(rows) }));
    fc.assert(
      fc.property(fc.array(share, { minLength: 2, maxLength: 6 }), (folds) => {
        fc.pre(folds.reduce((sum, { rows }) => sum + rows, 0) >= 5);
        const { low, high } = crossValidatedShareInterval([folds]);
        const score = folds.reduce((sum, { hits, rows }) => sum + hits / Math.max(1, rows), 0) / folds.length;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(score + 1e-12);
        expect(high).toBeGreaterThanOrEqual(score - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
    const width = ({ low = 0, high = 0 }) => high - low;
    const of = (...sizes: number[]) => [sizes.map((rows) => ({ hits: rows / 2, rows }))];
    expect(width(crossValidatedShareInterval(of(4, 36)))).toBeGreaterThan(
      1.2 * width(crossValidatedShareInterval(of(20, 20))),
    );
  });

  it('says why there is none', () => {
    const folds = [
      { hits: 1, rows: 2 },
      { hits: 0, rows: 0 },
    ];
    expect(crossValidatedShareInterval([folds]).reason).toBe(
      'there are 2 rows, too few for an interval: it takes 5',
    );
  });
});
