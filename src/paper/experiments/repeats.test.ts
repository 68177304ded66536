import { describe, expect, it } from 'vitest';
import { meanInterval, sign } from './repeats.js';

describe('meanInterval', () => {
  it('is the mean with t standard errors to both sides', () => {
    // statsmodels and R: t.test(c(1, 2, 3, 4, 6)) gives 0.8116 to 5.5884.
    const interval = meanInterval([1, 2, 3, 4, 6]);
    expect(interval.mean).toBeCloseTo(3.2, 12);
    expect(interval.standardError).toBeCloseTo(Math.sqrt(3.7 / 5), 12);
    expect(interval.low).toBeCloseTo(0.8116, 4);
    expect(interval.high).toBeCloseTo(5.5884, 4);
    expect(sign(interval)).toBe(1);
    expect(sign(meanInterval([-1, 2, 0]))).toBe(0);
    expect(sign(meanInterval([-1.1, -1, -1.2]))).toBe(-1);
  });

  it('has no width, and so no sign, for a single value', () => {
    expect(meanInterval([0.3])).toMatchObject({ count: 1, mean: 0.3, low: Number.NaN });
    expect(sign(meanInterval([0.3]))).toBe(0);
  });
});
