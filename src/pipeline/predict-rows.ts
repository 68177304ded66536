/** Predictions for rows that are plain objects, as a service or a page has them. */
import { inTable } from '../classifiers/contract/probabilities.js';
import { InputError } from '../errors.js';
import type { Executor } from '../jobs/executor.js';
import type { FeatureMatrix, Matrix } from '../matrix.js';
import { checkModel, checkOptions, EXECUTOR_OPTION_TYPE, OPTION_TYPES } from './check-options.js';
import { dataRow, type PredictTableOptions, uncalibratedBlocks } from './predict-table.js';
import { withPredictor } from './prediction/parallel-predictor.js';
import { SET_OPTION_TYPES, setRule } from './prediction-sets/set-rule.js';
import { type RowPrediction, RowScorer } from './row-scorer.js';
import type { RowValue } from './rows-table.js';
import type { TableClassifier } from './table-classifier.js';

export type { RowPrediction } from './row-scorer.js';

export interface PredictRowsOptions extends PredictTableOptions {
  /** Called with each notice: values that did not occur in training, classes with too few rows for the coverage. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Predicts rows given as objects, which have a value for each column that the model uses. Columns that the training
 * dropped, and the target, may be present and are ignored.
 *
 * @param options.executor where the work is done; the result is the same everywhere
 * @returns one prediction per row, in the order of the rows
 * @throws InputError for a coverage as `SetOptions` says, and for a row that is not an object, without one of the columns, with a key that is not a column, or with
 *   a value that its column cannot have; it names the row's index and the key.
 */
export async function predictRows(
  model: TableClassifier,
  rows: readonly Readonly<Record<string, RowValue>>[],
  options: PredictRowsOptions = {},
): Promise<RowPrediction[]> {
  checkOptions('predictRows', options, ROW_OPTION_TYPES);
  checkModel('predictRows', model);
  const { onNotice, executor } = options;
  if (!Array.isArray(rows)) throw new InputError('predictRows needs an array of rows, each an object');
  if (rows.length === 0) return [];
  const rule = setRule(model, options);
  const scorer = RowScorer.of(model);
  const { matrix, notices } = scorer.prepare(rows, onNotice !== undefined);
  const uncalibrated = await uncalibratedRows(model, matrix, executor);
  if (onNotice !== undefined) [...notices, ...rule.notices].forEach(onNotice);
  return scorer.predictions(uncalibrated, rule);
}

const ROW_OPTION_TYPES = {
  ...EXECUTOR_OPTION_TYPE,
  ...SET_OPTION_TYPES,
  onNotice: OPTION_TYPES.callback,
};

/** Rows that are predicted at once, in this thread. */
const FEW_ROWS = 256;

async function uncalibratedRows(
  { classifier }: TableClassifier,
  matrix: FeatureMatrix,
  executor: Executor | undefined,
): Promise<Matrix> {
  const { rows } = matrix;
  if (rows <= FEW_ROWS) return inTable(classifier.predictProba(matrix), 0, dataRow);
  return withPredictor(classifier, { executor, rows }, async (predictor) => {
    const columns = classifier.classes.length;
    const data = new Float32Array(rows * columns);
    for await (const { start, found } of uncalibratedBlocks(predictor, matrix)) {
      data.set(found.data, start * columns);
    }
    return { data, rows, columns };
  });
}
