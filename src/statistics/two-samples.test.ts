/** Tests of two samples beside SciPy's (fixtures/make_two_samples.py). */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { chiSquaredTest } from './chi-squared-test.js';
import { normalTail } from './distributions/normal.js';
import { fisherExact } from './fisher-exact.js';
import { kolmogorovDistributionTail, kolmogorovSmirnov, kolmogorovTail } from './kolmogorov-smirnov.js';
import { populationStability } from './population-stability.js';
import { rankSum } from './rank-sum.js';

const golden = JSON.parse(readFileSync(new URL('./fixtures/two-samples.json', import.meta.url), 'utf8'));

function expectClose(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual / expected - 1), `${actual} beside ${expected}`).toBeLessThan(tolerance);
}

describe('kolmogorovSmirnov', () => {
  it("is SciPy's exact test", () => {
    for (const { x, y, statistic, p } of golden.ks) {
      const test = kolmogorovSmirnov(x, y);
      expect(test).toMatchObject({ method: 'exact', statistic: expect.closeTo(statistic, 12) });
      expectClose(test.p, p);
    }
  });

  it("has the tail of Kolmogorov's distribution, on which the exact test converges", () => {
    for (const [x, p] of golden.kolmogorov) expectClose(kolmogorovDistributionTail(x), p);
    expect(kolmogorovDistributionTail(0)).toBe(1);
    const { x, y, statistic, p } = golden.ks[4];
    expectClose(kolmogorovTail(statistic, x.length, y.length), p, 0.05);
  });

  it('is exact given ties: the share of the permutations of the values', () => {
    const few = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(few, few, (x, y) => {
        const all = [...x, ...y];
        const distance = (chosen: number) => {
          const one = all.filter((_, i) => (chosen >> i) & 1);
          const other = all.filter((_, i) => !((chosen >> i) & 1));
          const upTo = (values: number[], v: number) => values.filter((each) => each <= v).length;
          return Math.max(
            ...all.map((v) => Math.abs(upTo(one, v) * other.length - upTo(other, v) * one.length)),
          );
        };
        const observed = distance(2 ** x.length - 1);
        let [asFar, sets] = [0, 0];
        for (let chosen = 0; chosen < 2 ** all.length; chosen++) {
          if (chosen.toString(2).replaceAll('0', '').length !== x.length) continue;
          sets++;
          if (distance(chosen) >= observed) asFar++;
        }
        expect(kolmogorovSmirnov(x, y).p).toBeCloseTo(asFar / sets, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('takes the asymptotic tail for many values, and refuses none', () => {
    const many = Float64Array.from({ length: 1001 }, (_, i) => i);
    expect(kolmogorovSmirnov(many, many)).toEqual({ statistic: 0, method: 'asymptotic', p: 1 });
    expect(() => kolmogorovSmirnov([], [1])).toThrow(InputError);
    expect(() => kolmogorovSmirnov([1], [Number.NaN])).toThrow(/y is NaN at 0/);
  });
});

describe('chiSquaredTest', () => {
  it("is SciPy's without correction for continuity", () => {
    for (const { one, other, statistic, p } of golden.chiSquared) {
      const test = chiSquaredTest(one, other);
      expect(test).toMatchObject({ method: 'chi-squared', outcomes: one.length });
      expectClose(test.statistic, statistic);
      expectClose(test.p, p);
    }
  });

  it('pools rare outcomes', () => {
    expect(chiSquaredTest([100, 1, 2, 50, 0], [100, 3, 5, 50, 2])).toMatchObject({ outcomes: 3 });
    // 30 rows of a new outcome among 100, beside 10,000: pooled with the next ones it expects 10, and has 40.
    const found = chiSquaredTest([9000, 600, 400, 0], [60, 6, 4, 30]);
    expect(found).toMatchObject({ outcomes: 2, method: 'chi-squared' });
    expect(found.p).toBeLessThan(1e-12);
    expect(chiSquaredTest([9990, 10], [100, 0])).toMatchObject({ method: 'fisher' });
    const even = chiSquaredTest(new Array(40).fill(50), [...new Array(39).fill(5), 6]);
    expect(even.outcomes).toBeGreaterThan(15);
    expect(chiSquaredTest([1, 1], [0, 0, 1].slice(1))).toMatchObject({ method: 'fisher', outcomes: 2 });
    expect(chiSquaredTest([5], [9])).toMatchObject({ outcomes: 1, p: 1 });
    expect(() => chiSquaredTest([0, 0], [1, 2])).toThrow(/a sample has no rows/);
  });
});

it("fisherExact is SciPy's", () => {
  for (const { table, p } of golden.fisher) expectClose(fisherExact(table[0], table[1]), p);
});

it('rankSum is the test of Mann and Whitney', () => {
  for (const { one, other, area, p } of golden.rankSum) {
    const found = rankSum(one, other);
    expect(found.area).toBeCloseTo(area, 12);
    expectClose(normalTail(found.z), p);
  }
  expect(rankSum([1, 1], [1, 1, 1])).toEqual({ area: 0.5, z: 0 });
});

describe('populationStability', () => {
  it('is the sum of (q - p) ln(q / p), with half a row in an empty bin', () => {
    expect(populationStability([50, 50], [25, 75])).toBeCloseTo(
      -0.25 * Math.log(0.5) + 0.25 * Math.log(1.5),
      12,
    );
    expect(populationStability([100, 0, 0], [90, 10, 0])).toBeCloseTo(
      -0.1 * Math.log(0.9) + 0.095 * Math.log(20),
      12,
    );
  });

  it('is the same both ways, and 0 for equal shares', () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(counts, (pairs) => {
        const [one, other] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const found = populationStability(one, other);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(populationStability(other, one)).toBeCloseTo(found, 10);
        expect(
          populationStability(
            one,
            one.map((a) => 3 * a),
          ),
        ).toBeCloseTo(0, 12);
      }),
    );
  });
});
