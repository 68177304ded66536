/** Columns are found by name, never by position: in a `Map`, so that `__proto__` is a name like any other. */
import { InputError } from '../../errors.js';
import { nearestNames } from '../../text/did-you-mean.js';
import { listNames, quote } from '../../text/name-list.js';
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

/** Whether two names are the same text, however their accents are encoded (Unicode normalisation form C). */
export function sameName(one: string, other: string): boolean {
  return one === other || one.normalize() === other.normalize();
}

/** The column `name`, or else one of the same name by `sameName`. */
export function columnNamed(columns: ReadonlyMap<string, Column>, name: string): Column | undefined {
  const exact = columns.get(name);
  if (exact !== undefined) return exact;
  for (const [other, column] of columns) if (sameName(other, name)) return column;
  return undefined;
}

/** Maximum number of names that an error lists. */
const NAMES_LISTED = 20;

/**
 * The error for a `name` that is not among the columns `available` of `source`. `role` says what the
 * name was given for, for example `target` or `--drop`.
 */
export function unknownColumn(
  source: string,
  role: string,
  name: string,
  available: readonly string[],
): InputError {
  const near = nearestNames(name, available);
  const hint = near.length > 0 ? ` Did you mean ${near.map(quote).join(' or ')}?` : '';
  return new InputError(
    `${source}: ${role} names column ${quote(name)}, which is not in the table.${hint} ` +
      `Columns: ${listNames(available, NAMES_LISTED)}`,
  );
}
