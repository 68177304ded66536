import { describe, expect, it } from 'vitest';
import { sizeOfScoreShift } from './judge.js';

describe('sizeOfScoreShift', () => {
  it('allows out-of-fold predictions of few rows to differ more', () => {
    const sizes = (isOutOfFold: boolean, rows: number) =>
      [0.09, 0.21, 0.4, 0.6, 1.2].map((psi) =>
        sizeOfScoreShift(psi, 1, { bins: 10, isOutOfFold, rows: [rows, rows] }),
      );
    expect(sizes(false, 150)).toEqual(['none', 'some', 'strong', 'strong', 'strong']);
    expect(sizes(true, 1e6)).toEqual(['none', 'some', 'some', 'strong', 'strong']);
    expect(sizes(true, 150)).toEqual(['none', 'none', 'none', 'some', 'strong']);
  });

  it('asks more than other bins of out-of-fold predictions: another place', () => {
    const sizes = (isOutOfFold: boolean) =>
      [0.1, 0.3, 0.6].map((distance) =>
        sizeOfScoreShift(2.5, distance, { bins: 9, isOutOfFold, rows: [300, 300] }),
      );
    expect(sizes(true)).toEqual(['none', 'some', 'strong']);
    expect(sizes(false)).toEqual(['strong', 'strong', 'strong']);
  });
});
