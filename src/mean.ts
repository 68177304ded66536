import type { Matrix } from './matrix.js';

/** The arithmetic mean, added up from the first value to the last; NaN of no values. */
export function mean(values: Float32Array | Float64Array | readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The mean of each column, added up from the first row to the last; `weights` default to 1. */
export function columnMeans(
  { data, rows, columns }: Matrix<Float32Array | Float64Array>,
  weights?: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    total += weight;
    for (let j = 0; j < columns; j++) sums[j] += weight * data[i * columns + j];
  }
  return sums.map((sum) => sum / total);
}
