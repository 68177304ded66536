/** The training rows that are most like other rows. */
import { InputError } from '../../errors.js';
import type { FeatureMatrix, Label, Matrix } from '../../matrix.js';
import type { Table } from '../../tables/table.js';
import { checkModel, checkOptions, checkTable, OPTION_TYPES } from '../check-options.js';
import { comparableRows } from '../comparable-rows.js';
import type { TableClassifier } from '../table-classifier.js';
import { checkedRows } from './checked-rows.js';

export interface SimilarRowsOptions {
  /** Rows of the table, counted from 0; default all. */
  readonly rows?: ArrayLike<number>;
  /** Training rows to give for each; default 10. */
  readonly count?: number;
}

export interface SimilarRow {
  /** Row of the training table, counted from 0. */
  readonly row: number;
  /** Its class. */
  readonly label: Label;
  /** Euclidean, in the space of `SimilarRows.space`. */
  readonly distance: number;
}

export interface SimilarRows {
  /** For each row the most similar training rows, the nearest first. */
  readonly rows: readonly (readonly SimilarRow[])[];
  /** `representation`: the hidden layer of a network; `columns`: the prepared columns, scaled, a category differs by 1. */
  readonly space: 'representation' | 'columns';
  /** Training rows that the model holds, a stratified sample. */
  readonly kept: number;
}

/**
 * The nearest of the training rows that the model holds, for each row of a table.
 *
 * @throws InputError for a model that holds no training rows, rows that do not exist, and tables that cannot be predicted.
 */
export async function similarRows(
  model: TableClassifier,
  table: Table,
  options: SimilarRowsOptions = {},
): Promise<SimilarRows> {
  checkModel('similarRows', model);
  checkTable('similarRows', table);
  checkOptions('similarRows', options, { rows: OPTION_TYPES.numbers, count: OPTION_TYPES.number });
  const { count = 10 } = options;
  if (!(Number.isInteger(count) && count > 0)) {
    throw new InputError(`count is ${count}: give a positive integer`);
  }
  const held = model.record?.rows;
  if (held === undefined) {
    throw new InputError(
      'the model holds no training rows to compare with: it was trained with keepRows 0, or by a version before 0.2.0',
    );
  }
  const rows = checkedRows(table, options.rows);
  const { matrix } = model.preparation.prepare(table, rows, {
    keepMissing: model.classifier.acceptsMissing,
    form: model.classifier.form,
  });
  const represented = await model.classifier.representations?.(matrix);
  const [from, to] =
    represented === undefined
      ? [comparableRows(model.preparation, matrix), comparableRows(model.preparation, held.X)]
      : [represented, (await model.classifier.representations?.(held.X)) as Matrix];
  const categories =
    represented === undefined ? model.preparation.levels.map((levels) => levels !== null) : [];
  const nearest = Array.from({ length: rows.length }, (_, i): SimilarRow[] => {
    const distances = Float64Array.from(held.rows, (_, k) => squaredDistance(from, i, to, k, categories));
    const order = Array.from(distances.keys()).sort((a, b) => distances[a] - distances[b] || a - b);
    return order.slice(0, count).map((k) => ({
      row: held.rows[k],
      label: model.classes[held.y[k]],
      distance: Math.sqrt(distances[k]),
    }));
  });
  return {
    rows: nearest,
    space: represented === undefined ? 'columns' : 'representation',
    kept: held.rows.length,
  };
}

function squaredDistance(
  one: FeatureMatrix,
  row: number,
  other: FeatureMatrix,
  otherRow: number,
  isCategory: readonly boolean[],
): number {
  let sum = 0;
  for (let j = 0; j < one.columns; j++) {
    const difference = one.data[row * one.columns + j] - other.data[otherRow * other.columns + j];
    if (isCategory[j]) sum += difference === 0 ? 0 : 1;
    else sum += difference * difference;
  }
  return sum;
}
