import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { completeBlocks } from './complete-blocks.js';
import { friedmanTest } from './friedman.js';
import { nemenyiCriticalDifference } from './nemenyi.js';
import { averageRanks } from './ranks.js';
import { testOverMetrics } from './test-over-metrics.js';
import { wilcoxonSignedRank } from './wilcoxon.js';
import { wilcoxonAgainstControl } from './wilcoxon-against-control.js';

/** Data sets x classifiers, with ties. */
const tiedScores = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 6 })).chain(([N, k]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: k, maxLength: k }), {
    minLength: N,
    maxLength: N,
  }),
);

describe('averageRanks', () => {
  it('shares ranks among equal values', () => {
    expect(averageRanks([3, 1, 3, 2, 3])).toEqual({ ranks: Float64Array.of(4, 1, 4, 2, 4), ties: 24 });
    expect(averageRanks([])).toEqual({ ranks: new Float64Array(), ties: 0 });
  });

  it('is half the number of smaller values from both sides', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (values) => {
        const { ranks } = averageRanks(values);
        values.forEach((value, i) => {
          const smaller = values.filter((other) => other < value).length;
          const equal = values.filter((other) => other === value).length;
          expect(ranks[i]).toBe(smaller + (equal + 1) / 2);
        });
      }),
    );
  });
});

describe('friedmanTest', () => {
  it('finds nothing where everything ties', () => {
    const test = friedmanTest([
      [7, 7, 7],
      [1, 1, 1],
    ]);
    expect(test).toMatchObject({ meanRanks: [2, 2, 2], chiSquared: 0, p: 1, tieCorrection: 0 });
    expect(test.imanDavenport).toMatchObject({ F: 0, p: 1 });
    expect(test.uncorrected).toEqual({ chiSquared: 0, p: 1 });
  });

  it('has an infinite F where the rankings agree completely, ties or not', () => {
    for (const row of [
      [3, 2, 1],
      [3, 1, 1],
    ]) {
      const test = friedmanTest([row, row, row, row]);
      expect(test.chiSquared).toBe(8);
      expect(test.imanDavenport).toMatchObject({ F: Number.POSITIVE_INFINITY, p: 0 });
    }
  });

  it('is never NaN, and sees ranks only, whatever the order of the data sets', () => {
    fc.assert(
      fc.property(tiedScores, (scores) => {
        const test = friedmanTest(scores);
        for (const value of [test.chiSquared, test.p, test.uncorrected.p, test.imanDavenport.p]) {
          expect(value).toBeGreaterThanOrEqual(0);
        }
        expect(test.p).toBeLessThanOrEqual(1);
        const transformed = scores.map((row, d) => row.map((score) => Math.exp(score) + d)).reverse();
        expect(friedmanTest(transformed)).toEqual(test);
      }),
    );
  });

  it.each([
    [[], /Friedman test needs at least two data sets, but there are none/],
    [[[1, 2]], /Friedman test needs at least two data sets, but there is one: it compares/],
    [[[1], [2]], /Friedman test needs at least two classifiers, but there is one: there is nothing/],
    [[[1, 2], [1]], /data set 1 has 1 scores, but data set 0 has 2/],
    [
      [
        [1, 2],
        [Number.NaN, 1],
      ],
      /classifier 0 on data set 1 is NaN: .*completeBlocks/,
    ],
  ])('refuses %j', (scores, message) => {
    expect(() => friedmanTest(scores)).toThrow(InputError);
    expect(() => friedmanTest(scores)).toThrow(message);
  });
});

describe('testOverMetrics', () => {
  it('finds nothing where all mean ranks are equal', () => {
    const third = new Array(7).fill(4);
    expect(testOverMetrics([third, third, third])).toMatchObject({ chiSquared: 0, p: 1, valid: false });
  });

  it('refuses a single metric', () => {
    expect(() => testOverMetrics([[1, 2]])).toThrow(/test over metrics needs at least two metrics/);
  });
});

describe('nemenyiCriticalDifference', () => {
  it('gives the critical values of Demsar (2006), Table 5', () => {
    const q = (k: number, alpha: number) =>
      nemenyiCriticalDifference(k, 10, alpha) / Math.sqrt((k * (k + 1)) / 60);
    expect(q(2, 0.05)).toBeCloseTo(1.96, 3);
    expect(q(5, 0.05)).toBeCloseTo(2.728, 3);
    expect(q(10, 0.1)).toBeCloseTo(2.92, 3);
  });

  it('grows with the classifiers and with certainty, any number of them', () => {
    const differences = [2, 10, 100, 1000].map((k) => nemenyiCriticalDifference(k, 30, 0.01));
    expect(differences).toEqual(differences.toSorted((a, b) => a - b));
    expect(nemenyiCriticalDifference(1000, 30, 0.05)).toBeLessThan(differences[3]);
  });

  it('refuses what it cannot be made from', () => {
    expect(() => nemenyiCriticalDifference(1, 18)).toThrow(
      /^Nemenyi's test compares at least two classifiers .* but the number of classifiers is 1$/,
    );
    expect(() => nemenyiCriticalDifference(3, 1)).toThrow(/number of data sets is 1$/);
    expect(() => nemenyiCriticalDifference(3, 18, 1)).toThrow(/alpha must be a number between 0 and 1/);
  });
});

