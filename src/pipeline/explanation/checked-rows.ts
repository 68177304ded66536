/** The rows of a table that a call names. */
import { InputError } from '../../errors.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import type { Table } from '../../tables/table.js';
import { countOf } from '../../text/name-list.js';

/** Those given, counted from 0; default all. Throws `InputError` for one that does not exist. */
export function checkedRows(table: Table, given: ArrayLike<number> | undefined): Int32Array {
  if (given === undefined) return rowRange(table.rows);
  for (const row of Array.from(given)) {
    if (Number.isInteger(row) && row >= 0 && row < table.rows) continue;
    throw new InputError(
      `${table.source}: row ${row} does not exist: the table has ${countOf(table.rows, 'row')}, from 0`,
    );
  }
  return Int32Array.from(given);
}
