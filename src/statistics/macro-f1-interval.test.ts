import { describe, expect, it } from 'vitest';
import { macroF1Interval } from './macro-f1-interval.js';

/** `right` of `rows` rows right, the others taken for the other class; both classes alike. */
function predictions(rows: number, right: number) {
  const yTrue = Int32Array.from({ length: rows }, (_, i) => i % 2);
  return [yTrue, yTrue.map((c, i) => (i < right ? c : 1 - c))] as const;
}

describe('macroF1Interval', () => {
  it('is that of a share for two equal classes', () => {
    // Macro F1 is nearly the accuracy there; its interval is 0.8 -+ 1.96 sqrt(0.8 * 0.2 / 400).
    const { macroF1, low, high } = macroF1Interval(...predictions(400, 320), 2);
    expect(macroF1).toBeCloseTo(0.8, 2);
    expect(low).toBeCloseTo(0.8 - 0.0392, 2);
    expect(high).toBeCloseTo(0.8 + 0.0392, 2);
  });

  it('is a point where all is right, and the same for the same seed', () => {
    expect(macroF1Interval(...predictions(50, 50), 2)).toEqual({ macroF1: 1, low: 1, high: 1 });
    const once = macroF1Interval(...predictions(50, 30), 2, { seed: 3 });
    expect(macroF1Interval(...predictions(50, 30), 2, { seed: 3 })).toEqual(once);
    expect(macroF1Interval(...predictions(50, 30), 2, { seed: 4 })).not.toEqual(once);
  });

  it('refuses options out of range', () => {
    expect(() => macroF1Interval(...predictions(4, 2), 2, { resamples: 0 })).toThrow('resamples must be');
    expect(() => macroF1Interval(...predictions(4, 2), 2, { coverage: 1.5 })).toThrow('coverage');
  });
});
