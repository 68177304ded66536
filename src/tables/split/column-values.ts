/** Columns that say how rows are split or counted, as numbers. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import { isNumber, parseNumber } from '../../text/number-text.js';
import { type Column, cellText, type Table } from '../table.js';
import { ranks } from './split-rules.js';

/** Equal numbers for rows with equal cells. Throws `InputError` for an empty cell. */
export function groupNumbers(table: Table, column: Column): Int32Array {
  requireCells(table, column, 'group', 'give every row its group');
  return column.kind === 'text' ? column.codes : ranks(column.values);
}

/**
 * Larger numbers for later rows, from numbers or from dates in ISO 8601 (`2024-05-31`, `2024-05`,
 * `2024-05-31T13:45:10.5+02:00`), of which those without an offset are taken as UTC.
 *
 * @throws InputError for an empty cell and for text that is neither, with its row.
 */
export function sortableTimes(table: Table, column: Column): ArrayLike<number> {
  requireCells(table, column, 'time', 'give every row its time');
  if (column.kind === 'numeric') return column.values;
  const used = new Set(column.codes);
  const areNumbers = column.dictionary.every((text, code) => !used.has(code) || isNumber(text));
  const times = column.dictionary.map(areNumbers ? parseNumber : isoTime);
  const bad = column.codes.findIndex((code) => Number.isNaN(times[code]));
  if (bad >= 0) {
    throw new InputError(
      `${table.source}: the time column ${quote(column.name)} holds ${quote(cellText(table, column, bad) ?? '')} in data ` +
        `row ${bad + 1}: give numbers in all rows, or dates such as 2024-05-31 or 2024-05-31T13:45:00`,
    );
  }
  return Float64Array.from(column.codes, (code) => times[code]);
}

const ISO =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?$/i;

/** Milliseconds since 1970; NaN for what is no date. */
function isoTime(text: string): number {
  const found = ISO.exec(text.trim());
  if (found === null) return Number.NaN;
  const [, year, month, day = '1', hours = '0', minutes = '0', seconds = '0', fraction = '', offset = 'Z'] =
    found;
  const parts = [year, month, day, hours, minutes, seconds].map(Number);
  const date = new Date(0);
  date.setUTCFullYear(parts[0], parts[1] - 1, parts[2]);
  const isDay = date.getUTCMonth() === parts[1] - 1 && date.getUTCDate() === parts[2];
  if (!isDay || parts[3] > 24 || parts[4] > 59 || parts[5] > 60) return Number.NaN;
  const ofDay = 3_600_000 * parts[3] + 60_000 * parts[4] + 1000 * (parts[5] + Number(`0.${fraction}0`));
  return date.getTime() + ofDay - offsetMilliseconds(offset);
}

function offsetMilliseconds(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return (
    sign * (3_600_000 * Number(offset.slice(1, 3)) + 60_000 * Number(offset.slice(3).replace(':', '') || 0))
  );
}

/** Weights may differ by no larger factor. */
const LARGEST_RATIO = 1e12;

/**
 * The weight of each row.
 *
 * @throws InputError for cells that are empty or no number from 0, for weights that are all 0, and for positive ones of
 *   which the largest is over 10^12 times the smallest.
 */
export function weightValues(table: Table, column: Column): Float64Array {
  requireCells(table, column, 'weight', 'give every row a weight, 0 to leave it out');
  const refuse = (row: number, what: string) => {
    const text = cellText(table, column, row) ?? '';
    return new InputError(
      `${table.source}: the weight column ${quote(column.name)} holds ${quote(text)} in data row ${row + 1}: ${what}`,
    );
  };
  const words = column.kind === 'text' ? column.dictionary.map(parseNumber) : [];
  const weights =
    column.kind === 'text'
      ? Float64Array.from(column.codes, (code) => words[code])
      : Float64Array.from(column.values);
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
  return weights;
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
