import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibration } from './calibration.js';

interface Golden {
  readonly bins: number;
  readonly positive: boolean[];
  readonly probabilities: number[];
  readonly shares: number[];
  readonly meanProbabilities: number[];
  readonly rows: number[];
  readonly expectedCalibrationError: number;
}

const goldens: Golden[] = JSON.parse(
  readFileSync(new URL('./fixtures/calibration.json', import.meta.url), 'utf8'),
);

describe('calibration', () => {
  it.each(goldens)('has the bins of scikit-learn, $bins bins of $probabilities.length rows', (golden) => {
    const found = calibration(golden.positive, golden.probabilities, golden.bins);
    expect(found.bins.map(({ rows }) => rows)).toEqual(golden.rows);
    found.bins.forEach(({ share, meanProbability }, b) => {
      expect(share).toBeCloseTo(golden.shares[b], 12);
      expect(meanProbability).toBeCloseTo(golden.meanProbabilities[b], 12);
    });
    expect(found.expectedCalibrationError).toBeCloseTo(golden.expectedCalibrationError, 12);
  });

  it('gives the interval of Wilson', () => {
    // SciPy: binomtest(8, 10).proportion_ci(method='wilson')
    const [bin] = calibration(
      Array.from({ length: 10 }, (_, i) => i < 8),
      new Array(10).fill(0.75),
    ).bins;
    expect(bin.low).toBeCloseTo(0.49016, 4);
    expect(bin.high).toBeCloseTo(0.94332, 4);
    const [none] = calibration([false, false], [0.1, 0.1]).bins;
    expect(none.low).toBe(0);
    expect(none.high).toBeLessThan(1);
  });

  it('names what is wrong', () => {
    expect(() => calibration([true], [0.5, 0.6])).toThrow('positive has 1 rows, but probabilities has 2');
    expect(() => calibration([], [])).toThrow('no rows');
    expect(() => calibration([true], [1.5])).toThrow('probabilities is 1.5 at 0');
    expect(() => calibration([true], [Number.NaN])).toThrow('probabilities is NaN at 0');
    expect(() => calibration([true], [0.5], 0)).toThrow('bins is 0');
  });
});
