import { describe, expect, it } from 'vitest';
import { sizeOfScoreShift } from './judge.js';

describe('sizeOfScoreShift', () => {
  it('allows out-of-fold predictions of few rows to differ more', () => {
    const sizes = (isOutOfFold: boolean, rows: number) =>
      [0.09, 0.21, 0.4, 0.6, 1.2].map((psi) =>
        sizeOfScoreShift(psi, { bins: 10, isOutOfFold, rows: [rows, rows] }),
      );
    expect(sizes(false, 150)).toEqual(['none', 'some', 'strong', 'strong', 'strong']);
    expect(sizes(true, 1e6)).toEqual(['none', 'some', 'some', 'strong', 'strong']);
    expect(sizes(true, 150)).toEqual(['none', 'none', 'none', 'some', 'strong']);
  });
});
