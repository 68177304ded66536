/** Predictions for rows that are plain objects, as a service or a page has them. */
import { Alerts } from '../decision/alerts.js';
import { labelsOf } from '../decision/decision.js';
import { InputError } from '../errors.js';
import type { Label, Matrix } from '../matrix.js';
import { listText } from '../tables/list-text.js';
import { type FittedColumn, isKept, type KeptColumn } from '../tables/preparation/fitted-columns.js';
import type { Preparation } from '../tables/preparation/preparation.js';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import { describeValue } from '../text/describe-value.js';
import { didYouMean } from '../text/did-you-mean.js';
import { listNames, quote } from '../text/name-list.js';
import { checkOptions, EXECUTOR_OPTION_TYPE, OPTION_TYPES } from './check-options.js';
import { type PredictTableOptions, predictTable } from './predict-table.js';
import { SET_OPTION_TYPES, setRule } from './prediction-sets/set-rule.js';
import type { TableClassifier } from './table-classifier.js';

/**
 * A value of a row, read as in JSON lines: null, undefined and NaN are missing, other texts stay as they are. A `Date`
 * is its text in ISO 8601 with milliseconds (`toISOString`), as a timestamp of Parquet is; an array is the value of a column of lists.
 */
export type RowValue =
  | string
  | number
  | boolean
  | Date
  | null
  | undefined
  | readonly (string | number | boolean | null)[];

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
  const { preparation } = model;
  const { inputColumns, target } = preparation;
  const columns = inputColumns.filter(isKept);
  const known = knownKeys(inputColumns, target);
  // Not forEach, which skips the holes of an array.
  for (const [index, row] of rows.entries()) checkKeys(row, index, columns, known);
  const table = tableFromColumns(
    columns.map((column) => [
      column.name,
      rows.map((row, index) => cellOf(row[column.name], index, column, preparation)),
    ]),
    'rows',
  );
  const { labels, probabilities, sets, notices } = await predictTable(model, table, settings);
  if (onNotice !== undefined) notices.forEach(onNotice);
  // The rows of one call need not be a table of the usual length.
  const { decision, classes } = model;
  const singly = decision instanceof Alerts ? decision.decideSingly(probabilities) : undefined;
  const predictions = singly === undefined ? labels : labelsOf(singly, classes);
  const reasons = setRule(model, settings).review?.reasons({ labels: predictions, probabilities, sets });
  return predictions.map((prediction, row) => ({
    prediction,
    probabilities: byLabel(model.classes, probabilities, row),
    ...(sets && { predictionSet: sets[row] }),
    ...(reasons && { reviewReason: reasons[row] }),
  }));
}

function knownKeys(inputColumns: readonly FittedColumn[], target: string | undefined): Set<string> {
  const names = inputColumns.map(({ name }) => name);
  return new Set(target === undefined ? names : [...names, target]);
}

function checkKeys(
  row: unknown,
  index: number,
  columns: readonly KeptColumn[],
  known: ReadonlySet<string>,
): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new InputError(
      `rows[${index}] is ${describeValue(row)}: give an object with a value for each column`,
    );
  }
  const names = columns.map(({ name }) => name);
  // Before the missing keys: a misspelled key is both, and this error has the suggestion.
  const unknown = Object.keys(row).find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new InputError(
      `rows[${index}] has the key ${quote(unknown)}, which is not a column of the model.${didYouMean(unknown, names)} ` +
        `Columns: ${listNames(names, MOST_NAMES)}`,
    );
  }
  const absent = names.find((name) => !Object.hasOwn(row, name));
  if (absent !== undefined) {
    throw new InputError(
      `rows[${index}] has no key ${quote(absent)}: give its value, or null if that is missing`,
    );
  }
}

/** Names that an error lists. */
const MOST_NAMES = 20;

function cellOf(value: unknown, index: number, column: KeptColumn, preparation: Preparation): Cell {
  const refuse = (what: string) => {
    throw new InputError(`rows[${index}], key ${quote(column.name)}: ${describeValue(value)} ${what}`);
  };
  const list = Array.isArray(value) && column.kind === 'list' ? listText(value) : undefined;
  if (list !== undefined && 'wrong' in list) return refuse(list.wrong);
  const cell = list?.text ?? (value instanceof Date ? dateText(value) : value);
  if (cell === null || cell === undefined) return cell;
  if (typeof cell !== 'string' && typeof cell !== 'number' && typeof cell !== 'boolean') {
    return refuse(
      'is not a value of a table: give a string, a number, a boolean, a Date, null, or an array in a column of lists',
    );
  }
  if (cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY) {
    return refuse('is not finite: give a finite number, or null if it is missing');
  }
  if (
    column.kind === 'numeric' &&
    typeof cell !== 'number' &&
    !preparation.acceptsNumber(column, String(cell))
  ) {
    return refuse('is not a number, but the column is numeric: give a number, or null if it is missing');
  }
  return cell;
}

/** An invalid date, which has no text, is returned as it is. */
function dateText(date: Date): unknown {
  return Number.isNaN(date.getTime()) ? date : date.toISOString();
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
