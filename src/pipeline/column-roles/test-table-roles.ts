/** The roles of columns in another table than the training's. */

import { columnsByName } from '../../tables/preparation/columns-by-name.js';
import { cellText, type Table } from '../../tables/table.js';
import { countOf, quote } from '../../text/name-list.js';
import type { ColumnRoles } from './column-roles.js';

/**
 * What counts in a table to test on: only the weights, which need the table to have their column. Without it every row
 * counts once, with a notice.
 */
export function testRoles(
  table: Table,
  roles: ColumnRoles | undefined,
): { readonly roles?: ColumnRoles; readonly notices: readonly string[] } {
  const weight = roles?.weight;
  if (weight === undefined) return { notices: [] };
  if (!columnsByName(table).has(weight)) {
    return {
      notices: [
        `${table.source} has no weight column ${quote(weight)}: each of its rows counts once in the scores`,
      ],
    };
  }
  return { roles: { weight, weightFormat: roles?.weightFormat, ids: [], stratify: true }, notices: [] };
}

/** A notice about the rows of a test table whose group occurs in the training table. */
export function sharedGroupNotices(train: Table, test: Table, roles: ColumnRoles | undefined): string[] {
  const group = roles?.group;
  if (group === undefined) return [];
  const column = columnsByName(test).get(group);
  const trained = columnsByName(train).get(group);
  if (column === undefined || trained === undefined) return [];
  const known = new Set(Array.from({ length: train.rows }, (_, row) => cellText(train, trained, row)));
  let shared = 0;
  for (let row = 0; row < test.rows; row++) if (known.has(cellText(test, column, row))) shared++;
  if (shared === 0) return [];
  return [
    `${countOf(shared, 'test row')} of ${test.rows} of groups of ${quote(group)} that are in training too: ` +
      'the scores are optimistic for new groups',
  ];
}
