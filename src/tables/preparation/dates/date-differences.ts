/** Days between the dates of two columns, such as order and delivery, which no part of either date tells. */
import * as z from 'zod';
import type { ColumnScale } from '../../../matrix.js';
import { derivedFields, derivedScale, fitDerived, writeDerived } from '../derived-numbers.js';
import type { Destination } from '../destination.js';
import { DAY_MS } from './calendar.js';
import type { DateColumn } from './date-column.js';
import { DATE_FORMATS } from './date-format.js';

/** Columns that are compared; each further one would add more differences than the one before. */
const MOST_COLUMNS = 4;
/** A difference that exists in fewer of the rows has no feature. */
const LEAST_SHARE = 0.1;

const EndSchema = z.strictObject({ name: z.string(), format: z.enum(DATE_FORMATS) }).readonly();

export const DateDifferenceSchema = z
  .strictObject({
    kind: z.literal('date-difference'),
    from: EndSchema,
    to: EndSchema,
    /** Times of day are cut off: one column of the two had none. */
    wholeDays: z.boolean(),
    ...derivedFields,
  })
  .refine(({ from, to }) => from.name !== to.name, 'a difference is between two columns');

export type FittedDateDifference = Readonly<z.infer<typeof DateDifferenceSchema>>;

/**
 * Fits the days between each pair of the first four columns that hold dates, not only times: whole days from midnight to
 * midnight if one of the two has no times of day in `rows`. A pair that is always equally far apart, or has both dates in
 * less than 10 % of the rows, has no difference.
 */
export function fitDateDifferences(columns: readonly DateColumn[], rows: Int32Array): FittedDateDifference[] {
  const dated = columns.filter(({ format }) => format !== 'time').slice(0, MOST_COLUMNS);
  const hasTimes = dated.map(({ dates }) =>
    rows.some((row) => dates[row] % DAY_MS !== 0 && !Number.isNaN(dates[row])),
  );
  const scratch = new Float64Array(rows.length);
  const differences: FittedDateDifference[] = [];
  for (let to = 1; to < dated.length; to++) {
    for (let from = 0; from < to; from++) {
      const wholeDays = !(hasTimes[from] && hasTimes[to]);
      const days = daysBetween(dated[from], dated[to], wholeDays);
      const present = rows.reduce((count, row) => count + (Number.isNaN(days[row]) ? 0 : 1), 0);
      const fitted = present < LEAST_SHARE * rows.length ? undefined : fitDerived(days, rows, scratch);
      if (fitted === undefined) continue;
      differences.push({
        kind: 'date-difference',
        from: end(dated[from]),
        to: end(dated[to]),
        wholeDays,
        ...fitted,
      });
    }
  }
  return differences;
}

/** The feature of the difference. */
export function dateDifferenceName({ from, to }: FittedDateDifference): string {
  return `${to.name} - ${from.name}: days`;
}

export function dateDifferenceScale(fitted: FittedDateDifference): ColumnScale {
  return derivedScale(fitted);
}

/** Writes the days from the dates of `from` to those of `to` for `rows`; missing if either is. */
export function writeDateDifference(
  fitted: FittedDateDifference,
  from: DateColumn,
  to: DateColumn,
  rows: Int32Array,
  destination: Destination,
): void {
  writeDerived(fitted, daysBetween(from, to, fitted.wholeDays), rows, destination);
}

function end({ column, format }: DateColumn): FittedDateDifference['from'] {
  return { name: column.name, format };
}

function daysBetween(from: DateColumn, to: DateColumn, wholeDays: boolean): Float64Array {
  const dayOf = (date: number) => (wholeDays ? Math.floor(date / DAY_MS) : date / DAY_MS);
  return to.dates.map((date, row) => dayOf(date) - dayOf(from.dates[row]));
}
