/** The Cholesky factor of a symmetric positive definite matrix, and systems solved with it. */

/** A pivot that cancellation leaves below this share of its diagonal element is rounding, and raised to it. */
const SMALLEST_PIVOT = 1e-10;

/**
 * L of L L' = A in place of the lower triangle of `matrix` (n x n, row-major); the upper one is not read.
 * Columns that depend on earlier ones count as a little apart from them, so that there is always a factor.
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

/** Solves L L' x = b in place for the n values of `vector` from `start` on. */
export function choleskySolve(factor: Float64Array, n: number, vector: Float64Array, start = 0): void {
  for (let i = 0; i < n; i++) {
    let sum = vector[start + i];
    for (let k = 0; k < i; k++) sum -= factor[i * n + k] * vector[start + k];
    vector[start + i] = sum / factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    const x = vector[start + i] / factor[i * n + i];
    vector[start + i] = x;
    for (let k = 0; k < i; k++) vector[start + k] -= factor[i * n + k] * x;
  }
}
