/** Test rows that equal training rows in the values of their columns. */

import type { FeatureMatrix } from '../matrix.js';
import { columnsByName } from '../tables/preparation/columns-by-name.js';
import { isKept } from '../tables/preparation/fitted-columns.js';
import type { Preparation } from '../tables/preparation/preparation.js';
import type { PrepareOptions } from '../tables/preparation/prepare-options.js';
import { countSharedRows, rowsAmong } from '../tables/split/count-shared-rows.js';
import { type Column, cellText, type Table } from '../tables/table.js';
import { type ColumnRoles, roleOf } from './column-roles/column-roles.js';
import { type Part, partAt } from './part.js';

/** Rows of a table, and the same rows prepared. */
export interface PreparedPart {
  readonly part: Part;
  readonly matrix: FeatureMatrix;
}

/**
 * Number of rows of `test` that have the values of a row of `train` in every column that the preparation keeps, and in every
 * other one that can tell rows apart (`tellingColumns`). Rounding to 32 bits makes more rows equal, never fewer, so only
 * rows that are equal when prepared are compared by their values.
 */
export function countSharedValues(
  preparation: Preparation,
  roles: ColumnRoles | undefined,
  train: PreparedPart,
  test: PreparedPart,
  needs: PrepareOptions,
): number {
  const values = ({ part, matrix }: PreparedPart, others: FeatureMatrix): PreparedPart => {
    const kept = partAt(part, rowsAmong(others, matrix));
    const prepared = preparation.prepare(part.table, kept.rows, { ...needs, form: 'values' });
    return { part: kept, matrix: prepared.matrix };
  };
  const shared = values(test, train.matrix);
  if (shared.matrix.rows === 0) return 0;
  const known = values(train, test.matrix);
  const names = tellingColumns(preparation, roles, train.part, test.part.table);
  const codes = new Map(names.map((name) => [name, new Map<string | undefined, number>()]));
  return countSharedRows(withCells(known, codes), withCells(shared, codes));
}

/**
 * Columns of both tables that the preparation drops, but for those with a role and those in which every row has a value of
 * its own: these are names of the rows, in which equal rows differ too.
 */
function tellingColumns(
  { inputColumns }: Preparation,
  roles: ColumnRoles | undefined,
  { table, rows }: Part,
  test: Table,
): string[] {
  const [columns, others] = [columnsByName(table), columnsByName(test)];
  return inputColumns
    .filter((column) => !isKept(column) && (roles === undefined || roleOf(column.name, roles) === undefined))
    .map(({ name }) => name)
    .filter((name) => {
      const column = columns.get(name);
      if (column === undefined || !others.has(name)) return false;
      const cells: ArrayLike<number> = column.kind === 'text' ? column.codes : column.values;
      return new Set(Array.from(rows, (row) => cells[row])).size < rows.length;
    });
}

/** The matrix with the cells of more columns behind its own, equal numbers for equal cells. */
function withCells(
  { part: { table, rows }, matrix }: PreparedPart,
  codes: ReadonlyMap<string, Map<string | undefined, number>>,
): FeatureMatrix {
  const width = matrix.columns + codes.size;
  const data = new Float64Array(matrix.rows * width);
  const columns = columnsByName(table);
  const added = [...codes].map(([name, known]) => ({ column: columns.get(name) as Column, known }));
  for (let i = 0; i < matrix.rows; i++) {
    data.set(matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns), i * width);
    added.forEach(({ column, known }, k) => {
      const text = cellText(table, column, rows[i]);
      const code = known.get(text) ?? known.size;
      known.set(text, code);
      data[i * width + matrix.columns + k] = code;
    });
  }
  return { data, rows: matrix.rows, columns: width };
}
