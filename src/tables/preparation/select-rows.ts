/**
 * A table of some rows of another, for callers that hand a part on. The preparation and the split need
 * no copy: they take row indices.
 */
import type { Table } from '../table.js';
import { resolveRows } from './resolve-rows.js';

/**
 * The table whose row i is row `rows[i]` of `table`; rows may repeat. Text columns share the dictionary.
 * Throws `InputError` for an index outside the table.
 */
export function selectRows(table: Table, rows: Int32Array): Table {
  resolveRows(table, rows);
  return {
    rows: rows.length,
    source: table.source,
    columns: table.columns.map((column) => {
      if (column.kind === 'text') return { ...column, codes: rows.map((row) => column.codes[row]) };
      const values =
        column.values instanceof Float32Array ? new Float32Array(rows.length) : new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = column.values[rows[i]];
      return { ...column, values };
    }),
  };
}
