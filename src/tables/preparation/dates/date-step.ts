/** Columns of dates and times: their parts as numbers, in UTC. */
import * as z from 'zod';
import type { ColumnScale } from '../../../matrix.js';
import { countOf, listNames, quote } from '../../../text/name-list.js';
import { parseNumber } from '../../../text/number-text.js';
import type { Column } from '../../table.js';
import { derivedFields, derivedScale, fitDerived, writeDerived, writeIndicator } from '../derived-numbers.js';
import type { Destination } from '../destination.js';
import { cellsFromWords } from '../numeric-cells.js';
import { countFarOutside } from '../numeric-step.js';
import type { TablePlace } from '../reading-context.js';
import type { Remark } from '../remarks.js';
import { presentText, unreadCells } from '../unread-cells.js';
import type { DateColumn } from './date-column.js';
import { DATE_FORMATS, type DateFormat, dateFormatText, onlyOrder } from './date-format.js';
import { epochFormat, isNumberFormat } from './date-numbers.js';
import { DATE_PARTS, datePart } from './date-parts.js';

/** The greatest distance from 1970 of a date of the years 1 to 9999. */
export const MOST_MILLISECONDS = 2.6e14;

export const DateSchema = z.strictObject({
  name: z.string(),
  kind: z.literal('date'),
  format: z.enum(DATE_FORMATS),
  /** The first training date in milliseconds since 1970-01-01T00:00Z, from which `days` are counted. */
  earliest: z.number().min(-MOST_MILLISECONDS).max(MOST_MILLISECONDS),
  /** The last training date; absent without any, and in times. */
  latest: z.number().min(-MOST_MILLISECONDS).max(MOST_MILLISECONDS).optional(),
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
export function fitDate({ column, format, dates }: DateColumn, rows: Int32Array): FittedDate {
  const scratch = new Float64Array(rows.length);
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (const row of rows) {
    if (Number.isNaN(dates[row])) missing++;
    else {
      earliest = Math.min(earliest, dates[row]);
      latest = Math.max(latest, dates[row]);
    }
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
  const hasLatest = format !== 'time' && Number.isFinite(latest);
  return {
    name: column.name,
    kind: 'date',
    format,
    earliest: origin,
    ...(hasLatest && { latest }),
    parts,
    indicator: missing > 0,
  };
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

/** What is unusual about dates that were written. */
export interface WrittenDates {
  readonly remarks: Remark[];
  /** Dates far outside of the training range (`countFarOutside`). */
  readonly outside: number;
}

/**
 * Writes the parts of the dates in `rows`. Cells that are not dates of the format are missing, with a remark. Refused are
 * dates that have day and month in the other order (`orderRemark`), and a column without any date though some cells are
 * not missing.
 */
export function writeDate(
  fitted: FittedDate,
  read: DateColumn,
  rows: Int32Array,
  place: TablePlace,
  destination: Destination,
): WrittenDates {
  const { column, dates } = read;
  let { offset } = destination;
  for (const part of fitted.parts) {
    const cells = dates.map((date) => datePart(part.part, date, fitted.earliest));
    writeDerived(part, cells, rows, { ...destination, offset });
    offset++;
  }
  if (fitted.indicator) writeIndicator(dates, rows, { ...destination, offset });
  const { earliest: least, latest: greatest } = fitted;
  return {
    remarks: [
      ...orderRemark(fitted, column, rows, place),
      readableRemark(fitted, column, dates, place),
      ...unitRemarks(fitted, column, rows),
      unreadDatesRemark(read, rows),
    ],
    outside: greatest === undefined ? 0 : countFarOutside(dates, rows, { least, greatest }),
  };
}

/** From this share of the cells that only one order of day and month allows, the table has this order. */
const MOSTLY_SWAPPED = 0.9;

/**
 * Refuses the column if day and month are plainly in the other order than in training: of the cells that only one
 * order allows, at least 90 % have the other. The cells that allow both would be read as other dates.
 */
function orderRemark(
  { name, format }: FittedDate,
  column: Column,
  rows: Int32Array,
  { source, firstRow }: TablePlace,
): Remark[] {
  if (column.kind !== 'text' || (format !== 'day-first' && format !== 'month-first')) return [];
  const orders = column.dictionary.map(onlyOrder);
  let swapped = 0;
  let decided = 0;
  let first = -1;
  for (const row of rows) {
    const order = column.codes[row] < 0 ? undefined : orders[column.codes[row]];
    if (order === undefined) continue;
    decided++;
    if (order === format) continue;
    if (swapped++ === 0) first = row;
  }
  const [trained, here] = format === 'day-first' ? ['day', 'month'] : ['month', 'day'];
  const retrain =
    format === 'month-first' ? ', or train with --day-first if those of training have it too' : '';
  const cell =
    first < 0
      ? []
      : [`data row ${firstRow + first + 1} holds ${quote(column.dictionary[column.codes[first]])}`];
  return [
    {
      about: `order of ${name}`,
      refuses: true,
      counts: [swapped, decided],
      examples: cell,
      text: ({ counts: [others, all], examples: [example] }) =>
        others === 0 || others < MOSTLY_SWAPPED * all
          ? undefined
          : `${source}: column ${quote(name)} was read with the ${trained} first in training, but ${example}, with the ` +
            `${here} first: write the dates with the ${trained} first${retrain}`,
    },
  ];
}

/** Refuses the column if cells of the table hold something, but none a date. */
function readableRemark(
  { name, format }: FittedDate,
  column: Column,
  dates: Float64Array,
  { source, firstRow }: TablePlace,
): Remark {
  const read = dates.some((date) => !Number.isNaN(date)) ? 1 : 0;
  const row = read > 0 ? -1 : dates.findIndex((_, each) => presentText(column, each) !== undefined);
  const iso = format === 'time' ? '' : ' or in ISO 8601, such as 1998-06-12,';
  return {
    about: `dates of ${name}`,
    refuses: true,
    counts: [read],
    examples: row < 0 ? [] : [`data row ${firstRow + row + 1} holds ${quote(presentText(column, row)!)}`],
    text: ({ counts: [some], examples: [example] }) =>
      some > 0 || example === undefined
        ? undefined
        : `${source}: column ${quote(name)} must hold dates as in training (${dateFormatText(format)}), but none of its ` +
          `cells is one; ${example}: write the dates as in training${iso} or leave the cells empty`,
  };
}

/** Says which epochs are in another unit than in training. */
function unitRemarks({ name, format }: FittedDate, column: Column, rows: Int32Array): Remark[] {
  if (format === 'compact' || !isNumberFormat(format)) return [];
  const values = column.kind === 'numeric' ? column.values : cellsFromWords(column, parseNumber);
  const others = new Map<DateFormat, { count: number; readonly example: number }>();
  for (const row of rows) {
    const unit = epochFormat(values[row]);
    if (unit === undefined || unit === format) continue;
    const other = others.get(unit) ?? { count: 0, example: values[row] };
    other.count++;
    others.set(unit, other);
  }
  return Array.from(others, ([unit, { count, example }]) => ({
    about: `${unit} of ${name}`,
    counts: [count],
    examples: [example],
    text: ({ counts: [all], examples: [first] }) =>
      `column ${quote(name)}: ${countOf(all, 'number')} such as ${first} read as ${dateFormatText(unit)}, where ` +
      `training has ${dateFormatText(format)}`,
  }));
}

/** Counts the cells in `rows` that are not dates of the format, with examples. */
export function unreadDatesRemark({ column, format, dates }: DateColumn, rows: Int32Array): Remark {
  const { count, texts } = unreadCells(column, dates, rows);
  return {
    about: `cells of ${column.name}`,
    counts: [count],
    examples: texts,
    text: ({ counts: [unread], examples }) =>
      unread > 0
        ? `column ${quote(column.name)} is read as ${dateFormatText(format)}: ${countOf(unread, 'other cell')} treated as ` +
          `missing: ${listNames(examples)}`
        : undefined,
  };
}
