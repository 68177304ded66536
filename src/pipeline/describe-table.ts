/** Description of a table before anyone trains on it: how it was read, and what each column is taken for. */
import { InputError } from '../errors.js';
import type { ColumnOverrides } from '../tables/preparation/column-overrides.js';
import { type ColumnType, typeColumns } from '../tables/preparation/column-types.js';
import { columnsByName } from '../tables/preparation/columns-by-name.js';
import { rowRange } from '../tables/preparation/resolve-rows.js';
import { extractTarget, type TargetOptions } from '../tables/preparation/target.js';
import { countWords } from '../tables/preparation/word-counts.js';
import type { Column, NumericColumn, Table, TableReading, TextColumn } from '../tables/table.js';
import { columnRoles, type RoleOptions, roleOf, withoutRoleColumns } from './column-roles/column-roles.js';
import { countLabels } from './provenance.js';

export interface DescribeTableOptions extends TargetOptions, RoleOptions {
  /** Name of the column to predict; default none. */
  readonly target?: string;
  /** Columns to treat differently than their content suggests. */
  readonly overrides?: ColumnOverrides;
}

export interface DescribedColumn {
  readonly name: string;
  readonly kind: string;
  /** Whether it becomes features. */
  readonly used: boolean;
  /** Why it is not used. */
  readonly reason?: string;
  readonly missing: number;
  /** Number of distinct values. */
  readonly distinct: number;
  /** Smallest and largest number; absent for text and if all cells are missing. */
  readonly range?: readonly [number, number];
  /** The first distinct values, at most three. */
  readonly examples: readonly (number | string)[];
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

const MOST_EXAMPLES = 3;

/**
 * Describes a table as a training would see it: kinds of columns by the same rules, here on all rows, ranges, missing and
 * distinct values, examples, and the classes of a target.
 *
 * @throws InputError if there is no column `target`, or an override or a role names no column, and for columns that no training
 *   accepts.
 */
export function describeTable(table: Table, options: DescribeTableOptions = {}): TableDescription {
  const roles = columnRoles(table, options.target ?? '', options, options.overrides);
  const overrides = withoutRoleColumns(roles, options.overrides);
  const target = options.target === undefined ? undefined : describeTarget(table, options.target, options);
  const { types, notices } = typeColumns(table, { target: options.target, overrides });
  const columns = columnsByName(table);
  const everyRow = rowRange(table.rows);
  return {
    source: table.source,
    rows: table.rows,
    reading: table.reading,
    columns: types.map((type) => {
      const described = describeColumn(type, columns.get(type.name)!, everyRow);
      const role = described.used ? undefined : roles && roleOf(type.name, roles);
      return role === undefined ? described : { ...described, reason: role };
    }),
    target: target?.description,
    notices: [...new Set([...(table.notices ?? []), ...(target?.notices ?? []), ...notices])],
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

function describeColumn(type: ColumnType, column: Column, everyRow: Int32Array): DescribedColumn {
  const { name, kind } = type;
  const reason = 'reason' in type ? type.reason : undefined;
  const cells = column.kind === 'numeric' ? describeNumbers(column) : describeTexts(column, everyRow);
  return { name, kind, used: reason === undefined, ...(reason !== undefined && { reason }), ...cells };
}

type DescribedCells = Omit<DescribedColumn, 'name' | 'kind' | 'used' | 'reason'>;

function describeNumbers({ values }: NumericColumn): DescribedCells {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  let distinct = 0;
  for (let i = 0; i < present.length; i++) if (i === 0 || present[i] !== present[i - 1]) distinct++;
  const examples = new Set<number>();
  for (let row = 0; row < values.length && examples.size < Math.min(distinct, MOST_EXAMPLES); row++) {
    if (!Number.isNaN(values[row])) examples.add(values[row]);
  }
  return {
    missing: values.length - present.length,
    distinct,
    ...(present.length > 0 && { range: [present[0], present[present.length - 1]] as const }),
    examples: [...examples],
  };
}

function describeTexts(column: TextColumn, everyRow: Int32Array): DescribedCells {
  const { words, missing } = countWords(column, everyRow);
  return { missing, distinct: words.length, examples: words.slice(0, MOST_EXAMPLES) };
}
