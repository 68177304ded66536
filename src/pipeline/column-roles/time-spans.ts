/** The first and the last time of the rows of each part, as the table writes them. */
import * as z from 'zod';
import { columnsByName } from '../../tables/preparation/columns-by-name.js';
import { timesOf } from '../../tables/split/column-formats.js';
import { cellText } from '../../tables/table.js';
import type { Part } from '../part.js';
import type { ColumnRoles } from './column-roles.js';

const span = z.tuple([z.string(), z.string()]).readonly();

export const TimeSpansSchema = z.strictObject({
  train: span,
  /** Absent without test rows, or without times for them. */
  test: span.optional(),
});

export type TimeSpans = z.infer<typeof TimeSpansSchema>;

/** Undefined without a time column. */
export function timeSpans(
  train: Part,
  test: Part | undefined,
  roles: ColumnRoles | undefined,
): TimeSpans | undefined {
  const ofTraining = timeSpan(train, roles);
  return ofTraining && { train: ofTraining, test: test && timeSpan(test, roles) };
}

/** Undefined if the table has no time that can be read. */
function timeSpan({ table, rows }: Part, roles: ColumnRoles | undefined): TimeSpans['train'] | undefined {
  const column = roles?.time === undefined ? undefined : columnsByName(table).get(roles.time);
  if (column === undefined) return undefined;
  const times = timesOf(column, roles?.timeFormat);
  let [first, last] = [-1, -1];
  for (const row of rows) {
    if (Number.isNaN(times[row])) continue;
    if (first < 0 || times[row] < times[first]) first = row;
    if (last < 0 || times[row] > times[last]) last = row;
  }
  return first < 0 ? undefined : [cellText(table, column, first) ?? '', cellText(table, column, last) ?? ''];
}

/** The spans in words, without a full stop; undefined without any. */
export function timeSpansText(spans: TimeSpans | undefined): string | undefined {
  if (spans === undefined) return undefined;
  const parts = [['training', spans.train] as const, ['test', spans.test] as const];
  return parts
    .flatMap(([name, given]) => (given === undefined ? [] : [`${name} rows from ${given[0]} to ${given[1]}`]))
    .join(', ');
}
