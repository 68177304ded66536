import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log } from './portable-math.js';

function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

describe('log', () => {
  it('agrees with Math.log over all positive numbers', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        expect(relativeError(log(x), Math.log(x))).toBeLessThan(1e-15);
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  it('keeps its relative accuracy near 1, where the logarithm vanishes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
        expect(relativeError(log(x), Math.log(x))).toBeLessThan(1e-15);
      }),
      { numRuns: 5000, seed: 2 },
    );
    expect(log(1 + 2 ** -52)).toBe(2 ** -52 - 2 ** -105);
    expect(log(1 - 2 ** -53)).toBe(-(2 ** -53) - 2 ** -107);
  });

  it('handles the ends of its domain', () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-0)).toBe(-Infinity);
    expect(log(Infinity)).toBe(Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(NaN)).toBeNaN();
    expect(relativeError(log(5e-324), -744.4400719213812)).toBeLessThan(1e-15);
  });
});

describe('exp', () => {
  it('agrees with Math.exp wherever the result is a normal number', () => {
    fc.assert(
      fc.property(fc.double({ min: -708.3, max: 709.78, noNaN: true }), (x) => {
        expect(relativeError(exp(x), Math.exp(x))).toBeLessThan(1e-15);
      }),
      { numRuns: 5000, seed: 3 },
    );
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (x) => {
        expect(relativeError(exp(x), Math.exp(x))).toBeLessThan(1e-15);
      }),
      { numRuns: 5000, seed: 4 },
    );
  });

  it('rounds subnormal results to their last place', () => {
    for (const x of [-708.5, -720.25, -740, -744.9, -745.13]) {
      expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(5e-324);
    }
  });

  it('handles the ends of its domain', () => {
    expect(exp(0)).toBe(1);
    expect(relativeError(exp(1), Math.E)).toBeLessThanOrEqual(Number.EPSILON);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(-746)).toBe(0);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(709.79)).toBe(Infinity);
    expect(Number.isFinite(exp(709.782712893384))).toBe(true);
    expect(exp(NaN)).toBeNaN();
  });

  it('undoes log', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (x) => {
        expect(relativeError(exp(log(x)), x)).toBeLessThan(2e-15);
      }),
      { seed: 5 },
    );
  });
});
