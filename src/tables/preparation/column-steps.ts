/** Dispatches each kind of column to the step that fits it, names its outputs and writes it. */
import type { ColumnScale } from '../../matrix.js';
import type { Column } from '../table.js';
import { booleanCells, fitBoolean } from './boolean-step.js';
import { categoricalLevels, categoricalNames, fitCategorical, writeCategorical } from './categorical-step.js';
import type { ColumnType } from './column-types.js';
import type { Destination } from './destination.js';
import type { FittedColumn, FittedNumeric, KeptColumn } from './fitted-columns.js';
import { imputedNames, writeImputed } from './imputed-cells.js';
import { numericCells } from './numeric-cells.js';
import { fitNumeric } from './numeric-step.js';

/** Fits the step of a column of type `type` on `rows`; a dropped type is returned unchanged. */
export function fitColumn(
  type: ColumnType,
  column: Column,
  rows: Int32Array,
  source: string,
  scratch: Float64Array,
): FittedColumn {
  switch (type.kind) {
    case 'numeric':
      return fitNumeric(column, rows, type.forced, source, scratch);
    case 'boolean':
      return fitBoolean(column, rows, scratch);
    case 'categorical':
      return fitCategorical(column, rows);
    default:
      return type;
  }
}

/** The names of the matrix columns that the step fills. */
export function outputNames(column: KeptColumn): string[] {
  return column.kind === 'categorical' ? categoricalNames(column) : imputedNames(column);
}

/** The number of levels of each of the step's columns; null for one that does not hold codes. */
export function outputLevels(column: KeptColumn): (number | null)[] {
  return column.kind === 'categorical'
    ? outputNames(column).map(() => categoricalLevels(column))
    : outputNames(column).map(() => null);
}

/** The scale of each of the step's columns; null for one that is not scaled. */
export function outputScales(column: KeptColumn): (ColumnScale | null)[] {
  return outputNames(column).map((_, i) =>
    column.kind === 'numeric' && column.value && i === 0 ? columnScale(column) : null,
  );
}

function columnScale({ mean, scale, quantiles }: FittedNumeric): ColumnScale {
  return { mean, scale, ...(quantiles && { quantiles }) };
}

/** Fills the step's columns of the matrix for `rows`; returns notices. */
export function writeColumn(
  fitted: KeptColumn,
  column: Column,
  rows: Int32Array,
  source: string,
  destination: Destination,
): string[] {
  switch (fitted.kind) {
    case 'numeric':
      writeImputed(
        { ...fitted, scale: columnScale(fitted) },
        numericCells(column, rows, source),
        rows,
        destination,
      );
      return [];
    case 'boolean': {
      const { cells, notices } = booleanCells(column, rows);
      writeImputed(fitted, cells, rows, destination);
      return notices;
    }
    case 'categorical':
      return writeCategorical(fitted, column, rows, destination);
  }
}
