/**
 * Reads columns of either kind as numbers: the same measurement can be a numeric column in one file and, because of
 * a single word, a text column in another.
 */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import { isNumber, parseNumber } from '../../text/number-text.js';
import type { Column, TextColumn } from '../table.js';

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
 * `InputError` with column, value and 1-based data row if a cell of `rows` is text.
 */
export function numericCells(column: Column, rows: Int32Array, source: string): Float32Array | Float64Array {
  if (column.kind === 'numeric') return column.values;
  const refused = firstRefused(column, rows, isNumber);
  if (refused !== undefined) {
    throw new InputError(
      `${source}: column ${quote(column.name)} must be numeric, but data row ${refused.row + 1} holds ` +
        `${quote(refused.text)}: correct the cell or leave it empty`,
    );
  }
  return cellsFromWords(column, parseNumber);
}

/** Maps the cells of a text column by `reading`, called once per distinct string; missing is NaN. */
export function cellsFromWords(column: TextColumn, reading: (text: string) => number): Float64Array {
  const values = column.dictionary.map((word) => reading(word));
  const cells = new Float64Array(column.codes.length);
  for (let row = 0; row < cells.length; row++) {
    const code = column.codes[row];
    cells[row] = code < 0 ? Number.NaN : values[code];
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
