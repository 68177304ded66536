/** Columns of dates and times: their parts as numbers, in UTC. */
import * as z from 'zod';
import type { ColumnScale } from '../../../matrix.js';
import { countOf, listNames, quote } from '../../../text/name-list.js';
import type { Column } from '../../table.js';
import { derivedFields, derivedScale, fitDerived, writeDerived, writeIndicator } from '../derived-numbers.js';
import type { Destination } from '../destination.js';
import { unreadCells } from '../unread-cells.js';
import { DATE_FORMATS, type DateFormat, dateCells, dateFormatText } from './date-format.js';
import { DATE_PARTS, datePart } from './date-parts.js';

/** The greatest distance from 1970 of a date of the years 1 to 9999. */
export const MOST_MILLISECONDS = 2.6e14;

export const DateSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('date'),
  format: z.enum(DATE_FORMATS),
  /** The first training date in milliseconds since 1970-01-01T00:00Z, from which `days` are counted. */
  earliest: z.number().min(-MOST_MILLISECONDS).max(MOST_MILLISECONDS),
  /** The parts that vary in the training rows, in the order of `DATE_PARTS`. */
  parts: z
    .array(z.strictObject({ part: z.enum(DATE_PARTS), ...derivedFields }).readonly())
    .readonly()
    .refine((all) => new Set(all.map(({ part }) => part)).size === all.length, 'parts must be distinct'),
  /** Has a 0/1 column `name is missing`: cells were missing in training. */
  indicator: z.boolean(),
});

export type FittedDate = Readonly<z.infer<typeof DateSchema>>;

/**
 * Fits the parts of the dates in `rows`: days since the earliest, year, month, day of the month, weekday, hour and
 * minute of the day, months, weekdays and hours as cycles. A part that is equal in all rows has no feature; nor have
 * days in a column of times. Cells that are not dates of the format count as missing.
 */
export function fitDate(column: Column, rows: Int32Array, format: DateFormat): FittedDate {
  const dates = dateCells(column, format);
  const scratch = new Float64Array(rows.length);
  let earliest = Number.POSITIVE_INFINITY;
  let missing = 0;
  for (const row of rows) {
    if (Number.isNaN(dates[row])) missing++;
    else if (dates[row] < earliest) earliest = dates[row];
  }
  const origin = Number.isFinite(earliest) ? earliest : 0;
  const parts = DATE_PARTS.flatMap((part) => {
    if (part === 'days' && format === 'time') return [];
    const fitted = fitDerived(
      dates.map((date) => datePart(part, date, origin)),
      rows,
      scratch,
    );
    return fitted ? [{ part, ...fitted }] : [];
  });
  return { name: column.name, kind: 'date', format, earliest: origin, parts, indicator: missing > 0 };
}

/** `name: part` for each part, then `name is missing` if training had missing cells. */
export function dateNames({ name, parts, indicator }: FittedDate): string[] {
  const names = parts.map(({ part }) => `${name}: ${part}`);
  return indicator ? [...names, `${name} is missing`] : names;
}

/** The scale of each of `dateNames`; null for the indicator. */
export function dateScales({ parts, indicator }: FittedDate): (ColumnScale | null)[] {
  const scales = parts.map(derivedScale);
  return indicator ? [...scales, null] : scales;
}

/** Writes the parts of the dates in `rows`. Cells that are not dates of the format are missing, with a notice. */
export function writeDate(
  fitted: FittedDate,
  column: Column,
  rows: Int32Array,
  destination: Destination,
): string[] {
  const dates = dateCells(column, fitted.format);
  let { offset } = destination;
  for (const part of fitted.parts) {
    const cells = dates.map((date) => datePart(part.part, date, fitted.earliest));
    writeDerived(part, cells, rows, { ...destination, offset });
    offset++;
  }
  if (fitted.indicator) writeIndicator(dates, rows, { ...destination, offset });
  return refusedNotices(fitted, column, dates, rows);
}

function refusedNotices(
  { name, format }: FittedDate,
  column: Column,
  dates: Float64Array,
  rows: Int32Array,
): string[] {
  const { count, texts } = unreadCells(column, dates, rows);
  if (count === 0) return [];
  const what = count === 1 ? 'is not a date' : 'are not dates';
  return [
    `column ${quote(name)}: ${countOf(count, 'cell')} that ${what} as in training (${dateFormatText(format)}), treated as ` +
      `missing: ${listNames(texts)}`,
  ];
}
