/** How the predicted probability of a class changes with the value of a column. */
import { classIndex } from '../../decision/decision-options.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { InputError } from '../../errors.js';
import type { ExecutorOption } from '../../jobs/executor.js';
import type { FeatureMatrix, Label } from '../../matrix.js';
import { quantile } from '../../statistics/quantile.js';
import { DAY_MS } from '../../tables/preparation/dates/calendar.js';
import type { Table } from '../../tables/table.js';
import { quote } from '../../text/name-list.js';
import {
  checkModel,
  checkOptions,
  checkTable,
  EXECUTOR_OPTION_TYPE,
  OPTION_TYPES,
} from '../check-options.js';
import { type Score, scoreOf } from '../explanation/sampled-contributions.js';
import { withPredictor } from '../prediction/parallel-predictor.js';
import { positiveClass } from '../risk.js';
import type { TableClassifier } from '../table-classifier.js';
import {
  type ColumnValues,
  checkedColumns,
  columnValues,
  type EffectRows,
  effectRows,
  withFeaturesOf,
} from './effect-rows.js';

export interface PartialDependenceOptions extends ExecutorOption {
  /** The columns of the table. */
  readonly columns: readonly string[];
  /** The class whose probability is shown; default the positive one. */
  readonly label?: Label;
  /** Values of a column of numbers or dates, at least 2; default 20. */
  readonly points?: number;
  /** Of more rows of the table so many are drawn; default 200. */
  readonly maxRows?: number;
  /** Rows whose own curves are given; default 30. */
  readonly curves?: number;
  /** Of the rows that are drawn; default 42. */
  readonly seed?: number;
}

export interface DependencePoint {
  /** The value as a cell of the table has it. */
  readonly text: string;
  /** The number, or the time of a date in milliseconds since 1970 (UTC); undefined for a level. */
  readonly value: number | undefined;
  /** The mean probability if all rows had this value. */
  readonly mean: number;
  /** The probability of single rows (individual conditional expectation), the same ones at each point. */
  readonly curves: readonly number[];
}

export interface ColumnDependence {
  readonly column: string;
  /** `levels`: categories by decreasing frequency, at most 12, ordered levels, true and false, times of day. */
  readonly kind: ColumnValues['kind'];
  readonly points: readonly DependencePoint[];
  /** The mean probability if the column were missing in all rows; undefined if it is missing in none. */
  readonly missing: number | undefined;
  /** The deciles of the values of the table, for `number` and `date`. */
  readonly deciles: readonly number[];
}

export interface PartialDependence {
  /** The class whose probability is shown. */
  readonly label: Label;
  /** The mean probability of the rows as they are. */
  readonly mean: number;
  /** The number of rows that were used. */
  readonly rows: number;
  /** In the order of the option `columns`. */
  readonly columns: readonly ColumnDependence[];
  /** About columns and values unlike those of the training. */
  readonly notices: readonly string[];
}

/**
 * Partial dependence and individual conditional expectation (Friedman 2001; Goldstein et al. 2015; scikit-learn's
 * `partial_dependence`) of the calibrated probability of a class on columns of a table: a column gets each of its values in all
 * rows, with everything that is made of it, and
 *
 *     mean at v = mean over the rows of P(class | the row with v in the column).
 *
 * The values are cells of the table, of numbers from the 5 % to the 95 % quantile. Where columns are correlated, some of these
 * rows cannot occur: look at the curves together with the groups of `permutationImportance`. Labels are not needed.
 *
 * @throws InputError for a column that the model does not use or that holds lists or free text, a label that is not a class, a table
 *   that cannot be predicted, and options out of range.
 */
