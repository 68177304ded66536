import type { ColumnForm } from '../../matrix.js';

/** What a step writes for a cell. */
export interface CellForm {
  readonly form: ColumnForm;
  /** Bound of linear scaling: `scaledValue`. */
  readonly linearTo?: number;
  /** Missing numbers stay NaN, for classifiers that handle them. */
  readonly keepMissing: boolean;
}

/** Where a step writes: its own columns of a row-major matrix. */
export interface Destination extends CellForm {
  /** Initially zeros. */
  readonly data: Float32Array | Float64Array;
  /** Columns of the whole matrix. */
  readonly columns: number;
  /** The step's first column. */
  readonly offset: number;
}
