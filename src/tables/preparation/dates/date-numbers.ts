/** Dates as numbers: yyyymmdd, and times since 1970. Only the name of a column or the user makes them dates. */
import { DAY_MS, daysFromCivil, isDay } from './calendar.js';
import type { DateFormat } from './date-format.js';

/** Epochs and yyyymmdd are dates of these years; other numbers are something else. */
export const FIRST_YEAR = 1900;
const FIRST_EPOCH_MS = daysFromCivil(1980, 1, 1) * DAY_MS;
export const LAST_YEAR = 2100;
const LAST_EPOCH_MS = daysFromCivil(LAST_YEAR, 1, 1) * DAY_MS;

const NAME_WORD = /^(?:.*(?:date|time|timestamp)|epoch|unix|ts|dt|day|dob|birthday)$/;
const LAST_WORD = /^(?:on|at)$/;

/** Whether a name says date or time: `date`, `startTime`, `birth_date`, `created_at`. */
export function isDateName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  return words.some((word, i) =>
    LAST_WORD.test(word) ? i > 0 && i === words.length - 1 : NAME_WORD.test(word),
  );
}

/** Milliseconds since 1970-01-01T00:00Z of a number, NaN if it is not a date of this format. */
export function dateOfNumber(value: number, format: DateFormat): number {
  if (!Number.isInteger(value)) return Number.NaN;
  switch (format) {
    case 'compact': {
      const [year, month, day] = [Math.floor(value / 10_000), Math.floor(value / 100) % 100, value % 100];
      if (year < FIRST_YEAR || year >= LAST_YEAR || !isDay(year, month, day)) return Number.NaN;
      return daysFromCivil(year, month, day) * DAY_MS;
    }
    case 'epoch-seconds':
      return inEpochs(value * 1000);
    case 'epoch-milliseconds':
      return inEpochs(value);
    case 'epoch-microseconds':
      return inEpochs(value / 1000);
    default:
      return Number.NaN;
  }
}

/** The formats of dates as numbers. */
export const NUMBER_FORMATS = [
  'compact',
  'epoch-seconds',
  'epoch-milliseconds',
  'epoch-microseconds',
] as const satisfies readonly DateFormat[];

export function isNumberFormat(format: DateFormat): format is (typeof NUMBER_FORMATS)[number] {
  return NUMBER_FORMATS.some((each) => each === format);
}

/** The unit that a number has as an epoch, if it is one: the years decide, because no number is one in two units. */
export function epochFormat(value: number): DateFormat | undefined {
  return NUMBER_FORMATS.slice(1).find((format) => !Number.isNaN(dateOfNumber(value, format)));
}

/** `dateOfNumber`, but in a format of epochs those of any unit. */
export function dateInAnyUnit(value: number, format: DateFormat): number {
  if (format === 'compact' || !isNumberFormat(format)) return dateOfNumber(value, format);
  return dateOfNumber(value, epochFormat(value) ?? format);
}

function inEpochs(milliseconds: number): number {
  return milliseconds >= FIRST_EPOCH_MS && milliseconds < LAST_EPOCH_MS ? milliseconds : Number.NaN;
}
