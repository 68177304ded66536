/** How a preparation is fitted and applied, and what comes of it. */
import type { ColumnForm, FeatureMatrix, Matrix } from '../../matrix.js';
import type { Table } from '../table.js';
import type { ColumnOverrides } from './column-overrides.js';

export interface PreparationLimits {
  /** `prepare` refuses a larger matrix; default 2 GiB. Not saved. */
  readonly memoryLimitBytes?: number;
}

export interface PreparationOptions extends ColumnOverrides, PreparationLimits {}

export interface PrepareOptions {
  /**
   * Missing numeric and boolean cells stay NaN instead of becoming the median, for classifiers with
   * `acceptsMissing`; default false. The indicator columns exist either way.
   */
  readonly keepMissing?: boolean;
  /**
   * `scaled` (default): numeric columns scaled (`scaledValue`), 32 bits. `values`: unscaled, 64 bits, for
   * classifiers of that `form`; the matrix holds their scales. 0/1 columns are the same in both.
   */
  readonly form?: ColumnForm;
  /** What the rows are called in notices about their cells, such as `test rows`; default they are not named. */
  readonly rowsName?: string;
}

export interface Prepared<X extends FeatureMatrix = Matrix & Pick<FeatureMatrix, 'categories'>> {
  /** One row per requested row, in that order; all values finite (or NaN with `keepMissing`). */
  readonly matrix: X;
  /** For the user: ignored columns, values not seen in training. */
  readonly notices: readonly string[];
}

/** A table prepared block by block. */
export interface PreparedBlocks {
  /** The matrix of the next rows. Throws as `Preparation.prepare`, and `BlockConflictError`. */
  prepare(block: Table): FeatureMatrix;
  /** The notices, once all rows are prepared. Throws `InputError` for what only all rows show. */
  finish(): readonly string[];
}
