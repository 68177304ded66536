/** Periods of dates: hours, days, months or years. */
import type { DateFormat } from '../../tables/preparation/dates/date-format.js';
import type { NumberSlices } from './number-ranges.js';

/** The finest periods of at most this many are taken. */
const MOST_PERIODS = 24;

/** How many characters of `2022-01-31T08` name the period. */
const [YEAR, MONTH, DAY, HOUR] = [4, 7, 10, 13];

/**
 * The hours of times; of dates the days, months or years, the finest of which there are at most 24, or the hours of a
 * single day.
 *
 * @param sorted in milliseconds since 1970 in UTC, without NaN
 */
export function datePeriods(sorted: Float64Array, format: DateFormat): NumberSlices {
  const periodOf =
    format === 'time'
      ? (date: number) => `${new Date(date).toISOString().slice(11, HOUR)}:00`
      : (date: number, length: number) => new Date(date).toISOString().slice(0, length);
  const periods = (length: number) => new Set(Array.from(sorted, (date) => periodOf(date, length)));
  let found = HOUR;
  if (format !== 'time') found = periods(DAY).size > 1 ? DAY : HOUR;
  if (found === DAY && periods(DAY).size > MOST_PERIODS) found = MONTH;
  if (found === MONTH && periods(MONTH).size > MOST_PERIODS) found = YEAR;
  const shown = (date: number) => {
    const text = periodOf(date, found);
    return found === HOUR && format !== 'time' ? `${text.replace('T', ' ')}:00` : text;
  };
  const names = [...new Set(Array.from(sorted, shown))];
  const index = new Map(names.map((name, i) => [name, i]));
  return { kind: 'periods', names, sliceOf: (date) => index.get(shown(date)) as number };
}
