/** What makes columns unusable for their roles, for a description of the table before anyone trains on it. */
import { InputError } from '../../errors.js';
import { columnsByName } from '../../tables/preparation/columns-by-name.js';
import { groupNumbers, sortableTimes, weightValues } from '../../tables/split/column-values.js';
import { ranks } from '../../tables/split/split-rules.js';
import type { Column, Table } from '../../tables/table.js';
import { checkOneTime } from '../part.js';
import type { ColumnRoles } from './column-roles.js';

/** Why a training refuses the group, the time and the weight column, by the name of the column. */
export function roleProblems(table: Table, roles: ColumnRoles): ReadonlyMap<string, string> {
  const { group, time, timeFormat, weight, weightFormat } = roles;
  const problems = new Map<string, string>();
  const columns = columnsByName(table);
  const read = <T>(name: string | undefined, values: (column: Column) => T): T | undefined => {
    if (name === undefined) return undefined;
    try {
      return values(columns.get(name) as Column);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.set(name, error.message);
      return undefined;
    }
  };
  const groups = read(group, (column) => groupNumbers(table, column));
  const times = read(time, (column) => ranks(sortableTimes(table, column, timeFormat)));
  read(weight, (column) => weightValues(table, column, weightFormat));
  if (groups !== undefined && times !== undefined) {
    read(group, (column) => checkOneTime(table, column, groups, times));
  }
  return problems;
}
