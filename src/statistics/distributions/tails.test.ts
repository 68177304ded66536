import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypergeometricTail } from './hypergeometric.js';
import { poissonBinomialTail } from './poisson-binomial.js';

/** Exact, by adding one event after the other. */
function exactTail(hits: number, probabilities: readonly number[]): number {
  let shares = [1];
  for (const p of probabilities) {
    shares = [...shares, 0].map((share, k) => share * (1 - p) + (k > 0 ? shares[k - 1] * p : 0));
  }
  return shares.slice(Math.max(0, hits)).reduce((sum, share) => sum + share, 0);
}

describe('poissonBinomialTail', () => {
  it('is close to the exact tail, also far out', () => {
    const probability = fc.double({ min: 0.001, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(probability, { minLength: 12, maxLength: 60 }),
        fc.nat(60),
        (probabilities, hits) => {
          const exact = exactTail(hits, probabilities);
          fc.pre(exact > 1e-12 && exact < 1 - 1e-12);
          const found = poissonBinomialTail(
            hits,
            probabilities.map((each) => ({ probability: each, count: 1 })),
          );
          if (exact < 0.4) expect(found / exact).toBeGreaterThan(0.85);
          if (exact < 0.4) expect(found / exact).toBeLessThan(1.15);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  it('is 1 for no hits and 0 for more than there are rows', () => {
    const events = [{ probability: 0.2, count: 10 }];
    expect(poissonBinomialTail(0, events)).toBe(1);
    expect(poissonBinomialTail(11, events)).toBe(0);
    expect(poissonBinomialTail(2, events)).toBeCloseTo(0.5, 0);
  });
});

describe('hypergeometricTail', () => {
  it('equals the sum of the shares of all draws', () => {
    const choose = (n: number, k: number): number =>
      k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(12), (one, other, third, hits) => {
        const rows = one + other + third;
        const [drawn, marked] = [one, Math.min(rows, one + third)];
        let sum = 0;
        for (let k = 0; k <= hits; k++) {
          sum += (choose(marked, k) * choose(rows - marked, drawn - k)) / choose(rows, drawn);
        }
        expect(hypergeometricTail(hits, drawn, marked, rows)).toBeCloseTo(sum, 10);
      }),
      { numRuns: 60, seed: 3 },
    );
  });
});
