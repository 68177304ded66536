/** Some of the rows that a classifier learns from. */
import { type FeatureMatrix, rowsAt } from '../../matrix.js';
import type { LabelledRows } from '../../training/training-data.js';

/** Copies of the rows with these numbers, in their order and in the form of X, without their weights (`takeWeights`). */
export function takeRows<X extends FeatureMatrix>(X: X, y: Int32Array, rows: Int32Array): LabelledRows<X> {
  return { X: { ...X, ...rowsAt(X, rows) }, y: Int32Array.from(rows, (row) => y[row]) };
}

/** The weights of the rows with these numbers; undefined where rows have none. */
export function takeWeights(weights: Float64Array | undefined, rows: Int32Array): Float64Array | undefined {
  return weights && Float64Array.from(rows, (row) => weights[row]);
}
