/** Predictions of one model for the requests of a service. */
import type { PredictRowsOptions, RowPrediction } from '../../pipeline/predict-rows.js';
import type { RowValue } from '../../pipeline/rows-table.js';

/** A row of a request: a value for each column of the model. */
export type ServedRow = Readonly<Record<string, RowValue>>;

export interface Scorer {
  /**
   * One prediction per row, in their order.
   *
   * @throws InputError for rows that `predictRows` refuses
   */
  predict(rows: readonly ServedRow[], options?: PredictRowsOptions): Promise<RowPrediction[]>;
  close(): Promise<void>;
}
