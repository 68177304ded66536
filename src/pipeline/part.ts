/** Rows of a table with what is known of each. */
import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { columnsByName, unknownColumn } from '../tables/preparation/columns-by-name.js';
import { rowRange } from '../tables/preparation/resolve-rows.js';
import { groupNumbers, sortableTimes, weightValues } from '../tables/split/column-values.js';
import { ONE_TIME, ranks, rowOfDividedGroup, rulesAt, type SplitRules } from '../tables/split/split-rules.js';
import { type Column, cellText, type Table } from '../tables/table.js';
import { countOf, listNames, quote } from '../text/name-list.js';
import type { ColumnRoles } from './column-roles/column-roles.js';

/** Plain data: `labels[i]`, `weights[i]` and the entries of `split` are those of row `rows[i]`. */
export interface Part {
  readonly table: Table;
  readonly rows: Int32Array;
  readonly labels: readonly Label[];
  /** Above 0; default 1. */
  readonly weights?: Float64Array;
  /** What splits and folds of the rows have to keep together or in order. */
  readonly split?: SplitRules;
}

/** The rows of `part` at these places. */
export function partAt({ table, rows, labels, weights, split }: Part, places: Int32Array): Part {
  return {
    table,
    rows: places.map((place) => rows[place]),
    labels: Array.from(places, (place) => labels[place]),
    ...(weights && { weights: Float64Array.from(places, (place) => weights[place]) }),
    ...(split && { split: rulesAt(split, places) }),
  };
}

/**
 * All rows of a table but those of weight 0, which a notice counts.
 *
 * @throws InputError for cells of the group, time or weight column that are none, and for a
 *   group with different times.
 */
export function wholePart(
  table: Table,
  labels: readonly Label[],
  roles: ColumnRoles | undefined,
): { readonly part: Part; readonly notices: readonly string[] } {
  const rows = rowRange(table.rows);
  if (roles === undefined) return { part: { table, rows, labels }, notices: [] };
  const columns = columnsByName(table);
  const columnOf = (name: string): Column => {
    const column = columns.get(name);
    if (column === undefined) throw unknownColumn(table.source, 'a role', name, [...columns.keys()]);
    return column;
  };
  const { group, time, timeFormat, weight, weightFormat, stratify } = roles;
  const name = time ?? group;
  const groups = group === undefined ? undefined : groupNumbers(table, columnOf(group));
  const times = time === undefined ? undefined : ranks(sortableTimes(table, columnOf(time), timeFormat));
  if (groups !== undefined && times !== undefined) checkOneTime(table, columnOf(group!), groups, times);
  const split: SplitRules = {
    ...(groups !== undefined && times === undefined && { groups }),
    ...(times !== undefined && { times }),
    ...(!stratify && { stratify }),
    ...(name !== undefined && { column: name }),
  };
  const weights = weight === undefined ? undefined : weightValues(table, columnOf(weight), weightFormat);
  const part = { table, rows, labels, split, ...(weights && { weights }) };
  const kept = weights === undefined ? rows : rows.filter((row) => weights[row] > 0);
  const left = table.rows - kept.length;
  if (left === 0) return { part, notices: [] };
  return { part: partAt(part, kept), notices: [`${countOf(left, 'row')} of weight 0 left out`] };
}

/** Throws `InputError` for a group with different times: `groups` and `times` are equal numbers for equal ones. */
export function checkOneTime(table: Table, group: Column, groups: Int32Array, times: Int32Array): void {
  const row = rowOfDividedGroup(groups, times);
  if (row === undefined) return;
  throw new InputError(
    `${table.source}: group and time are given together, but the group ${quote(cellText(table, group, row) ?? '')} of ` +
      `${quote(group.name)} has another time in data row ${row + 1} than in an earlier one: ${ONE_TIME}`,
    { optionNames: ['group', 'time'] },
  );
}

/**
 * `wholePart` of rows to train on.
 *
 * @throws InputError also if the weights leave rows of fewer than two classes.
 */
export function trainingPart(
  table: Table,
  labels: readonly Label[],
  roles: ColumnRoles | undefined,
): ReturnType<typeof wholePart> {
  const { part, notices } = wholePart(table, labels, roles);
  if (part.rows.length === table.rows) return { part, notices };
  const left = new Set(part.labels);
  const lost = [...new Set(labels)].filter((label) => !left.has(label));
  if (lost.length === 0) return { part, notices };
  const of = `every row of ${listNames(lost)} has weight 0 in column ${quote(roles?.weight ?? '')}`;
  if (left.size < 2) {
    throw new InputError(`${table.source}: ${of}, but a classifier needs at least two classes`);
  }
  return { part, notices: [...notices, `${of}: never predicted`] };
}
