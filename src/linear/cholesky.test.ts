import { describe, expect, it } from 'vitest';
import { normals } from '../../test/support/kernels/kernel-case.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { choleskyFactor, invertLower } from './cholesky.js';

/** X'X of rows of n normal values. */
function gram(rows: number, n: number): Float64Array {
  const x = normals(new RandomStream(n, 'gram'), rows * n);
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += x[r * n + Math.floor(at / n)] * x[r * n + (at % n)];
    return sum;
  });
}

describe('choleskyFactor and invertLower', () => {
  it.each([1, 2, 5, 17])('give M of %i rows with M A M transposed = 1', (n) => {
    const matrix = gram(3 * n, n);
    const factor = matrix.slice();
    choleskyFactor(factor, n);
    const inverse = invertLower(factor, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) {
          for (let l = 0; l < n; l++) sum += inverse[i * n + k] * matrix[k * n + l] * inverse[j * n + l];
        }
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 9);
        if (j > i) expect(inverse[i * n + j]).toBe(0);
      }
    }
  });

  it('has a finite factor, positive on the diagonal, of a matrix of lower rank', () => {
    const n = 6;
    const matrix = gram(3, n);
    choleskyFactor(matrix, n);
    for (let i = 0; i < n; i++) expect(matrix[i * n + i]).toBeGreaterThan(0);
    expect(matrix.every(Number.isFinite)).toBe(true);
  });
});
