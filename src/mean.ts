import type { Matrix } from './matrix.js';

/** The arithmetic mean, added up from the first value to the last; NaN of no values. */
export function mean(values: Float32Array | Float64Array | readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** The mean of each column, added up from the first row to the last. */
export function columnMeans({ data, rows, columns }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) sums[j] += data[i * columns + j];
  }
  return sums.map((sum) => sum / rows);
}
