/** Columns are found by name, never by place: a `Map`, so that `__proto__` is a name like any other. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Column, Table } from '../table.js';

/** The table's columns by name, in the table's order. Throws `InputError` when a name occurs twice. */
export function columnsByName(table: Table): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const column of table.columns) {
    if (columns.has(column.name)) {
      throw new InputError(
        `${table.source}: column name ${quote(column.name)} occurs twice: rename one of the two`,
      );
    }
    columns.set(column.name, column);
  }
  return columns;
}
