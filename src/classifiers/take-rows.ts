/** Some of the rows that a classifier learns from. */
import { type FeatureMatrix, rowsAt } from '../matrix.js';
import type { LabelledRows } from '../training/training-data.js';

/** Copies of the rows with these numbers, in their order and in the precision of X. */
export function takeRows<X extends FeatureMatrix>(X: X, y: Int32Array, rows: Int32Array): LabelledRows<X> {
  return { X: rowsAt(X, rows) as X, y: Int32Array.from(rows, (row) => y[row]) };
}
