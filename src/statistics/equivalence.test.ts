import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equivalenceTest } from './equivalence.js';

describe('equivalenceTest', () => {
  // scipy.stats 1.x: max(t.sf((d + m) / se, df), t.cdf((d - m) / se, df)) and d -+ t.ppf(.95, df) * se.
  it.each([
    [0.01, 0.005, 4, 0.008065044950046276, -0.0006592339316332466, 0.02065923393163325],
    [-0.02, 0.012, 16, 0.20846196475176557, -0.040950604115314995, 0.0009506041153149944],
    [0.05, 0.01, 4, 0.9419417382415922, 0.02868153213673351, 0.0713184678632665],
    [0, 0.03, 9, 0.1717181980689568, -0.05499338797968711, 0.05499338797968711],
    [-0.029, 0.0004, 30, 0.009057824534033485, -0.029678904354637586, -0.028321095645362417],
    [0.004, 0.002, 1, 0.024437251972197403, -0.008627503029350074, 0.016627503029350073],
  ])(
    'of %f with a standard error of %f and %i degrees of freedom',
    (difference, standardError, degreesOfFreedom, p, low, high) => {
      const test = equivalenceTest({ difference, standardError, degreesOfFreedom, margin: 0.03 });
      expect(test.p / p).toBeCloseTo(1, 9);
      expect(test.low).toBeCloseTo(low, 10);
      expect(test.high).toBeCloseTo(high, 10);
      expect(test.equivalent).toBe(p <= 0.05);
    },
  );

  it('agrees with statsmodels (DescrStatsW.ttost_mean of 0.012, -0.004, 0.021, 0.006, 0.015, 0.002)', () => {
    const { p } = equivalenceTest({
      ...{ difference: 0.008666666666666668, standardError: 0.0037208123366335535 },
      ...{ degreesOfFreedom: 5, margin: 0.03 },
    });
    expect(p / 0.0011300716592010226).toBeCloseTo(1, 8);
  });

  it('rejects where, and only where, the interval lies within the margin', () => {
    const numbers = {
      difference: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      standardError: fc.double({ min: 1e-4, max: 0.1, noNaN: true }),
      degreesOfFreedom: fc.integer({ min: 1, max: 40 }),
      margin: fc.double({ min: 0.005, max: 0.1, noNaN: true }),
    };
    fc.assert(
      fc.property(fc.record(numbers), (input) => {
        const { p, equivalent, low, high } = equivalenceTest(input);
        fc.pre(Math.abs(p - 0.05) > 1e-9);
        expect(equivalent).toBe(low > -input.margin && high < input.margin);
        const mirrored = equivalenceTest({ ...input, difference: -input.difference });
        expect(mirrored.p).toBeCloseTo(p, 12);
      }),
    );
  });

  it('knows a difference without noise, and refuses what cannot be tested', () => {
    const exact = { standardError: 0, degreesOfFreedom: 4, margin: 0.03 };
    expect(equivalenceTest({ ...exact, difference: 0.029 })).toMatchObject({ p: 0, equivalent: true });
    expect(equivalenceTest({ ...exact, difference: 0.031 })).toMatchObject({ p: 1, equivalent: false });
    expect(() => equivalenceTest({ ...exact, difference: 0, margin: 0 })).toThrow('margin must be above 0');
    expect(() => equivalenceTest({ ...exact, difference: 0, standardError: -1 })).toThrow('standardError');
    expect(() => equivalenceTest({ ...exact, difference: 0, degreesOfFreedom: 0 })).toThrow(
      'degreesOfFreedom',
    );
  });
});
