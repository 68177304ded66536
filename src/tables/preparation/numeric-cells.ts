/**
 * Reads columns of either kind as numbers: the same measurement can be a numeric column in one file and, because of
 * a single word, a text column in another.
 */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import { parseNumber } from '../../text/number-text.js';
import { namesOption } from '../../text/shell-word.js';
import type { Column, TextColumn } from '../table.js';
import { formatText, type NumberFormat, parseFormatted, writtenNumber } from './numbers/number-format.js';

/** How the text cells of a column are read as numbers. */
export interface NumberReading {
  /** How they are written; default plainly (`parseNumber`). */
  readonly format?: NumberFormat;
  /** Words that are missing cells; default none. */
  readonly isMissing?: (word: string) => boolean;
}

/** The number that a text is, NaN for a word that is a missing cell, undefined for any other text. */
export function readNumber(text: string, { format, isMissing }: NumberReading): number | undefined {
  const value = format === undefined ? parseNumber(text) : parseFormatted(text, format);
  if (!Number.isNaN(value)) return value;
  return isMissing?.(text) ? Number.NaN : undefined;
}

/**
 * How a refused text can be read, as the end of a sentence: the notation that is expected instead if it is a number,
 * which must not become a missing cell; else the option that makes it one.
 */
export function missingAdvice(text: string, format: NumberFormat | undefined): string {
  return writtenNumber(text) === undefined
    ? ` (${namesOption('--missing', [text])} does that)`
    : ` (expected: ${formatText(format)})`;
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
 * One number per row of the whole column, NaN if missing; for a numeric column its own array, not a copy. Throws
 * `InputError` with column, value and 1-based data row if a cell of `rows` is text that is not missing.
 */
export function numericCells(
  column: Column,
  rows: Int32Array,
  source: string,
  reading: NumberReading = {},
): Float32Array | Float64Array {
  if (column.kind === 'numeric') return column.values;
  const numbers = column.dictionary.map((word) => readNumber(word, reading));
  for (const row of rows) {
    const code = column.codes[row];
    if (code < 0 || numbers[code] !== undefined) continue;
    const text = column.dictionary[code];
    throw new InputError(
      `${source}: column ${quote(column.name)} must be numeric, but data row ${row + 1} holds ` +
        `${quote(text)}: correct the cell or leave it empty${missingAdvice(text, reading.format)}`,
    );
  }
  return cellsFromValues(column, (code) => numbers[code] ?? Number.NaN);
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