describe('wilcoxonSignedRank', () => {
  it('finds nothing where no pair differs', () => {
    expect(wilcoxonSignedRank([1, 2], [1, 2])).toMatchObject({ statistic: 0, pairs: 0, p: 1 });
  });

  it('counts the sign patterns', () => {
    // All 2^8 patterns by hand.
    const x = [1, -2, 3, 4, 5, -6, 7, 8];
    const statisticOf = (signs: number) => {
      const positive = x.reduce((sum, _, i) => sum + ((signs >> i) & 1 ? i + 1 : 0), 0);
      return Math.min(positive, 36 - positive);
    };
    const patterns = Array.from({ length: 256 }, (_, signs) => statisticOf(signs));
    const test = wilcoxonSignedRank(x, new Array(8).fill(0));
    expect(test).toMatchObject({ statistic: 8, positiveRanks: 28, negativeRanks: 8, method: 'exact' });
    expect(test.p).toBeCloseTo(patterns.filter((statistic) => statistic <= 8).length / 256, 14);
  });

  it('is exact with ties and zeros', () => {
    expect(wilcoxonSignedRank([1, 1, 1, 1, 1], [0, 0, 0, 0, 0])).toMatchObject({
      p: 0.0625,
      method: 'exact',
    });
    expect(wilcoxonSignedRank([1, 1, 1, 1, 1, 7], [0, 0, 0, 0, 0, 7])).toMatchObject({ p: 0.0625, pairs: 5 });
    const differences = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(differences, (x) => {
        const test = wilcoxonSignedRank(x, new Array(x.length).fill(0));
        const { ranks } = averageRanks(x.filter((value) => value !== 0).map(Math.abs));
        const total = ranks.reduce((sum, rank) => sum + rank, 0);
        let asFar = 0;
        for (let signs = 0; signs < 2 ** ranks.length; signs++) {
          const positive = ranks.reduce((sum, rank, i) => sum + ((signs >> i) & 1 ? rank : 0), 0);
          if (Math.abs(positive - total / 2) >= Math.abs(test.positiveRanks - total / 2)) asFar++;
        }
        expect(test.method).toBe('exact');
        expect(test.p).toBeCloseTo(asFar / 2 ** ranks.length, 14);
      }),
    );
  });

  it('takes the normal approximation for more than 50 pairs', () => {
    const ones = new Array(51).fill(1);
    expect(
      wilcoxonSignedRank(
        ones,
        ones.map(() => 0),
      ).method,
    ).toBe('normal');
    expect(wilcoxonSignedRank(ones.slice(1), new Array(50).fill(0))).toMatchObject({
      method: 'exact',
      p: 2 ** -49,
    });
  });

  it('does not care which of the two is first', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2 }), (pairs) => {
        const x = pairs.map(([value]) => value);
        const y = pairs.map(([, value]) => value);
        const test = wilcoxonSignedRank(x, y);
        expect(wilcoxonSignedRank(y, x).p).toBe(test.p);
        expect(test.p).toBeGreaterThan(0);
        expect(test.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses what it cannot pair', () => {
    expect(() => wilcoxonSignedRank([1, 2], [1])).toThrow(/x has 2 values and y 1/);
    expect(() => wilcoxonSignedRank([1], [2])).toThrow(/Wilcoxon's test needs at least two data sets/);
    expect(() => wilcoxonSignedRank([1, 2], [1, Number.NaN])).toThrow(/pair 1 is 2 and NaN/);
  });
});

describe('wilcoxonAgainstControl', () => {
  const scores = [
    [5, 9, 6],
    [4, 9, 8],
    [3, 9, 1],
    [2, 9, 3],
    [1, 9, 4],
    [0, 9, 9.5],
  ];

  it('compares each other column, with the correction for all', () => {
    const [first, last] = wilcoxonAgainstControl(scores, 1);
    expect([first.classifier, last.classifier]).toEqual([0, 2]);
    expect(first).toMatchObject({ positiveRanks: 21, negativeRanks: 0, p: 2 / 64, adjustedP: 4 / 64 });
    expect(last).toMatchObject({ positiveRanks: 20, negativeRanks: 1, p: 4 / 64, adjustedP: 4 / 64 });
  });

  it('refuses a control that is not a column', () => {
    expect(() => wilcoxonAgainstControl(scores, 3)).toThrow(
      /control must be a column from 0 to 2, but it is 3/,
    );
  });
});

describe('completeBlocks', () => {
  it('drops data sets with missing scores and says which', () => {
    const blocks = completeBlocks(
      ['a', 'b', 'c'],
      ['tree', 'forest'],
      [
        [1, 2],
        [undefined, 3],
        [null, Number.NaN],
      ],
    );
    expect(blocks).toEqual({
      datasets: ['a'],
      scores: [[1, 2]],
      dropped: [
        { dataset: 'b', missing: ['tree'] },
        { dataset: 'c', missing: ['tree', 'forest'] },
      ],
    });
  });

  it('refuses numbers of names and scores that differ', () => {
    expect(() => completeBlocks(['a'], ['tree'], [])).toThrow(/0 rows for 1 data sets/);
    expect(() => completeBlocks(['a'], ['tree'], [[1, 2]])).toThrow(
      /2 values for a, but there are 1 classifiers/,
    );
  });
});
