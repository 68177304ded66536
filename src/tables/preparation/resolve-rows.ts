/**
 * Parts of a table are given by row indices, so that a split copies no cells. Everything downstream takes an index
 * array, whether the caller gave one or means all rows.
 */
import { InputError } from '../../errors.js';
import type { Table } from '../table.js';

/**
 * Checks `rows` against the table; if undefined, gives 0, 1, ..., rows - 1. Rows may repeat and be in any order. Throws
 * `InputError` for an index outside the table.
 */
export function resolveRows(table: Table, rows: Int32Array | undefined): Int32Array {
  if (rows === undefined) return rowRange(table.rows);
  for (const row of rows) {
    if (row < 0 || row >= table.rows) {
      throw new InputError(
        `${table.source}: row index ${row} is outside the table, which has ${table.rows} rows (0-based indices)`,
      );
    }
  }
  return rows;
}

/** 0, 1, ..., count - 1. */
export function rowRange(count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}
