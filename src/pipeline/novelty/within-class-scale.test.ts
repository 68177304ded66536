import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { WithinClassScale } from './within-class-scale.js';

/** Two classes far apart; within them y = x + noise. */
function rowsOfTwoClasses() {
  const random = new RandomStream(1, 'rows');
  const y = Int32Array.from({ length: 400 }, (_, row) => row % 2);
  const data = new Float64Array(800);
  y.forEach((c, row) => {
    const x = random.normal();
    data[2 * row] = x + 100 * c;
    data[2 * row + 1] = x + 0.1 * random.normal();
  });
  return { X: { data, rows: 400, columns: 2 }, y };
}

describe('WithinClassScale', () => {
  const { X, y } = rowsOfTwoClasses();
  const scale = WithinClassScale.fit(X, y);
  const squared = (x: number, other: number) =>
    scale
      .apply({ data: Float64Array.of(x, other), rows: 1, columns: 2 })
      .data.reduce((sum, v) => sum + v * v, 0);

  it('measures in units of the spread within classes, not between them, with correlations', () => {
    // A tenth of the mean variance, which is 1, is added to the variances: the eigenvalues are about .1 and 1.9.
    expect(squared(1, 1)).toBeCloseTo(2 / 1.9, 0);
    expect(squared(1, -1)).toBeGreaterThan(10);
  });

  it('divides the squared distance among the columns', () => {
    const shares = scale.shares(Float64Array.of(0.3, -2));
    expect(shares[0] + shares[1]).toBeCloseTo(squared(0.3, -2), 9);
  });

  it('leaves rows without any spread finite', () => {
    const constant = { data: new Float64Array(6).fill(4), rows: 3, columns: 2 };
    const { data } = WithinClassScale.fit(constant, new Int32Array(3)).apply(constant);
    expect(data.every(Number.isFinite)).toBe(true);
  });
});
