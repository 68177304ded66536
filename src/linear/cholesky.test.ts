import { describe, expect, it } from 'vitest';
import { normals } from '../../test/support/kernels/kernel-case.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { choleskyFactor, choleskySolve } from './cholesky.js';

/** X'X of rows of n normal values. */
function gram(rows: number, n: number): Float64Array {
  const x = normals(new RandomStream(n, 'gram'), rows * n);
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += x[r * n + Math.floor(at / n)] * x[r * n + (at % n)];
    return sum;
  });
}

describe('choleskySolve', () => {
  it.each([1, 2, 5, 17])('solves a system of %i unknowns', (n) => {
    const matrix = gram(3 * n, n);
    const wanted = Float64Array.from({ length: n }, (_, i) => i - 2);
    const vector = new Float64Array(n + 2);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) vector[2 + i] += matrix[i * n + j] * wanted[j];
    }
    choleskyFactor(matrix, n);
    choleskySolve(matrix, n, vector, 2);
    expect([vector[0], vector[1]]).toEqual([0, 0]);
    wanted.forEach((value, i) => {
      expect(vector[2 + i]).toBeCloseTo(value, 9);
    });
  });

  it('has a finite factor, positive on the diagonal, of a matrix of lower rank', () => {
    const n = 6;
    const matrix = gram(3, n);
    choleskyFactor(matrix, n);
    for (let i = 0; i < n; i++) expect(matrix[i * n + i]).toBeGreaterThan(0);
    expect(matrix.every(Number.isFinite)).toBe(true);
  });
});
