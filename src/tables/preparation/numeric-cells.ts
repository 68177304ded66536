/**
 * Reads columns of either kind as numbers: the same measurement can be a numeric column in one file and, because of
 * a single word, a text column in another.
 */
import { InputError } from '../../errors.js';
import { countOf, listNames, quote } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import type { Column, NumericColumn, TextColumn } from '../table.js';
import { missingOption } from './missing-words.js';
import { formatText, type NumberFormat, parseFormatted, writtenNumber } from './numbers/number-format.js';
import { countWords } from './word-counts.js';

/** How the text cells of a column are read as numbers. */
export interface NumberReading {
  /** How they are written; default plainly (`parseNumber`). */
  readonly format?: NumberFormat;
  /** Words that are missing cells; default none. */
  readonly isMissing?: (word: string) => boolean;
  /** Words that would be missing cells without the option `keepWords`, for messages. */
  readonly isKept?: (word: string) => boolean;
}

/** The number that a text is, NaN for a word that is a missing cell, undefined for any other text. */
export function readNumber(text: string, { format, isMissing }: NumberReading): number | undefined {
  const value = format === undefined ? parseNumber(text) : parseFormatted(text, format);
  if (!Number.isNaN(value)) return value;
  return isMissing?.(text) ? Number.NaN : undefined;
}

/**
 * What to do about a refused text, as the end of a sentence: drop it from `--keep-words` if that makes it a value; else
 * correct it, to the notation that is expected if it is a number, which must not become a missing cell, or make it one.
 */
export function correction(text: string, { format, isKept }: NumberReading): string {
  if (isKept?.(text)) return ', which --keep-words makes a value: drop it there';
  const option = missingOption(text);
  const advice =
    writtenNumber(text) !== undefined
      ? ` (expected: ${formatText(format)})`
      : option === undefined
        ? ''
        : ` (${option} does that)`;
  return `: correct the cell or leave it empty${advice}`;
}

/** The first cell of `rows` whose text does not satisfy `accepts`. */
export function firstRefused(
  column: TextColumn,
  rows: Int32Array,
  accepts: (text: string) => boolean,
): { readonly row: number; readonly text: string } | undefined {
  const accepted = column.dictionary.map(accepts);
  for (const row of rows) {
    const code = column.codes[row];
    if (code >= 0 && !accepted[code]) return { row, text: column.dictionary[code] };
  }
  return undefined;
}

/**
 * One number per row of the whole column, NaN if missing; for a numeric column usually its own array, not a copy. Throws
 * `InputError` with column, value and 1-based data row if a cell of `rows` is text that is not missing.
 * `firstRow` is the row of the whole table with which this one begins.
 */
export function numericCells(
  column: Column,
  rows: Int32Array,
  source: string,
  reading: NumberReading = {},
  firstRow = 0,
): Float32Array | Float64Array {
  if (column.kind === 'numeric') return numbersIn(column, reading.format);
  const numbers = column.dictionary.map((word) => readNumber(word, reading));
  const isRefused = (row: number) => column.codes[row] >= 0 && numbers[column.codes[row]] === undefined;
  if (rows.some(isRefused)) throw unreadableError(column, rows, source, reading, firstRow);
  return cellsFromValues(column, (code) => numbers[code] ?? Number.NaN);
}

/** The numbers of the column, whose points separate thousands if they may and the decimal sign of `format` is a comma. */
export function numbersIn(
  { values, pointedIntegers }: NumericColumn,
  format: NumberFormat | undefined,
): Float32Array | Float64Array {
  if (pointedIntegers === undefined || format?.decimal !== ',' || format.thousands === 'none') return values;
  const numbers = Float64Array.from(values, (value) =>
    Number.isInteger(value) ? value : Math.round(value * 1000),
  );
  for (const row of pointedIntegers) numbers[row] = values[row] * 1000;
  return numbers;
}

/** The error for the cells of `rows` that are texts, neither numbers nor missing: the first with its row. */
export function unreadableError(
  column: Column,
  rows: Int32Array,
  source: string,
  reading: NumberReading,
  firstRow = 0,
): InputError | undefined {
  if (column.kind === 'numeric') return undefined;
  const isRead = (text: string) => readNumber(text, reading) !== undefined;
  const first = firstRefused(column, rows, isRead);
  if (first === undefined) return undefined;
  const { words, counts } = countWords(column, rows);
  const others = words.filter((word) => !isRead(word) && word !== first.text);
  const cells = words.reduce((sum, word, i) => sum + (isRead(word) ? 0 : counts[i]), 0);
  const all =
    cells === 1 ? '' : `; ${countOf(cells, 'cell')} are not numbers: ${listNames([first.text, ...others])}`;
  return new InputError(
    `${source}: column ${quote(column.name)} must be numeric, but data row ${firstRow + first.row + 1} holds ` +
      `${quote(first.text)}${correction(first.text, reading)}${all}`,
    { cells: [{ column: column.name, row: firstRow + first.row }] },
  );
}

/** Maps the cells of a text column by `reading`, called once per distinct string; missing is NaN. */
export function cellsFromWords(column: TextColumn, reading: (text: string) => number): Float64Array {
  const values = column.dictionary.map((word) => reading(word));
  return cellsFromValues(column, (code) => values[code]);
}

function cellsFromValues(column: TextColumn, valueOfCode: (code: number) => number): Float64Array {
  const cells = new Float64Array(column.codes.length);
  for (let row = 0; row < cells.length; row++) {
    const code = column.codes[row];
    cells[row] = code < 0 ? Number.NaN : valueOfCode(code);
  }
  return cells;
}

/** The present values at `rows`, in order, as a view of `scratch`, which must have room for all rows. */
export function gatherPresent(
  cells: Float32Array | Float64Array,
  rows: Int32Array,
  scratch: Float64Array,
): Float64Array {
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = cells[rows[i]];
    if (!Number.isNaN(value)) scratch[count++] = value;
  }
  return scratch.subarray(0, count);
}
