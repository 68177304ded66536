/**
 * Centred rows in 32 bits. Distances do not change, and their squares are more accurate when computed as |x|^2 - 2 q
 * x + |q|^2.
 */
import type { Matrix } from '../matrix.js';

export interface CentredRows {
  /** (x - centre) times a factor. */
  readonly data: Float32Array;
  /** |x - centre|^2 */
  readonly squares: Float64Array;
}

/** Centres the rows with these indices. @param factor plus or minus a power of two, so that nothing is rounded */
export function centreRows(
  { data, columns }: Matrix,
  rows: Int32Array,
  centre: Float64Array,
  factor: number,
): CentredRows {
  const centred = new Float32Array(rows.length * columns);
  const squares = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const value = data[rows[i] * columns + j] - centre[j];
      centred[i * columns + j] = factor * value;
      sum += value * value;
    }
    squares[i] = sum;
  }
  return { data: centred, squares };
}

const LARGEST_FLOAT = 3.4028234663852886e38;
const SMALLEST_FLOAT = 2 ** -149;

/**
 * An upper bound of |x|^2 - 2 q x in 32 bits for a row x with |x|^2 + |q|^2 - 2 q x <= `squared`, all centred: the
 * exact value plus a bound of the rounding of 32-bit entries, `columns` products and their sum in any order (Higham,
 * Accuracy and Stability of Numerical Algorithms, 3.1).
 */
export function limitInFloats(
  squared: number,
  ofQuery: number,
  largestOfRows: number,
  columns: number,
): number {
  const magnitude = 2 * Math.sqrt(ofQuery * largestOfRows) + largestOfRows;
  // Beyond this an intermediate sum may overflow.
  if (!(magnitude < LARGEST_FLOAT / 4)) return Number.POSITIVE_INFINITY;
  const operations = 2 * (columns + 8);
  const rounding = operations * (2 ** -24 * magnitude + SMALLEST_FLOAT);
  const limit = squared - ofQuery + rounding;
  return Math.fround(limit + 2 ** -23 * Math.abs(limit));
}
