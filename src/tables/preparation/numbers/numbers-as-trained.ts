/** Reads the numbers of a new table as those of training, and notices if they are plainly written otherwise. */
import { countOf, quote } from '../../../text/name-list.js';
import { isNumber } from '../../../text/number-text.js';
import type { Column, TextColumn } from '../../table.js';
import { booleanValue, isBooleanPair } from '../boolean-words.js';
import type { FittedNumeric } from '../fitted-columns.js';
import { cellsFromWords, numericCells, readNumber } from '../numeric-cells.js';
import { presentText } from '../unread-cells.js';
import { countWords } from '../word-counts.js';

export interface ReadNumbers {
  readonly cells: Float32Array | Float64Array;
  readonly notices: string[];
}

/**
 * One number per row, NaN if missing (`numericCells`). Where the format of training does not read them all, plain numbers
 * with decimal points are read plainly, and true and false as the 1 and 0 of a column between 0 and 1.
 */
export function numbersAsTrained(
  fitted: FittedNumeric,
  column: Column,
  rows: Int32Array,
  source: string,
  isMissing: (word: string) => boolean,
): ReadNumbers {
  const { format } = fitted;
  const otherwise = column.kind === 'text' ? readOtherwise(fitted, column, rows, isMissing) : undefined;
  if (otherwise !== undefined) return otherwise;
  const cells = numericCells(column, rows, source, { format, isMissing });
  return {
    cells,
    notices: [...thousandsNotice(fitted, column, cells, rows), ...percentNotice(fitted, column, cells, rows)],
  };
}

function readOtherwise(
  fitted: FittedNumeric,
  column: TextColumn,
  rows: Int32Array,
  isMissing: (word: string) => boolean,
): ReadNumbers | undefined {
  const { name, format } = fitted;
  const words = countWords(column, rows).words.filter((word) => !isMissing(word));
  if (words.every((word) => readNumber(word, { format }) !== undefined)) return undefined;
  if (mayHavePoints(fitted) && words.every(isNumber)) {
    const notice =
      `column ${quote(name)}: numbers such as ${quote(words[0])} read with a decimal point, because not all of them ` +
      'are numbers with a decimal comma as in training';
    return { cells: cellsFromWords(column, (word) => readNumber(word, {}) ?? Number.NaN), notices: [notice] };
  }
  if (mayBeBoolean(fitted) && isBooleanPair(words)) {
    const notice = `column ${quote(name)}: ${quote(words[0])} and the like read as 0 and 1, as in training`;
    return { cells: cellsFromWords(column, booleanValue), notices: [notice] };
  }
  return undefined;
}

/** Whether `numbersAsTrained` reads a text if all other cells are written alike. */
export function acceptsNumber(
  fitted: FittedNumeric,
  text: string,
  isMissing: (word: string) => boolean,
): boolean {
  if (readNumber(text, { format: fitted.format, isMissing }) !== undefined) return true;
  return (mayHavePoints(fitted) && isNumber(text)) || (mayBeBoolean(fitted) && isBooleanPair([text]));
}

function mayHavePoints({ format }: FittedNumeric): boolean {
  return format?.decimal === ',';
}

function mayBeBoolean({ range }: FittedNumeric): boolean {
  return range?.least === 0 && range.greatest === 1;
}

const THREE_DECIMALS = /\.\d{3}$/;

/** A notice if `18.490` is read as 18.49, where training has 18490, with a separator or in a new CSV file without one. */
function thousandsNotice(
  { name, format, range }: FittedNumeric,
  column: Column,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
): string[] {
  const { decimal = '.', thousands = 'none' } = format ?? {};
  if (decimal !== '.' || range === undefined) return [];
  if (thousands === 'none' && (column.kind === 'text' || column.pointedIntegers === undefined)) return [];
  const { least, greatest } = range;
  let present = 0;
  let fitting = 0;
  let example: string | undefined;
  for (const row of rows) {
    const cell = cells[row];
    if (Number.isNaN(cell)) continue;
    present++;
    const text = presentText(column, row)!;
    const isThousands = column.kind === 'text' ? THREE_DECIMALS.test(text.trim()) : hasThreeDecimals(cell);
    if (!isThousands) return [];
    if (!Number.isInteger(cell)) example ??= text;
    const inRange = (value: number) => value >= least && value <= greatest;
    if (inRange(cell * 1000) && !inRange(cell)) fitting++;
  }
  if (example === undefined || fitting * 2 <= present) return [];
  const inTraining =
    thousands === 'none'
      ? `the numbers of training are between ${least} and ${greatest}`
      : `training has ${quote(thousands)} between thousands`;
  return [
    `column ${quote(name)}: ${countOf(present, 'number')} such as ${quote(example)} read with a decimal point; ` +
      `${inTraining}, so they may be meant 1000 times larger`,
  ];
}

/** The spelling of a numeric column is lost: `18.490` is 18.49. */
function hasThreeDecimals(value: number): boolean {
  return Math.abs(value) < 1000 && Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-3;
}

/** A notice if `0.45` is read as 0.45 %, where training has 45 % as `45%`. */
function percentNotice(
  { name, format, range }: FittedNumeric,
  column: Column,
  cells: Float32Array | Float64Array,
  rows: Int32Array,
): string[] {
  if (!format?.percent || range === undefined || (range.greatest <= 1 && range.least >= -1)) return [];
  let present = 0;
  let example: string | undefined;
  for (const row of rows) {
    if (Number.isNaN(cells[row])) continue;
    const text = presentText(column, row)!;
    if (Math.abs(cells[row]) > 1 || /[%\uff05]|percent|pct/i.test(text)) return [];
    present++;
    if (cells[row] !== 0) example ??= text;
  }
  if (example === undefined) return [];
  return [
    `column ${quote(name)}: ${countOf(present, 'number')} such as ${quote(example)} without the percent sign that training ` +
      'has, read as percentages: if they are fractions, multiply them by 100',
  ];
}
