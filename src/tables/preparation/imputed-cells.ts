/**
 * Imputation of numeric and boolean columns: the median for a missing cell, and a 0/1 indicator column, so that the
 * classifier can distinguish measured from imputed values. Like scikit-learn's
 * `SimpleImputer(strategy='median', add_indicator=True)`.
 */
import type { ColumnScale } from '../../matrix.js';
import { scaledValue } from './column-scale.js';
import type { CellForm, Destination } from './destination.js';

export interface ImputedColumn {
  readonly name: string;
  /** If absent, cells are not scaled. */
  readonly scale?: ColumnScale;
  readonly median: number;
  /** Write a value column, with the median for missing cells. */
  readonly value: boolean;
  /** Write an indicator column, 1 for missing cells. */
  readonly indicator: boolean;
}

/** The names of the columns that `writeImputed` fills. */
export function imputedNames(column: Pick<ImputedColumn, 'name' | 'value' | 'indicator'>): string[] {
  const names: string[] = [];
  if (column.value) names.push(column.name);
  if (column.indicator) names.push(`${column.name} is missing`);
  return names;
}

/** Writes the cells of `rows`, scaled or unscaled. Computed in 64 bits and, for a 32-bit matrix, rounded once. */
export function writeImputed(
  column: ImputedColumn,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  destination: Destination,
): void {
  const { data, columns, offset } = destination;
  for (let i = 0, at = offset; i < rows.length; i++, at += columns) {
    writeImputedCell(column, cells[rows[i]], data, at, destination);
  }
}

/** Writes one cell, NaN if missing, from `data[at]`. */
export function writeImputedCell(
  { scale, median, value, indicator }: ImputedColumn,
  cell: number,
  data: Float32Array | Float64Array,
  at: number,
  { keepMissing, form, linearTo }: CellForm,
): void {
  const absent = Number.isNaN(cell);
  if (value && absent && keepMissing) {
    data[at] = Number.NaN;
  } else if (value) {
    const x = absent ? median : cell;
    // Adding 0 turns -0 into 0, so that equal rows have equal bits.
    data[at] = form === 'scaled' && scale !== undefined ? scaledValue(x, scale, linearTo) : x + 0;
  }
  if (indicator && absent) data[value ? at + 1 : at] = 1;
}
