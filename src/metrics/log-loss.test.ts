import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logLoss } from './log-loss.js';

const goldens: { probabilities: number[]; logLoss: number }[] = JSON.parse(
  readFileSync(new URL('./fixtures/log_loss.json', import.meta.url), 'utf8'),
);

describe('logLoss', () => {
  it.each(goldens)("is scikit-learn's $logLoss", (golden) => {
    // scikit-learn rounds sums of 32-bit probabilities on the way.
    expect(logLoss(golden.probabilities)).toBeCloseTo(golden.logLoss, 5);
  });

  it('is 0 for certainty in what is true, and ln 2 for a coin', () => {
    expect(logLoss([1, 1])).toBe(0);
    expect(logLoss([0.5, 0.5, 0.5])).toBeCloseTo(Math.LN2, 12);
  });

  it('refuses what is not a probability, and no rows', () => {
    expect(() => logLoss([0.5, Number.NaN])).toThrow(/probabilities is NaN at row 1/);
    expect(() => logLoss([1.5])).toThrow(/probabilities is 1.5 at row 0/);
    expect(() => logLoss([])).toThrow(/empty/);
  });
});
