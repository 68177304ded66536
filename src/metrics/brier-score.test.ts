import { describe, expect, it } from 'vitest';
import { brierScore } from './brier-score.js';

const matrix = (rows: number[][]) => ({
  data: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0].length,
});

describe('brierScore', () => {
  it('is the mean squared distance, halved for two classes', () => {
    const two = matrix([
      [0.9, 0.1],
      [0.4, 0.6],
    ]);
    expect(brierScore(two, Int32Array.of(0, 0))).toBeCloseTo((0.1 ** 2 + 0.6 ** 2) / 2, 15);
    expect(brierScore(matrix([[1, 0, 0]]), Int32Array.of(2))).toBe(2);
    expect(brierScore(matrix([[0, 0, 1]]), Int32Array.of(2))).toBe(0);
  });

  it('refuses what does not fit together', () => {
    const one = matrix([[0.9, 0.1]]);
    expect(() => brierScore(one, Int32Array.of(0, 1))).toThrow(/probabilities has 1 rows, but yTrue has 2/);
    expect(() => brierScore(one, Int32Array.of(2))).toThrow(/yTrue\[0\] is 2/);
    const none = { data: new Float64Array(0), rows: 0, columns: 2 };
    expect(() => brierScore(none, new Int32Array(0))).toThrow(/empty/);
  });
});
