import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { bootstrapInterval } from './bootstrap.js';
import { correctedMean } from './corrected-mean.js';
import { correctedResampledTTest } from './corrected-resampled-t-test.js';
import { correctedTTestsOfPairs } from './corrected-t-tests-of-pairs.js';
import { holmAdjusted } from './holm.js';
import { winTieLoss } from './win-tie-loss.js';

describe('holmAdjusted', () => {
  it('agrees with R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    expect(holmAdjusted([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('lies between the values and those of Bonferroni, in the same order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (p) => {
        const adjusted = holmAdjusted(p);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, value * p.length));
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          });
        });
      }),
    );
  });

  it('refuses what is not a probability', () => {
    expect(() => holmAdjusted([0.1, Number.NaN])).toThrow(/p must be between 0 and 1, but it is NaN at 1/);
  });
});

describe('winTieLoss', () => {
  const scores = [
    [0.87, 0.86],
    [0.87, 0.85],
    [0.7, 0.8],
    [0.5, 0.5],
  ];

  it('counts from the side of the control', () => {
    expect(winTieLoss(scores, 0)).toEqual([{ classifier: 1, wins: 2, ties: 1, losses: 1 }]);
    expect(winTieLoss(scores, 1)).toEqual([{ classifier: 0, wins: 1, ties: 1, losses: 2 }]);
  });

  it('ties up to the margin, itself included', () => {
    expect(winTieLoss(scores, 0, 0.01)).toEqual([{ classifier: 1, wins: 1, ties: 2, losses: 1 }]);
    expect(winTieLoss(scores, 0, 0.1)).toEqual([{ classifier: 1, wins: 0, ties: 4, losses: 0 }]);
  });

  it('refuses a negative margin', () => {
    expect(() => winTieLoss(scores, 0, -1)).toThrow(/margin must be a number from 0 up, but it is -1/);
  });
});

describe('correctedResampledTTest', () => {
  it('finds nothing in no differences, and everything in equal ones', () => {
    expect(correctedResampledTTest([0, 0, 0], 80, 20)).toMatchObject({ t: 0, p: 1 });
    expect(correctedResampledTTest([-0.5, -0.5], 80, 20)).toMatchObject({
      t: Number.NEGATIVE_INFINITY,
      p: 0,
    });
  });

  it('takes what differs by rounding alone as equal', () => {
    expect(0.3 - 0.2).not.toBe(0.1);
    const test = correctedResampledTTest([0.3 - 0.2, 0.1], 80, 20);
    expect(test).toMatchObject({ t: Number.POSITIVE_INFINITY, standardError: 0 });
    expect(correctedResampledTTest([1e-17, -1e-17, 1e-17], 80, 20)).toMatchObject({ t: 0, p: 1 });
  });

  it('refuses what has no variance or no split', () => {
    expect(() => correctedResampledTTest([1], 80, 20)).toThrow(/needs at least two splits, but there is one/);
    expect(() => correctedResampledTTest([1, Number.NaN], 80, 20)).toThrow(/differences is NaN at 1/);
    expect(() => correctedResampledTTest([1, 2], 0, 20)).toThrow(/trainRows must be at least 1, but it is 0/);
  });
});

describe('correctedMean', () => {
  it('has a larger error the more of the rows are tested on, and none where nothing varies', () => {
    const values = [0.7, 0.8, 0.75, 0.9];
    const few = correctedMean('scores', values, 90, 10);
    expect(few.mean).toBeCloseTo(0.7875, 12);
    expect(correctedMean('scores', values, 50, 50).standardError).toBeGreaterThan(few.standardError);
    expect(correctedMean('scores', [0.5, 0.5], 80, 20)).toMatchObject({ mean: 0.5, standardError: 0 });
  });
});

