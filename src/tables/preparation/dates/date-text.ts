/**
 * A strict parser of dates and times as text. It separates what a text says (`DateText`) from the order of day and
 * month, which only the whole column tells.
 */
import { DAY_MS, daysFromCivil, daysFromWeek, fullYear, isDay } from './calendar.js';
import { MONTHS, WEEKDAYS, withoutAccents } from './date-words.js';

/**
 * - `year-first`: ISO 8601 (`2020-12-31`, `2020-12`, `2020-W53-4`, `20201231T1015Z`), the same with `/` or `.`, and
 *   `2020年12月31日`
 * - `numeric`: `1/2/2020`, `31.12.20`: day first or month first
 * - `named-month`: `31-Dec-2020`, `Dec 31, 2020`, `31 de diciembre de 2020`, RFC 2822, `ctime`
 * - `month-year`: `12/2020`
 * - `quarter`: `2020Q4`, `2020-Q4`, `Q4 2020`; the date is its first day
 * - `time`: a time of day only
 */
export type DateShape = 'year-first' | 'numeric' | 'named-month' | 'month-year' | 'quarter' | 'time';

/** Which of the two numbers of a `numeric` date is the day. */
export type DayOrder = 'day-first' | 'month-first';

export interface DateText {
  readonly shape: DateShape;
  /** The days since 1970-01-01 if the order were `day-first` and `month-first`; equal for the other shapes. */
  readonly dayFirst: number;
  readonly monthFirst: number;
  /** Milliseconds to add: time of day and offset from UTC. */
  readonly time: number;
  /** Between the parts of a `numeric` date. */
  readonly separator?: string;
  /** The year has two digits. */
  readonly isShort?: boolean;
}

/** Longer text is not a date: JavaScript's own, with the name of the zone, has about 70 characters. */
const LONGEST = 80;

const TIME =
  '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,12}))?)?' +
  '(?: ?(?<half>[ap])\\.?m\\.?)?(?: ?(?<zone>z|(?:utc|gmt)?[+-]\\d{2}(?::?\\d{2})?|[a-z]{2,3}))?(?: \\([a-z ]{1,40}\\))?';
const AFTER = `(?:(?:t|, ?| |:)${TIME})?$`;
const WEEKDAY = `(?:(?:${WEEKDAYS})\\.?,? (?:den )?)?`;
const MONTH = '(?<name>[a-z]{3,12})\\.?';
const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th|er|º)?\\.?';
/** Between day, month and year, also in Spanish and Portuguese. */
const OF = '(?: del? |[-/ ])';

const YEAR_FIRST = new RegExp(
  `^(?<year>\\d{4})(?<separator>[-/.])(?<month>\\d{1,2})\\k<separator>(?<day>\\d{1,2})${AFTER}`,
);
const YEAR_MONTH = /^(?<year>\d{4})[-/](?<month>\d{2})$/;
const EAST_ASIAN =
  /^(?<year>\d{4}) ?[年년] ?(?<month>\d{1,2}) ?[月월](?: ?(?<day>\d{1,2}) ?[日일])?(?: (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$/;
const MONTH_YEAR = /^(?:(?<month>\d{1,2})\/|(?<padded>\d{2})-)(?<year>\d{4})$/;
const YEAR_QUARTER = /^(?<year>\d{4})[- ]?q(?<quarter>[1-4])$/;
const QUARTER_YEAR = /^(?:q(?<quarter>[1-4])[-/ ]|(?<before>[1-4])q[-/ ]?)(?<year>\d{4})$/;
const WEEK = /^(?<year>\d{4})-?w(?<week>\d{2})(?:-?(?<weekday>[1-7]))?$/;
const BASIC =
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})t(?<hour>\d{2})(?<minute>\d{2})(?:(?<second>\d{2})(?:[.,](?<fraction>\d{1,12}))?)?(?<zone>z|[+-]\d{2}(?:\d{2})?)?$/;
const NUMERIC = new RegExp(
  `^(?<first>\\d{1,2})(?<separator>[-/.])(?<other>\\d{1,2})\\k<separator>(?<year>\\d{4}|\\d{2})${AFTER}`,
);
const NAMED = [
  new RegExp(`^${WEEKDAY}${DAY}${OF}${MONTH},?${OF}(?<year>\\d{4}|\\d{2})${AFTER}`),
  new RegExp(`^${WEEKDAY}${MONTH}[-/ ]${DAY}(?:, ?|[-/ ])(?<year>\\d{4})${AFTER}`),
  new RegExp(`^(?<year>\\d{4})[-/ ]${MONTH}[-/ ]${DAY}${AFTER}`),
  new RegExp(`^${MONTH}(?:${OF}|, ?)(?<year>\\d{4})$`),
  // C's ctime, also with a zone before the year, as Java's and Unix's dates.
  new RegExp(`^${WEEKDAY}${MONTH} (?<day>\\d{1,2}) ${TIME} (?<year>\\d{4})$`),
];
const TIME_ONLY = new RegExp(`^t?${TIME}$`);

/** Hours from UTC of the zones of RFC 2822. */
const ZONES = new Map([
  ['z', 0],
  ['ut', 0],
  ['utc', 0],
  ['gmt', 0],
  ['est', -5],
  ['edt', -4],
  ['cst', -6],
  ['cdt', -5],
  ['mst', -7],
  ['mdt', -6],
  ['pst', -8],
  ['pdt', -7],
]);

type Groups = Readonly<Record<string, string | undefined>>;

