/** Predictions for rows that are plain objects, as a service or a page has them. */
import { Alerts } from '../decision/alerts.js';
import { labelsOf } from '../decision/decision.js';
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import type { Table } from '../tables/table.js';
import { checkOptions, EXECUTOR_OPTION_TYPE, OPTION_TYPES } from './check-options.js';
import { type PredictTableOptions, predictTable } from './predict-table.js';
import { SET_OPTION_TYPES, setRule } from './prediction-sets/set-rule.js';
import { type RowValue, tableOfRows } from './rows-table.js';
import type { TableClassifier } from './table-classifier.js';

export interface PredictRowsOptions extends PredictTableOptions {
  /** Called with each notice: values that did not occur in training, classes with too few rows for the coverage. */
  readonly onNotice?: (notice: string) => void;
}

export interface RowPrediction {
  /** The label that the model's decision gives the row. */
  readonly prediction: Label;
  /**
   * The probability of each class by its label as text, for example `probabilities.yes`; they sum to 1. The object has no
   * prototype, so that any label can be a key.
   */
  readonly probabilities: Readonly<Record<string, number>>;
  /** With a coverage: the classes of the prediction set, in the order of `model.classes`; it can be empty. */
  readonly predictionSet?: readonly Label[];
  /** With `review`: why the row is to be reviewed; empty text if it is not. */
  readonly reviewReason?: string;
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
  checkOptions('predictRows', options, {
    ...EXECUTOR_OPTION_TYPE,
    ...SET_OPTION_TYPES,
    onNotice: OPTION_TYPES.callback,
  });
  const { onNotice, ...settings } = options;
  if (!Array.isArray(rows)) throw new InputError('predictRows needs an array of rows, each an object');
  if (rows.length === 0) return [];
  const { predictions, notices } = await predictSingly(model, tableOfRows(model.preparation, rows), settings);
  if (onNotice !== undefined) notices.forEach(onNotice);
  return predictions;
}

/**
 * Predicts rows that need not be a table of the usual length: a decision by alerts takes the threshold of training instead
 * of comparing them with each other.
 *
 * @throws InputError as `predictTable`
 */
export async function predictSingly(
  model: TableClassifier,
  table: Table,
  options: PredictTableOptions,
): Promise<{ readonly predictions: RowPrediction[]; readonly notices: readonly string[] }> {
  const { labels, probabilities, sets, notices } = await predictTable(model, table, options);
  const { decision, classes } = model;
  const singly = decision instanceof Alerts ? decision.decideSingly(probabilities) : undefined;
  const decided = singly === undefined ? labels : labelsOf(singly, classes);
  const reasons = setRule(model, options).review?.reasons({ labels: decided, probabilities, sets });
  const predictions = decided.map((prediction, row) => ({
    prediction,
    probabilities: byLabel(model.classes, probabilities, row),
    ...(sets && { predictionSet: sets[row] }),
    ...(reasons && { reviewReason: reasons[row] }),
  }));
  return { predictions, notices };
}

/** Without a prototype no label, not even `__proto__`, is anything but a key. */
function byLabel(
  classes: readonly Label[],
  { data, columns }: Matrix,
  row: number,
): Readonly<Record<string, number>> {
  const probabilities: Record<string, number> = Object.create(null);
  classes.forEach((label, c) => {
    probabilities[String(label)] = data[row * columns + c];
  });
  return probabilities;
}
