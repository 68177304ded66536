import { describe, expect, it } from 'vitest';
import { crossValidatedMacroF1Interval, macroF1Interval } from './macro-f1-interval.js';

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

  it('reaches 1 where all is right, and is the same for the same seed', () => {
    const perfect = macroF1Interval(...predictions(50, 50), 2);
    expect(perfect).toMatchObject({ macroF1: 1, high: 1 });
    expect(perfect.low).toBeCloseTo(0.95, 1);
    const once = macroF1Interval(...predictions(50, 30), 2, { seed: 3 });
    expect(macroF1Interval(...predictions(50, 30), 2, { seed: 3 })).toEqual(once);
    expect(macroF1Interval(...predictions(50, 30), 2, { seed: 4 })).not.toEqual(once);
  });

  it('takes an F1 of 0 to be possible for a class that is never found', () => {
    const yTrue = Int32Array.from({ length: 60 }, (_, i) => (i < 10 ? 1 : 0));
    const { macroF1, low, high } = macroF1Interval(yTrue, new Int32Array(60), 2);
    expect(macroF1).toBeCloseTo(100 / 110 / 2, 12);
    expect(low).toBeLessThan(macroF1);
    expect(high).toBeGreaterThan(macroF1 + 0.05);
  });

  it('says why there is none where a class has few rows', () => {
    const yTrue = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1);
    expect(macroF1Interval(yTrue, yTrue, 2)).toEqual({
      macroF1: 1,
      low: undefined,
      high: undefined,
      reason: 'the rarest class has 4 rows, too few for an interval: it takes 5',
    });
    expect(macroF1Interval(yTrue, yTrue, 3).reason).toContain('has 0 rows');
  });

  it('refuses options out of range', () => {
    expect(() => macroF1Interval(...predictions(4, 2), 2, { resamples: 0 })).toThrow('resamples must be');
    expect(() => macroF1Interval(...predictions(4, 2), 2, { coverage: 1.5 })).toThrow('coverage');
  });
});

describe('crossValidatedMacroF1Interval', () => {
  it('counts each row once, however many the repeats', () => {
    const [yTrue, yPred] = predictions(100, 80);
    const { low, high } = macroF1Interval(yTrue, yPred, 2);
    const pooled = [
      [80, 20],
      [20, 80],
    ];
    expect(crossValidatedMacroF1Interval(pooled, 2)).toEqual({ low, high });
    expect(crossValidatedMacroF1Interval(pooled, 25).reason).toContain('has 4 rows');
    expect(() => crossValidatedMacroF1Interval(pooled, 0)).toThrow('repeats must be at least 1, but it is 0');
  });
});
