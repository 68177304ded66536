/** Predictions of one model for the requests of a service. */
import type { PredictRowsOptions, RowPrediction } from '../../pipeline/predict-rows.js';
import type { PredictTableOptions } from '../../pipeline/predict-table.js';
import type { RowValue } from '../../pipeline/rows-table.js';
import type { Table } from '../../tables/table.js';

/** A row of a request: a value for each column of the model. */
export type ServedRow = Readonly<Record<string, RowValue>>;

export interface SinglePredictions {
  readonly predictions: RowPrediction[];
  readonly notices: readonly string[];
}

export interface Scorer {
  /**
   * One prediction per row, in their order.
   *
   * @throws InputError for rows that `predictRows` refuses
   */
  predict(rows: readonly ServedRow[], options?: PredictRowsOptions): Promise<RowPrediction[]>;
  /**
   * The same for the rows of a table, which need not be of the usual length: a decision by alerts takes the threshold of
   * training instead of comparing rows.
   *
   * @throws InputError as `predictTable`
   */
  predictTable(table: Table, options: PredictTableOptions): Promise<SinglePredictions>;
  close(): Promise<void>;
}
