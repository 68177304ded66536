import type { ColumnForm } from '../../matrix.js';

/** Where a step writes: its own columns of a row-major matrix. */
export interface Destination {
  /** Initially zeros. */
  readonly data: Float32Array | Float64Array;
  /** Columns of the whole matrix. */
  readonly columns: number;
  readonly form: ColumnForm;
  /** Bound of linear scaling: `scaledValue`. */
  readonly linearTo?: number;
  /** Missing numbers stay NaN, for classifiers that handle them. */
  readonly keepMissing: boolean;
  /** The step's first column. */
  readonly offset: number;
}