export async function partialDependence(
  model: TableClassifier,
  table: Table,
  options: PartialDependenceOptions,
): Promise<PartialDependence> {
  checkModel('partialDependence', model);
  checkTable('partialDependence', table);
  const { number, label, columnNames } = OPTION_TYPES;
  checkOptions('partialDependence', options, {
    ...EXECUTOR_OPTION_TYPE,
    columns: { ...columnNames, isRequired: true },
    label,
    points: number,
    maxRows: number,
    curves: number,
    seed: number,
  });
  const { points = 20, maxRows = 200, curves = 30, seed = 42, executor } = options;
  const least = { points: 2, maxRows: 1, curves: 0 };
  for (const [name, value] of Object.entries({ points, maxRows, curves })) {
    const from = least[name as keyof typeof least];
    if (!(Number.isInteger(value) && value >= from)) {
      throw new InputError(`${name} is ${value}: give an integer from ${from}`);
    }
  }
  const columns = typeof options.columns === 'string' ? [options.columns] : [...options.columns];
  checkedColumns(model, columns, 'columns');
  const index = shownClass(model, options.label);
  const rows = effectRows(model, table, { most: maxRows, seed });
  const predicted = rows.rows.length * (1 + points * columns.length);
  const found = await withPredictor(model.classifier, { executor, rows: predicted }, (predictor) => {
    const score = scoreOf(predictor, (P) => model.calibrated(P), index);
    return dependenceOnRows(model, score, rows, { columns, most: columns.length, points, curves, seed });
  });
  const given = new Set(found.columns.map(({ column }) => column));
  const without = columns.find((name) => !given.has(name));
  if (without !== undefined) {
    throw new InputError(
      `columns: ${quote(without)} has no values to compare: it holds lists or free text, or is missing in all rows`,
      { optionNames: ['columns'] },
    );
  }
  return {
    label: model.classes[index],
    ...found,
    rows: rows.rows.length,
    notices: [...(table.notices ?? []), ...rows.notices],
  };
}

/** The index of a label, default of the positive class. */
export function shownClass(model: TableClassifier, label: Label | undefined): number {
  return label === undefined ? positiveClass(model).index : classIndex(String(label), model.classes, 'label');
}

/** `partialDependence` of the first `most` columns that do not hold lists or free text and are not missing in all rows. */
export async function dependenceOnRows(
  model: TableClassifier,
  score: Score,
  rows: EffectRows,
  options: Required<Pick<PartialDependenceOptions, 'columns' | 'points' | 'curves' | 'seed'>> & {
    readonly most: number;
  },
): Promise<Pick<PartialDependence, 'mean' | 'columns'>> {
  const { X, features } = rows;
  const { columns, most, points, curves, seed } = options;
  const before = await score(X);
  const shown = spreadRows(before, curves, seed);
  const found: ColumnDependence[] = [];
  for (const name of columns) {
    if (found.length >= most) break;
    const values = columnValues(model, rows, name, points);
    if (values === undefined) continue;
    const own = features.get(name) as readonly number[];
    const all = values.missing === undefined ? values.values : [...values.values, values.missing];
    const changed = withFeaturesOf(
      X,
      X,
      all.map(({ place }) => [[own, place]]),
    );
    const after = await score(changed);
    const meanOf = (block: number) =>
      after.subarray(block * X.rows, (block + 1) * X.rows).reduce((sum, p) => sum + p, 0) / X.rows;
    found.push({
      column: name,
      kind: values.kind,
      points: values.values.map(({ text, value }, block) => ({
        text,
        value,
        mean: meanOf(block),
        curves: shown.map((row) => after[block * X.rows + row]),
      })),
      missing: values.missing && meanOf(values.values.length),
      deciles: decilesOf(rows.values, own[0], values),
    });
  }
  return { mean: before.reduce((sum, p) => sum + p, 0) / X.rows, columns: found };
}

/** Rows at equal steps of their probability. */
function spreadRows(before: Float64Array, count: number, seed: number): number[] {
  const order = [...new RandomStream(seed, 'curves').permutation(before.length)];
  order.sort((one, other) => before[one] - before[other]);
  if (order.length <= count) return order;
  return Array.from({ length: count }, (_, i) => order[Math.floor(((i + 0.5) / count) * order.length)]);
}

/** On the scale of the values. */
function decilesOf(X: FeatureMatrix, feature: number, { kind, values: [first] }: ColumnValues): number[] {
  if (kind === 'levels' || first.value === undefined) return [];
  const { value } = first;
  const all = Float64Array.from({ length: X.rows }, (_, row) => X.data[row * X.columns + feature]);
  const sorted = all.filter((key) => !Number.isNaN(key)).sort();
  const unit = kind === 'date' ? DAY_MS : 1;
  return Array.from(
    { length: 9 },
    (_, i) => value + unit * (quantile(sorted, (i + 1) / 10) - all[first.place]),
  );
}
