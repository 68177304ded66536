/** Parts of a table as tables; the preparation and the split take row indices instead. */
import type { Table } from '../table.js';
import { unknownColumn } from './columns-by-name.js';
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

/** Throws `InputError` for a name that is not a column of the table. */
export function dropColumns(table: Table, names: readonly string[]): Table {
  const available = table.columns.map((column) => column.name);
  const known = new Set(available);
  for (const name of names) {
    if (!known.has(name)) throw unknownColumn(table.source, 'drop', name, available);
  }
  const dropped = new Set(names);
  return { ...table, columns: table.columns.filter((column) => !dropped.has(column.name)) };
}
