/** A table without some of its columns; the remaining ones are shared, not copied. */
import type { Table } from '../table.js';
import { unknownColumn } from './unknown-column.js';

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
