/**
 * The part that numeric and boolean columns share: a median for a missing cell, and a 0/1 indicator
 * beside it, so that the classifier can tell a measured median from an absent one. As scikit-learn's
 * `SimpleImputer(strategy='median', add_indicator=True)`.
 */
import { InputError } from '../../errors.js';
import type { Destination } from './destination.js';
import { quote } from './name-list.js';

export interface ImputedColumn {
  readonly name: string;
  readonly mean: number;
  readonly scale: number;
  readonly median: number;
  /** Write (cell - mean) / scale, the median in place of a missing cell. */
  readonly value: boolean;
  /** Write 1 where the cell is missing. */
  readonly indicator: boolean;
}

/** The names of the columns that `writeImputed` fills. */
export function imputedNames(column: Pick<ImputedColumn, 'name' | 'value' | 'indicator'>): string[] {
  const names: string[] = [];
  if (column.value) names.push(column.name);
  if (column.indicator) names.push(`${column.name} is missing`);
  return names;
}

/**
 * Writes the cells of `rows`. Computed in 64 bits and rounded once to 32. Throws `InputError` for a cell
 * so far from the training values that the result is not finite in 32 bits.
 */
export function writeImputed(
  column: ImputedColumn,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  source: string,
  destination: Destination,
): void {
  const { mean, scale, median, value, indicator } = column;
  const { data, columns, offset, keepMissing } = destination;
  for (let i = 0, at = offset; i < rows.length; i++, at += columns) {
    const cell = cells[rows[i]];
    const absent = Number.isNaN(cell);
    if (value && absent && keepMissing) {
      data[at] = Number.NaN;
    } else if (value) {
      data[at] = ((absent ? median : cell) - mean) / scale;
      if (!Number.isFinite(data[at])) {
        throw new InputError(
          `${source}: column ${quote(column.name)}, data row ${rows[i] + 1}: ${cell} is too far from the ` +
            `training values (mean ${mean}, standard deviation ${scale}) to be standardised: correct the cell`,
        );
      }
    }
    if (indicator && absent) data[value ? at + 1 : at] = 1;
  }
}
