/** Description of a table before anyone trains on it: how it was read, and what each column is taken for. */
import { InputError } from '../errors.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import { typeColumns } from '../tables/preparation/column-types.js';
import { columnsByName } from '../tables/preparation/columns-by-name.js';
import { dateReader } from '../tables/preparation/dates/date-column.js';
import { unreadDatesRemark } from '../tables/preparation/dates/date-step.js';
import { missingWordTest, withoutWords } from '../tables/preparation/missing-words.js';
import { noticesOf } from '../tables/preparation/remarks.js';
import { rowRange } from '../tables/preparation/resolve-rows.js';
import { extractTarget, type TargetOptions } from '../tables/preparation/target.js';
import type { Table, TableReading } from '../tables/table.js';
import {
  columnRoles,
  type RoleOptions,
  roleOf,
  rolesOfColumn,
  withoutRoleColumns,
} from './column-roles/column-roles.js';
import { roleProblems } from './column-roles/role-problems.js';
import { type DescribedColumn, describeColumn } from './describe-column.js';
import { countLabels } from './provenance.js';

export interface DescribeTableOptions extends TargetOptions, RoleOptions {
  /** Name of the column to predict; default none. */
  readonly target?: string;
  /** Columns to treat differently than their content suggests. */
  readonly overrides?: ColumnOverrides;
}

export interface TableDescription {
  readonly source: string;
  readonly rows: number;
  /** How the table was read; absent for one that is not from a file. */
  readonly reading?: TableReading;
  /** In the order of the table, without the target. */
  readonly columns: readonly DescribedColumn[];
  readonly target?: {
    readonly name: string;
    /** Ascending; empty if the column cannot be a target. */
    readonly classes: readonly { readonly label: string | number | boolean; readonly rows: number }[];
    /** Why the column cannot be a target. */
    readonly problem?: string;
  };
  readonly notices: readonly string[];
}

/**
 * Describes a table as a training would see it: kinds of columns by the same rules, here on all rows, ranges, missing and
 * distinct values, examples, and the classes of a target. A column that a training refuses has a `problem`: numbers with a few
 * mistakes, what `overrides` call numeric and is not, and a group, time or weight column that cannot be one.
 *
 * @throws InputError if there is no column `target`, or an override or a role names no column or does not fit the cells of
 *   its column.
 */
export function describeTable(table: Table, options: DescribeTableOptions = {}): TableDescription {
  const roles = columnRoles(table, options.target ?? '', options, options.overrides);
  const overrides = withoutRoleColumns(roles, options.overrides);
  const target = options.target === undefined ? undefined : describeTarget(table, options.target, options);
  const problems = new Map(roles && roleProblems(table, roles));
  const { types, notices } = typeColumns(table, {
    target: options.target,
    overrides,
    onMistakes: (name, { message }) => problems.set(name, message),
  });
  const columns = columnsByName(withoutWords(table, overrides.missing ?? []));
  const isMissing = missingWordTest(overrides);
  const readDates = dateReader(isMissing);
  const unreadDates = noticesOf(
    types.flatMap((type) =>
      type.kind === 'date'
        ? unreadDatesRemark(readDates(columns.get(type.name)!, type.format), rowRange(table.rows))
        : [],
    ),
  );
  return {
    source: table.source,
    rows: table.rows,
    reading: table.reading,
    columns: types.map((type) => {
      const described = describeColumn(type, columns.get(type.name)!, isMissing, problems.get(type.name));
      const found = rolesOfColumn(type.name, roles);
      const reason = described.reason && roles && roleOf(type.name, roles);
      return {
        ...described,
        ...(found.length > 0 && { roles: found }),
        ...(reason !== undefined && { reason }),
      };
    }),
    target: target?.description,
    notices: [...new Set([...(table.notices ?? []), ...(target?.notices ?? []), ...notices, ...unreadDates])],
  };
}

function describeTarget(table: Table, name: string, options: TargetOptions) {
  // An unknown name is an error, a column that cannot be a target part of the description.
  const isKnown = columnsByName(table).has(name);
  try {
    const { classes, labels, notices } = extractTarget(table, name, options);
    const counts = countLabels(labels);
    const described = classes.map((label) => ({ label, rows: counts.get(label) ?? 0 }));
    return { description: { name, classes: described }, notices };
  } catch (error) {
    if (!isKnown || !(error instanceof InputError)) throw error;
    return { description: { name, classes: [], problem: error.message }, notices: [] };
  }
}
