/** The Cholesky factor of a symmetric positive definite matrix, and the factor's inverse. */

/** Least pivot, relative to its diagonal element: smaller ones are cancellation error and are raised to it. */
const SMALLEST_PIVOT = 1e-10;

/**
 * L of L L' = A in place of the lower triangle of `matrix` (n x n, row-major); the upper one is not read. Pivots have
 * a lower bound, so that a factor exists even if columns are linearly dependent.
 */
export function choleskyFactor(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j <= i; j++) {
      const other = j * n;
      let sum = matrix[row + j];
      for (let k = 0; k < j; k++) sum -= matrix[row + k] * matrix[other + k];
      if (j < i) matrix[row + j] = sum / matrix[other + j];
      else matrix[row + i] = Math.sqrt(Math.max(sum, SMALLEST_PIVOT * matrix[row + i]));
    }
  }
}

/** The inverse of the lower triangle of `factor` (n x n, row-major), zeros above it. */
export function invertLower(factor: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, (i + 1) * n);
    row[i] = 1;
    for (let k = 0; k < i; k++) {
      const share = factor[i * n + k];
      for (let j = 0; j <= k; j++) row[j] -= share * inverse[k * n + j];
    }
    for (let j = 0; j <= i; j++) row[j] /= factor[i * n + i];
  }
  return inverse;
}