describe('correctedTTestsOfPairs', () => {
  const splits = (rows: (number | null)[][]) =>
    rows.map((scores) => ({ trainRows: 80, testRows: 20, scores }));

  it('tests every pair, with the correction of Holm over all of them', () => {
    const rows = [
      [0.9, 0.8, 0.5],
      [0.85, 0.83, 0.55],
      [0.92, 0.84, 0.45],
      [0.88, 0.81, 0.6],
    ];
    const tests = correctedTTestsOfPairs(splits(rows));
    expect(tests.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const alone = tests.map(({ first, second }) =>
      correctedResampledTTest(
        rows.map((row) => row[first] - row[second]),
        80,
        20,
      ),
    );
    const adjusted = holmAdjusted(alone.map(({ p }) => p));
    tests.forEach(({ test, splits, remark }, i) => {
      expect(test).toEqual({ ...alone[i], adjustedP: adjusted[i] });
      expect(splits).toBe(4);
      expect(remark).toBeUndefined();
    });
  });

  it('compares on the splits that both have, and says so where there are too few', () => {
    const [pair, ...withLast] = correctedTTestsOfPairs(
      splits([
        [0.9, 0.8, 0.5],
        [0.8, null, null],
        [0.7, 0.75, null],
        [0.8, 0.9, null],
      ]),
    );
    expect(pair.splits).toBe(3);
    expect(pair.test?.meanDifference).toBeCloseTo(-0.05 / 3, 12);
    // A pair without a test takes no part in the correction.
    expect(pair.test?.adjustedP).toBe(pair.test?.p);
    for (const { test, remark } of withLast) {
      expect(test).toBeUndefined();
      expect(remark).toMatch(/one split only: a test needs at least two/);
    }
  });

  it('says in words where all differences are equal', () => {
    const [same, shifted] = correctedTTestsOfPairs(
      splits([
        [0.5, 0.5, 0.25],
        [0.75, 0.75, 0.5],
      ]),
    );
    expect(same.test).toMatchObject({ p: 1 });
    expect(same.remark).toMatch(/the same on every split/);
    expect(shifted.test).toMatchObject({ p: 0, t: Number.POSITIVE_INFINITY });
    expect(shifted.remark).toMatch(/chance cannot be estimated/);
  });

  it('takes no splits and no classifiers, and refuses uneven rows', () => {
    expect(correctedTTestsOfPairs([])).toEqual([]);
    expect(correctedTTestsOfPairs(splits([[1], [2]]))).toEqual([]);
    expect(() => correctedTTestsOfPairs(splits([[1, 2], [1]]))).toThrow(
      /split 1 has 1 scores.*split 0 has 2/,
    );
  });
});

describe('bootstrapInterval', () => {
  const random = new RandomStream(1, 'scores');
  /** 200 data sets with effects of deviation 2, five seeds each of deviation 1. */
  const values = Array.from({ length: 200 }, () => {
    const effect = 2 * random.normal();
    return Array.from({ length: 5 }, () => effect + random.normal());
  });
  const width = (options: Parameters<typeof bootstrapInterval>[1]) => {
    const { low, high } = bootstrapInterval(values, { resamples: 4000, ...options });
    return high - low;
  };
  const deviation = (row: readonly number[]) => {
    const mean = row.reduce((sum, value) => sum + value) / row.length;
    return Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length);
  };

  it('is as wide as theory says for each way to resample', () => {
    const means = values.map((row) => row.reduce((sum, value) => sum + value) / row.length);
    const between = deviation(means) ** 2;
    const within = values.reduce((sum, row) => sum + deviation(row) ** 2, 0) / values.length / 5;
    const expected = (variance: number) => 2 * 1.96 * Math.sqrt(variance / values.length);
    expect(width({ resample: 'datasets' }) / expected(between)).toBeCloseTo(1, 1);
    expect(width({ resample: 'seeds' }) / expected(within)).toBeCloseTo(1, 1);
    expect(width({ resample: 'both' }) / expected(between + within)).toBeCloseTo(1, 1);
    expect(width({ coverage: 0.5 }) / width({})).toBeCloseTo(0.6745 / 1.96, 1);
  });

  it('is the same for the same seed only', () => {
    const run = (seed: number) => bootstrapInterval(values.slice(0, 5), { seed, resamples: 100 });
    expect(run(3)).toEqual(run(3));
    expect(run(4).low).not.toBe(run(3).low);
  });

  it('has no width without variation, and weighs data sets alike whatever their seeds', () => {
    expect(bootstrapInterval([[2], [2, 2]])).toEqual({ mean: 2, low: 2, high: 2 });
    expect(bootstrapInterval([[1], [4, 4, 4]]).mean).toBe(2.5);
  });

  it('refuses what cannot be resampled', () => {
    expect(() => bootstrapInterval([])).toThrow(/no data sets/);
    expect(() => bootstrapInterval([[1], []])).toThrow(/no scores for data set 1/);
    expect(() => bootstrapInterval([[1, Number.NaN]])).toThrow(/NaN for data set 0, seed 1/);
    expect(() => bootstrapInterval([[1]], { resamples: 0 })).toThrow(
      /resamples must be an integer from 1 up/,
    );
    expect(() => bootstrapInterval([[1]], { coverage: 1 })).toThrow(/coverage must be a number between/);
    expect(() => bootstrapInterval([[1]], { resample: 'rows' as 'both' })).toThrow(/both, datasets or seeds/);
  });
});
