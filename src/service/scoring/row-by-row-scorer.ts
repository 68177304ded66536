/** Scores each request on its own. */
import { type PredictRowsOptions, predictRows, type RowPrediction } from '../../pipeline/predict-rows.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import type { Scorer, ServedRow } from './scorer.js';

export class RowByRowScorer implements Scorer {
  constructor(private readonly model: TableClassifier) {}

  predict(rows: readonly ServedRow[], options?: PredictRowsOptions): Promise<RowPrediction[]> {
    return predictRows(this.model, rows, options);
  }

  async close(): Promise<void> {}
}