/** What the text says, or `undefined` if it is not a date or time, or no such day or time exists. */
export function readDateText(text: string): DateText | undefined {
  if (text.length < 4 || text.length > LONGEST) return undefined;
  const plain = withoutAccents(text.trim().toLowerCase().replace(/\s+/g, ' '));
  const first = plain.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  // Letters: names of months and weekdays, the Q of a quarter, and the T of a time.
  if (!isDigit && !(first >= 97 && first <= 122 && /\d/.test(plain))) return undefined;
  return isDigit ? (readNumeric(plain) ?? readNamed(plain)) : readNamed(plain);
}

function readNumeric(text: string): DateText | undefined {
  const numeric = NUMERIC.exec(text)?.groups as Groups | undefined;
  if (numeric) return numericDate(numeric);
  const year = (YEAR_FIRST.exec(text) ?? YEAR_MONTH.exec(text) ?? BASIC.exec(text) ?? EAST_ASIAN.exec(text))
    ?.groups as Groups | undefined;
  if (year) return date('year-first', year, Number(year.month));
  const month = MONTH_YEAR.exec(text)?.groups as Groups | undefined;
  if (month) return date('month-year', month, Number(month.month ?? month.padded));
  const quarter = (YEAR_QUARTER.exec(text) ?? QUARTER_YEAR.exec(text))?.groups as Groups | undefined;
  if (quarter) return quarterDate(quarter);
  const week = WEEK.exec(text)?.groups as Groups | undefined;
  if (week === undefined) return timeOnly(text);
  const days = daysFromWeek(Number(week.year), Number(week.week), Number(week.weekday ?? 1));
  if (Number.isNaN(days) || week.year === '0000') return undefined;
  return { shape: 'year-first', dayFirst: days, monthFirst: days, time: 0 };
}

function numericDate(groups: Groups): DateText | undefined {
  const time = timeOf(groups);
  const [first, second] = [Number(groups.first), Number(groups.other)];
  const year = yearOf(groups.year!);
  const daysOf = (month: number, day: number) =>
    isDay(year, month, day) ? daysFromCivil(year, month, day) : Number.NaN;
  const dayFirst = daysOf(second, first);
  const monthFirst = daysOf(first, second);
  if (Number.isNaN(time) || (Number.isNaN(dayFirst) && Number.isNaN(monthFirst))) return undefined;
  // Versions such as 1.2.10 are not dates: two digits of a year after points need two of day and month.
  if (groups.separator === '.' && groups.year!.length === 2) {
    if (groups.first!.length < 2 || groups.other!.length < 2) return undefined;
  }
  return {
    shape: 'numeric',
    dayFirst,
    monthFirst,
    time,
    separator: groups.separator,
    isShort: groups.year!.length === 2,
  };
}

function quarterDate(groups: Groups): DateText | undefined {
  return date('quarter', groups, Number(groups.quarter ?? groups.before) * 3 - 2);
}

function readNamed(text: string): DateText | undefined {
  const quarter = QUARTER_YEAR.exec(text)?.groups as Groups | undefined;
  if (quarter) return quarterDate(quarter);
  for (const pattern of NAMED) {
    const groups = pattern.exec(text)?.groups as Groups | undefined;
    if (groups === undefined) continue;
    const month = MONTHS.get(groups.name!);
    return month === undefined ? undefined : date('named-month', groups, month);
  }
  return timeOnly(text);
}

function timeOnly(text: string): DateText | undefined {
  const groups = TIME_ONLY.exec(text)?.groups as Groups | undefined;
  // An offset without a date is left out: the column means local times.
  const time = groups ? timeOf({ ...groups, zone: undefined }) : Number.NaN;
  return time < DAY_MS ? { shape: 'time', dayFirst: 0, monthFirst: 0, time } : undefined;
}

function date(shape: DateShape, groups: Groups, month: number): DateText | undefined {
  const year = yearOf(groups.year!);
  const day = Number(groups.day ?? 1);
  const time = timeOf(groups);
  if (!isDay(year, month, day) || Number.isNaN(time)) return undefined;
  const days = daysFromCivil(year, month, day);
  return { shape, dayFirst: days, monthFirst: days, time };
}

function yearOf(digits: string): number {
  return digits.length === 2 ? fullYear(Number(digits)) : Number(digits);
}

/** Milliseconds after 0:00 UTC; 0 without a time, NaN for a time that does not exist. 24:00 ends a day (ISO 8601). */
function timeOf({ hour, minute = '0', second = '0', fraction = '', half, zone = 'z' }: Groups): number {
  if (hour === undefined) return 0;
  let h = Number(hour);
  const [m, s] = [Number(minute), Number(second)];
  if (half !== undefined) {
    if (h < 1 || h > 12) return Number.NaN;
    h = (h % 12) + (half === 'p' ? 12 : 0);
  }
  // A leap second counts as the first of the next minute.
  if (h > 24 || m > 59 || s > 60 || (h === 24 && (m > 0 || s > 0 || Number(fraction) > 0))) return Number.NaN;
  const milliseconds = fraction === '' ? 0 : Number(`0.${fraction}`) * 1000;
  return ((h * 60 + m) * 60 + s) * 1000 + milliseconds - offsetOf(zone);
}

/** Milliseconds that the zone is ahead of UTC, NaN for an unknown zone. */
function offsetOf(zone: string): number {
  const named = ZONES.get(zone);
  if (named !== undefined) return named * 3_600_000;
  const match = /^(?:utc|gmt)?([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return Number.NaN;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
