/** Some of the rows that a classifier learns from. */
import type { Matrix } from '../matrix.js';
import type { LabelledRows } from '../training/training-data.js';

/** Copies of the rows with these numbers, in their order, without their weights (`takeWeights`). */
export function takeRows(X: Matrix, y: Int32Array, rows: Int32Array): LabelledRows {
  const data = new Float32Array(rows.length * X.columns);
  rows.forEach((row, i) => {
    data.set(X.data.subarray(row * X.columns, (row + 1) * X.columns), i * X.columns);
  });
  return { X: { data, rows: rows.length, columns: X.columns }, y: Int32Array.from(rows, (row) => y[row]) };
}

/** The weights of the rows with these numbers; undefined where rows have none. */
export function takeWeights(weights: Float64Array | undefined, rows: Int32Array): Float64Array | undefined {
  return weights && Float64Array.from(rows, (row) => weights[row]);
}
