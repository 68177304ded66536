/** The user's settings for single columns, checked before anything is computed. */
import { InputError } from '../../errors.js';
import { quote } from '../../text/name-list.js';
import type { Table } from '../table.js';
import { unknownColumn } from './columns-by-name.js';

export interface ColumnOverrides {
  /** One category per distinct value, whatever the values look like. */
  readonly categorical?: readonly string[];
  /** Numbers; a text cell is an error. */
  readonly numeric?: readonly string[];
  /** Dropped without a notice. */
  readonly drop?: readonly string[];
}

export type ColumnOverride = keyof ColumnOverrides;

const LISTS: readonly ColumnOverride[] = ['categorical', 'numeric', 'drop'];

/**
 * Column name to override. Throws `InputError` for a name that is not a column of the table, is the target, or is in
 * two lists.
 */
export function resolveOverrides(
  table: Table,
  target: string | undefined,
  overrides: ColumnOverrides,
): Map<string, ColumnOverride> {
  const available = table.columns.map((column) => column.name).filter((name) => name !== target);
  const known = new Set(available);
  const decided = new Map<string, ColumnOverride>();
  for (const list of LISTS) {
    for (const name of overrides[list] ?? []) {
      if (name === target) {
        throw new InputError(
          `--${list} names ${quote(name)}, which is the target: the option is for feature columns only`,
        );
      }
      if (!known.has(name)) throw unknownColumn(table.source, `--${list}`, name, available);
      const earlier = decided.get(name);
      if (earlier !== undefined && earlier !== list) {
        throw new InputError(
          `column ${quote(name)} is named by both --${earlier} and --${list}: choose one of the two`,
        );
      }
      decided.set(name, list);
    }
  }
  return decided;
}
