import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from './fixtures/standard-scaler.json' with { type: 'json' };
import { medianInPlace } from './median.js';
import { isConstant, moments } from './moments.js';

describe('moments and median', () => {
  it.each(golden)('agrees with StandardScaler and numpy.median on $name', (column) => {
    const values = Float64Array.from(column.values.filter((value) => value !== null));
    const { mean, deviation } = moments(values);
    expect(Math.abs(mean - column.mean)).toBeLessThanOrEqual(1e-12 * Math.abs(column.mean));
    expect(Math.abs(deviation - column.scale)).toBeLessThanOrEqual(1e-9 * column.scale);
    expect(medianInPlace(values)).toBe(column.median);
  });

  it('gives deviation exactly 0 to equal values that are not binary fractions', () => {
    expect(moments(new Float64Array(1001).fill(0.1))).toEqual({ mean: 0.1, deviation: 0 });
  });

  it('takes values for equal that differ by rounding, and no others', () => {
    expect(isConstant(0.3, 0.1 + 0.2)).toBe(true);
    expect(isConstant(-0.1 - 0.2, -0.3)).toBe(true);
    expect(isConstant(0, 0)).toBe(true);
    expect(isConstant(1e15, 1e15 + 1)).toBe(false);
    expect(isConstant(1e15, 1e15)).toBe(true);
    expect(isConstant(0.3, 0.3 + 1e-12)).toBe(false);
    expect(isConstant(-1e-300, 1e-300)).toBe(false);
    expect(isConstant(1_700_000_000_000, 1_700_000_000_000.01)).toBe(false);
    expect(moments(Float64Array.of(0.3, 0.1 + 0.2, 0.3))).toEqual({ mean: 0.3, deviation: 0 });
  });

  it('survives the ends of the 64-bit range', () => {
    const wide = moments(Float64Array.of(1.7e308, -1.7e308, 1.7e308, -1.7e308));
    expect(wide.mean).toBe(0);
    expect(wide.deviation / 1.7e308).toBeCloseTo(1, 12);
    expect(moments(Float64Array.of(Number.MAX_VALUE, 0)).deviation / Number.MAX_VALUE).toBeCloseTo(0.5, 12);
    const narrow = moments(Float64Array.of(1e-300, 3e-300));
    expect(narrow.mean / 2e-300).toBeCloseTo(1, 12);
    expect(narrow.deviation / 1e-300).toBeCloseTo(1, 12);
    expect(medianInPlace(Float64Array.of(1.7e308, 1.7e308))).toBe(1.7e308);
  });

  it('keeps the deviation of small differences on a large offset', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => 1e12 + (i % 2));
    expect(moments(values).deviation).toBeCloseTo(0.5, 12);
  });

  it('median is that of the sorted values', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const sorted = Float64Array.from(values).sort();
        const half = sorted.length / 2;
        const expected = (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
        expect(medianInPlace(Float64Array.from(values))).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('finds the median of orders that are hard for quickselect', () => {
    const n = 20_001;
    const organPipe = Float64Array.from({ length: n }, (_, i) => Math.min(i, n - 1 - i));
    expect(medianInPlace(organPipe.slice())).toBe(organPipe.slice().sort()[n >> 1]);
    const interleaved = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? i : n - i));
    expect(medianInPlace(interleaved.slice())).toBe(interleaved.slice().sort()[n >> 1]);
  });
});
