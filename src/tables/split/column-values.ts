/** Columns that say how rows are split or counted, as numbers. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { NumberFormat } from '../preparation/numbers/number-format.js';
import { cellsFromWords, numbersIn, readNumber } from '../preparation/numeric-cells.js';
import { type Column, cellText, type Table } from '../table.js';
import { type TimeFormat, timeFormat, timesOf } from './column-formats.js';
import { ranks } from './split-rules.js';

/** Equal numbers for rows with equal cells. Throws `InputError` for an empty cell. */
export function groupNumbers(table: Table, column: Column): Int32Array {
  requireCells(table, column, 'group', 'give every row its group');
  return column.kind === 'text' ? column.codes : ranks(column.values);
}

/**
 * Larger numbers for later rows, from numbers or dates of the column's format. Dates without an offset are taken as UTC.
 *
 * @param format `timeFormat` of the column, by default that of this column
 * @throws InputError for an empty cell and for text that is not of the format, with its row.
 */
export function sortableTimes(
  table: Table,
  column: Column,
  format: TimeFormat | undefined = timeFormat(column),
): ArrayLike<number> {
  requireCells(table, column, 'time', 'give every row its time');
  const times = timesOf(column, format);
  const bad = times.findIndex(Number.isNaN);
  if (bad >= 0) {
    throw new InputError(
      `${table.source}: the time column ${quote(column.name)} holds ${quote(cellText(table, column, bad) ?? '')} in data ` +
        `row ${bad + 1}: give numbers in all rows, or dates of one format, such as 2024-05-31 or 2024-05-31T13:45:00`,
    );
  }
  return times;
}

/** Weights may differ by no larger factor. */
const LARGEST_RATIO = 1e12;

/** Outside these bounds of the largest weight, sums and squares of weights may overflow or lose bits. */
const LEAST_SCALE = 2 ** -64;
const LARGEST_SCALE = 2 ** 64;

/**
 * The weight of each row. As only the ratios of weights count, weights of which the largest is beyond 2^64 or below
 * 2^-64 are scaled by a power of two, so that it is near 1.
 *
 * @param format `weightFormat` of the column in training; default plain numbers
 * @throws InputError for cells that are empty or no number from 0, for weights that are all 0, and for positive ones of
 *   which the largest is over 10^12 times the smallest.
 */
export function weightValues(table: Table, column: Column, format?: NumberFormat): Float64Array {
  requireCells(table, column, 'weight', 'give every row a weight, 0 to leave it out');
  const refuse = (row: number, what: string) => {
    const text = cellText(table, column, row) ?? '';
    return new InputError(
      `${table.source}: the weight column ${quote(column.name)} holds ${quote(text)} in data row ${row + 1}: ${what}`,
    );
  };
  const weights =
    column.kind === 'text'
      ? cellsFromWords(column, (word) => readNumber(word, { format }) ?? Number.NaN)
      : Float64Array.from(numbersIn(column, format));
  const bad = weights.findIndex((weight) => !(weight >= 0));
  if (bad >= 0) throw refuse(bad, 'a weight must be a number from 0');
  const positive = weights.filter((weight) => weight > 0);
  if (positive.length === 0) {
    throw new InputError(`${table.source}: the weight column ${quote(column.name)} is 0 in every row`);
  }
  const [least, most] = positive.reduce(
    ([low, high], weight) => [Math.min(low, weight), Math.max(high, weight)],
    [Number.POSITIVE_INFINITY, 0],
  );
  if (most > LARGEST_RATIO * least) {
    throw refuse(weights.indexOf(least), `the largest weight, ${most}, is over 10^12 times as large`);
  }
  if (most <= LARGEST_SCALE && most >= LEAST_SCALE) return weights;
  // In two steps, as the whole power may be out of range.
  const root = 2 ** -Math.trunc(Math.log2(most) / 2);
  return weights.map((weight) => weight * root * root);
}

function requireCells(table: Table, column: Column, role: string, remedy: string): void {
  const cells: ArrayLike<number> = column.kind === 'text' ? column.codes : column.values;
  for (let row = 0; row < table.rows; row++) {
    const isMissing = column.kind === 'text' ? cells[row] < 0 : Number.isNaN(cells[row]);
    if (!isMissing) continue;
    throw new InputError(
      `${table.source}: the ${role} column ${quote(column.name)} is empty in data row ${row + 1}: ${remedy}`,
    );
  }
}
