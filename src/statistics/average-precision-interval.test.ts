import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean } from '../mean.js';
import { averagePrecision } from '../metrics/threshold-curves.js';
import {
  averagePrecisionInterval,
  crossValidatedAveragePrecisionInterval,
} from './average-precision-interval.js';

const rows = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 })), {
  minLength: 30,
  maxLength: 60,
});

describe('averagePrecisionInterval', () => {
  it('holds the score, from 0 to 1, whatever the order of the rows', () => {
    fc.assert(
      fc.property(rows, (drawn) => {
        fc.pre(drawn.filter(([yes]) => yes).length >= 5);
        const interval = (of: typeof drawn) =>
          averagePrecisionInterval(
            of.map(([yes]) => yes),
            of.map(([, score]) => score),
          );
        const { low, high, averagePrecision: score } = interval(drawn);
        expect(score).toBe(
          averagePrecision(
            drawn.map(([yes]) => yes),
            drawn.map(([, value]) => value),
          ),
        );
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(score);
        expect(high).toBeGreaterThanOrEqual(score);
        expect(high).toBeLessThanOrEqual(1);
        expect(interval(drawn.toReversed()).low).toBeCloseTo(low as number, 12);
      }),
    );
  });

  it('has the variance of the jackknife for many rows', () => {
    // Leaving out one row at a time.
    const n = 400;
    const positive = Array.from({ length: n }, (_, i) => (i * 7) % 10 < 3);
    const scores = positive.map((yes, i) => ((i * 37) % 101) / 100 + (yes ? 0.3 : 0));
    const without = positive.map((_, left) =>
      averagePrecision(
        positive.filter((__, i) => i !== left),
        scores.filter((__, i) => i !== left),
      ),
    );
    const mean = without.reduce((sum, value) => sum + value, 0) / n;
    const error = Math.sqrt(((n - 1) / n) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0));
    const { low, high } = averagePrecisionInterval(positive, scores);
    expect(((high as number) - (low as number)) / 2 / 1.98 / error).toBeCloseTo(1, 1);
  });

  it('says why there is none', () => {
    const { reason, averagePrecision: score } = averagePrecisionInterval(
      [true, false, false],
      [0.9, 0.5, 0.1],
    );
    expect(reason).toBe('there is 1 positive row, too few for an interval: it takes 5');
    expect(score).toBe(1);
  });
});

describe('crossValidatedAveragePrecisionInterval', () => {
  const fold = (drawn: readonly (readonly [boolean, number])[], scale = 1, shift = 0) => ({
    positive: drawn.map(([yes]) => yes),
    scores: drawn.map(([, score]) => scale * score + shift),
  });
  const repeats = fc.array(fc.array(rows, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 3 });
  const positives = (drawn: readonly (readonly [boolean, number])[]) => drawn.filter(([yes]) => yes).length;

  it('holds the mean over the folds with positive rows, and ranks within folds alone', () => {
    fc.assert(
      fc.property(repeats, (drawn) => {
        fc.pre(drawn.every((folds) => positives(folds.flat()) >= 5));
        const interval = crossValidatedAveragePrecisionInterval(
          drawn.map((folds) => folds.map((each) => fold(each))),
        );
        const { low, high } = interval;
        const score = mean(
          drawn
            .flat()
            .filter((each) => positives(each) > 0)
            .map((each) => averagePrecision(fold(each).positive, fold(each).scores)),
        );
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(score);
        expect(high).toBeGreaterThanOrEqual(score);
        expect(high).toBeLessThanOrEqual(1);
        const otherScales = drawn.map((folds) => folds.map((each, f) => fold(each, 1 + f, 100 * f)));
        expect(crossValidatedAveragePrecisionInterval(otherScales)).toEqual(interval);
        // Other predictions of the same rows tell of no other rows.
        const again = crossValidatedAveragePrecisionInterval([...otherScales, ...otherScales]);
        expect(again.low).toBeCloseTo(low as number, 12);
        expect(again.high).toBeCloseTo(high as number, 12);
      }),
    );
  });

  it('says why there is none', () => {
    const folds = [
      fold([
        [true, 1],
        [false, 0],
      ]),
      fold([
        [true, 1],
        [false, 0],
      ]),
      fold([[false, 1]]),
    ];
    expect(crossValidatedAveragePrecisionInterval([folds])).toEqual({
      low: undefined,
      high: undefined,
      reason: 'there are 2 positive rows, too few for an interval: it takes 5',
    });
  });
});
