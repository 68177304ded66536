/** Dispatches each kind of column to the step that fits it, names its outputs and writes it. */
import type { ColumnScale } from '../../matrix.js';
import type { Column } from '../table.js';
import { booleanCells, fitBoolean } from './boolean-step.js';
import { categoricalLevels, categoricalNames, fitCategorical, writeCategorical } from './categorical-step.js';
import type { ColumnType } from './column-kinds.js';
import { dateNames, dateScales, type FittedDate, fitDate, writeDate } from './dates/date-step.js';
import type { Destination } from './destination.js';
import type { FittedColumn, FittedNumeric, FittedOrdinal, KeptColumn } from './fitted-columns.js';
import { imputedNames, writeImputed } from './imputed-cells.js';
import { numbersAsTrained } from './numbers/numbers-as-trained.js';
import { numericCells } from './numeric-cells.js';
import { countFarOutside, fitNumbers } from './numeric-step.js';
import { levelWords, ordinalCells } from './ordinals/ordinal-cells.js';
import type { ReadingContext } from './reading-context.js';
import type { Remark } from './remarks.js';
import { type FittedList, fitList, listOutputNames, listScales, writeList } from './texts/list/list-step.js';
import { type FittedText, fitText, textNames, textScales, writeText } from './texts/text/text-step.js';

/** Fits the step of a column of type `type` on `rows`; a dropped type is returned unchanged. */
export function fitColumn(
  type: ColumnType,
  column: Column,
  rows: Int32Array,
  { source, isMissing, readDates }: ReadingContext,
  scratch: Float64Array,
): FittedColumn {
  switch (type.kind) {
    case 'numeric': {
      const { format } = type;
      const cells = numericCells(column, rows, source, { format, isMissing });
      const fitted = fitNumbers(column.name, cells, rows, type.forced, scratch);
      return { ...fitted, kind: 'numeric', ...(format && { format }) };
    }
    case 'ordinal': {
      const { levels } = type;
      const { cells } = ordinalCells(levels, column, rows, isMissing);
      const fitted = fitNumbers(column.name, cells, rows, type.forced, scratch);
      const words = levelWords(levels, column, rows);
      return { ...fitted, kind: 'ordinal', ...(levels && { levels }), ...(words && { words }) };
    }
    case 'boolean':
      return fitBoolean(column, rows, scratch);
    case 'categorical':
      return fitCategorical(column, rows);
    case 'date':
      return fitDate(readDates(column, type.format), rows);
    case 'list':
      return fitList(column, rows, type.delimiter);
    case 'text':
      return fitText(column, rows, type.tokens);
    default:
      return type;
  }
}

/** The names of the matrix columns that the step fills. */
export function outputNames(column: KeptColumn): string[] {
  switch (column.kind) {
    case 'categorical':
      return categoricalNames(column);
    case 'date':
      return dateNames(column);
    case 'list':
      return listOutputNames(column);
    case 'text':
      return textNames(column);
    default:
      return imputedNames(column);
  }
}

/** The number of levels of each of the step's columns; null for one that does not hold codes. */
export function outputLevels(column: KeptColumn): (number | null)[] {
  return outputNames(column).map(() => (column.kind === 'categorical' ? categoricalLevels(column) : null));
}

/** The scale of each of the step's columns; null for one that is not scaled. */
export function outputScales(column: KeptColumn): (ColumnScale | null)[] {
  switch (column.kind) {
    case 'numeric':
    case 'ordinal':
      return outputNames(column).map((_, i) => (column.value && i === 0 ? columnScale(column) : null));
    case 'date':
      return dateScales(column);
    case 'list':
      return listScales(column);
    case 'text':
      return textScales(column);
    default:
      return outputNames(column).map(() => null);
  }
}

export function columnScale({ mean, scale, quantiles }: FittedNumeric | FittedOrdinal): ColumnScale {
  return { mean, scale, ...(quantiles && { quantiles }) };
}

/** What is unusual about the cells that a step wrote. */
export interface WrittenCells {
  readonly remarks: readonly Remark[];
  /** Cells far outside of the training range (`countFarOutside`). */
  readonly outside: number;
  /** Missing cells, if there were none in training; those that a notice mentions not counted. */
  readonly newlyMissing: number;
}

/** Fills the step's columns of the matrix for `rows`. */
export function writeColumn(
  fitted: KeptColumn,
  column: Column,
  rows: Int32Array,
  context: ReadingContext,
  destination: Destination,
): WrittenCells {
  const { isMissing, readDates } = context;
  switch (fitted.kind) {
    case 'numeric': {
      const { cells, remarks } = numbersAsTrained(fitted, column, rows, context);
      return { remarks, ...writeNumbers(fitted, cells, rows, destination) };
    }
    case 'ordinal': {
      const { cells, remarks, unread } = ordinalCells(fitted.levels, column, rows, isMissing);
      return { remarks, ...writeNumbers(fitted, cells, rows, destination, unread) };
    }
    case 'boolean': {
      const { cells, remarks, unread } = booleanCells(column, rows);
      writeImputed(fitted, cells, rows, destination);
      return { remarks, outside: 0, newlyMissing: fitted.indicator ? 0 : countMissing(cells, rows) - unread };
    }
    case 'categorical': {
      const remarks = writeCategorical(fitted, column, rows, destination);
      return { remarks, outside: 0, newlyMissing: fitted.missing ? 0 : countMissing(cellsOf(column), rows) };
    }
    case 'date': {
      const dates = readDates(column, fitted.format);
      const { remarks, outside } = writeDate(fitted, dates, rows, context, destination);
      return { remarks, outside, newlyMissing: newlyMissing(fitted, dates.column, rows) };
    }
    case 'list':
      return {
        remarks: writeList(fitted, column, rows, destination),
        outside: 0,
        newlyMissing: newlyMissing(fitted, column, rows),
      };
    case 'text':
      return {
        remarks: writeText(fitted, column, rows, destination),
        outside: 0,
        newlyMissing: newlyMissing(fitted, column, rows),
      };
  }
}

function writeNumbers(
  fitted: FittedNumeric | FittedOrdinal,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  destination: Destination,
  unread = 0,
): Pick<WrittenCells, 'outside' | 'newlyMissing'> {
  writeImputed({ ...fitted, scale: columnScale(fitted) }, cells, rows, destination);
  return {
    outside: countFarOutside(cells, rows, fitted.range),
    newlyMissing: fitted.indicator ? 0 : countMissing(cells, rows) - unread,
  };
}

function newlyMissing({ indicator }: FittedDate | FittedList | FittedText, column: Column, rows: Int32Array) {
  return indicator ? 0 : countMissing(cellsOf(column), rows);
}

function cellsOf(column: Column): Int32Array | Float32Array | Float64Array {
  return column.kind === 'text' ? column.codes : column.values;
}

/** Missing cells among `rows`: NaN, or a negative code. */
function countMissing(cells: Int32Array | Float32Array | Float64Array, rows: Int32Array): number {
  const isCode = cells instanceof Int32Array;
  let count = 0;
  for (const row of rows) if (isCode ? cells[row] < 0 : Number.isNaN(cells[row])) count++;
  return count;
}
