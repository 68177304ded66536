import { describe, expect, it } from 'vitest';
import { distanceBetween } from './score-shifts.js';

describe('distanceBetween', () => {
  it('is the mean distance of equal quantiles, in mean absolute deviations', () => {
    const then = Float64Array.of(0.4, 0.1, 0.2, 0.3);
    expect(distanceBetween(then, then.toReversed())).toBe(0);
    expect(
      distanceBetween(
        then,
        then.map((p) => p + 0.05),
      ),
    ).toBeCloseTo(0.5, 10);
    // Halves of 0.1, 0.2 and 0.3, 0.4 beside 0.15 and 0.35: 0.05 everywhere.
    expect(distanceBetween(then, Float64Array.of(0.35, 0.15))).toBeCloseTo(0.5, 10);
    expect(distanceBetween(Float64Array.of(0.2, 0.2), Float64Array.of(0.2))).toBe(0);
    expect(distanceBetween(Float64Array.of(0.2, 0.2), Float64Array.of(0.3))).toBeGreaterThan(1e6);
  });
});
