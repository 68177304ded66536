import type { ColumnForm } from '../../matrix.js';

/** Where a step writes: its own columns of a row-major matrix that many steps fill side by side. */
export interface Destination {
  /** Zeros at the start. */
  readonly data: Float32Array | Float64Array;
  /** Columns of the whole matrix: the distance between two rows. */
  readonly columns: number;
  readonly form: ColumnForm;
  /** Up to where values are scaled by a straight line: `scaledValue`. */
  readonly linearTo?: number;
  /** A missing number stays NaN, for a classifier that learns what to do with it. */
  readonly keepMissing: boolean;
  /** The step's first column. */
  readonly offset: number;
}
