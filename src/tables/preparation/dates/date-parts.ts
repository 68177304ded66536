/** The parts of a date that can matter each for themselves. */
import { civilFromDays, DAY_MS, weekdayOf } from './calendar.js';

/** In the order of their features; a cycle is a sine and a cosine, so that its end is near its beginning. */
export const DATE_PARTS = [
  'days',
  'year',
  'month (sin)',
  'month (cos)',
  'day of month',
  'weekday (sin)',
  'weekday (cos)',
  'hour (sin)',
  'hour (cos)',
  'minute of day',
] as const;
export type DatePart = (typeof DATE_PARTS)[number];

const MINUTE_MS = 60_000;

/**
 * The part of a date given in milliseconds since 1970-01-01T00:00Z; NaN of NaN. `days` are days, with their fraction,
 * since `earliest` in milliseconds; the minute of the day has a fraction too.
 */
export function datePart(part: DatePart, milliseconds: number, earliest: number): number {
  if (Number.isNaN(milliseconds)) return Number.NaN;
  const days = Math.floor(milliseconds / DAY_MS);
  const minutes = (milliseconds - days * DAY_MS) / MINUTE_MS;
  switch (part) {
    case 'days':
      return (milliseconds - earliest) / DAY_MS;
    case 'year':
      return civilFromDays(days).year;
    case 'month (sin)':
      return sine((civilFromDays(days).month - 1) / 12);
    case 'month (cos)':
      return cosine((civilFromDays(days).month - 1) / 12);
    case 'day of month':
      return civilFromDays(days).day;
    case 'weekday (sin)':
      return sine(weekdayOf(days) / 7);
    case 'weekday (cos)':
      return cosine(weekdayOf(days) / 7);
    case 'hour (sin)':
      return sine(Math.floor(minutes / 60) / 24);
    case 'hour (cos)':
      return cosine(Math.floor(minutes / 60) / 24);
    case 'minute of day':
      return minutes;
  }
}

function sine(turns: number): number {
  return rounded(Math.sin(2 * Math.PI * turns));
}

function cosine(turns: number): number {
  return rounded(Math.cos(2 * Math.PI * turns));
}

/** To 12 decimals: the same on every machine, and what is equal on the circle is equal in bits. */
function rounded(value: number): number {
  return Math.round(value * 1e12) / 1e12 + 0;
}
