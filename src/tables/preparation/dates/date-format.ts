/** Which format the dates of a column have: one for the whole column. */
import { countOf, quote } from '../../../text/name-list.js';
import { parseNumber } from '../../../text/number-text.js';
import type { Column, TextColumn } from '../../table.js';
import { countWords, type WordCounts } from '../word-counts.js';
import { DAY_MS, daysFromCivil, isDay } from './calendar.js';
import { type DateText, type DayOrder, readDateText } from './date-text.js';

/**
 * - `year-first`, `named-month`: no question which number is the day (`DateShape`)
 * - `day-first`, `month-first`: numbers with the year last
 * - `time`: a time of day only
 * - `compact`: the number yyyymmdd
 * - `epoch-seconds`, `epoch-milliseconds`: since 1970-01-01T00:00Z
 */
export const DATE_FORMATS = [
  'year-first',
  'named-month',
  'day-first',
  'month-first',
  'time',
  'compact',
  'epoch-seconds',
  'epoch-milliseconds',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

export interface DetectedDate {
  readonly format: DateFormat;
  /** Set if no cell decides between day first and month first. */
  readonly notices: readonly string[];
}

export interface DateOptions {
  /** Whether the day is first where no cell decides (`1/2/2020`); default: only in dates with points. */
  readonly dayFirst?: boolean;
}

interface DetectOptions extends DateOptions {
  /** The user says that the column holds dates: of any year; default false. */
  readonly isNamed?: boolean;
}

/** From this share of dates, the other cells are considered mistakes. */
const MOSTLY_DATES = 0.9;

/** Dates of numbers may have a year before 1900 or after 2099 in at most this share: more of them are codes. */
const MOST_UNUSUAL_YEARS = 0.05;
/** The share of dates with points and a year of two digits that only one order of day and month allows. */
const LEAST_DECIDED = 0.3;

/** Distinct texts to look at, unless their order is in question. */
const SAMPLE = 400;

/** Epochs and yyyymmdd are dates of these years; other numbers are something else. */
const FIRST_YEAR = 1900;
const FIRST_EPOCH_MS = daysFromCivil(1980, 1, 1) * DAY_MS;
const LAST_YEAR = 2100;
const LAST_EPOCH_MS = daysFromCivil(LAST_YEAR, 1, 1) * DAY_MS;

const NAME_WORD = /^(?:.*(?:date|time|timestamp)|epoch|unix|ts|dt|day|dob|birthday)$/;
const LAST_WORD = /^(?:on|at)$/;

/**
 * The format of the dates in `rows` of the column, or `undefined` if it does not hold dates. At least 90 % of the
 * cells must be dates of one format; ordinary numbers, years and text with numbers are not dates. Nor are dates of numbers
 * of which more than 5 % have a year before 1900 or after 2099, or `10.04.26` if few have a day beyond the twelfth,
 * unless the user names the column.
 *
 * Day first or month first: the order that most cells allow. If all allow both, `options.dayFirst`, by default
 * day first in dates with points and month first in others, with a notice. Integers are dates only in a column with a
 * name such as `date`, `startTime` or `created_at`: yyyymmdd of 1900 to 2099, seconds or milliseconds of 1980 to 2099.
 */
export function detectDate(
  column: Column,
  rows: Int32Array,
  options: DetectOptions = {},
): DetectedDate | undefined {
  if (column.kind === 'numeric') {
    return isDateName(column.name) ? numberFormat(numbersAt(column.values, rows)) : undefined;
  }
  return textFormat(column, rows, options);
}

/** Milliseconds since 1970-01-01T00:00Z of a cell's text, NaN if it is not a date of this format. */
export function dateOfText(text: string, format: DateFormat): number {
  if (format === 'compact' || format.startsWith('epoch')) return dateOfNumber(parseNumber(text), format);
  const read = readDateText(text);
  if (read === undefined) return Number.NaN;
  if (read.shape === 'numeric') {
    return format === 'day-first' || format === 'month-first' ? millisecondsOf(read, format) : Number.NaN;
  }
  return read.shape === format ? millisecondsOf(read, 'day-first') : Number.NaN;
}

/** The order of day and month of a text that is a date in one order only, such as `12/31/2020`; else undefined. */
export function onlyOrder(text: string): DayOrder | undefined {
  const read = readDateText(text);
  if (read?.shape !== 'numeric' || Number.isNaN(read.dayFirst) === Number.isNaN(read.monthFirst))
    return undefined;
  return Number.isNaN(read.dayFirst) ? 'month-first' : 'day-first';
}

/** Milliseconds since 1970-01-01T00:00Z of a cell that is a number, NaN if it is not a date of this format. */
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
    default:
      return Number.NaN;
  }
}

/** The date of each row of the column in milliseconds, NaN if missing or not a date of this format. */
export function dateCells(column: Column, format: DateFormat): Float64Array {
  if (column.kind === 'numeric') {
    return Float64Array.from(column.values, (value) => dateOfNumber(value, format));
  }
  const dates = column.dictionary.map((word) => dateOfText(word, format));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : dates[code]));
}

function inEpochs(milliseconds: number): number {
  return milliseconds >= FIRST_EPOCH_MS && milliseconds < LAST_EPOCH_MS ? milliseconds : Number.NaN;
}

function millisecondsOf(read: DateText, order: DayOrder): number {
  return (order === 'day-first' ? read.dayFirst : read.monthFirst) * DAY_MS + read.time;
}

function numbersAt(values: Float32Array | Float64Array, rows: Int32Array): number[] {
  const present: number[] = [];
  for (const row of rows) if (!Number.isNaN(values[row])) present.push(values[row]);
  return present;
}

function numberFormat(values: readonly number[]): DetectedDate | undefined {
  if (values.length === 0) return undefined;
  for (const format of ['compact', 'epoch-seconds', 'epoch-milliseconds'] as const) {
    const dates = values.filter((value) => !Number.isNaN(dateOfNumber(value, format))).length;
    if (dates >= MOSTLY_DATES * values.length) return { format, notices: [] };
  }
  return undefined;
}

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

function textFormat(column: TextColumn, rows: Int32Array, options: DetectOptions): DetectedDate | undefined {
  const counted = countWords(column, rows);
  const step = Math.ceil(counted.words.length / SAMPLE);
  const some = countFormats(counted, Math.max(1, step));
  // Only the order of day and month needs every cell: a single one may decide it.
  const isOrdered = some !== undefined && (some.cells.has('day-first') || some.cells.has('month-first'));
  const seen = isOrdered && step > 1 ? countFormats(counted, 1) : some;
  if (seen === undefined) return undefined;
  const { cells, points, looked, unusualYears, short, shortDecided } = seen;
  if (cells.size === 0) return numbersAsText(column.name, counted);
  const dayFirst = cells.get('day-first') ?? 0;
  const isOpen = dayFirst > 0 && dayFirst === cells.get('month-first');
  if (isOpen) cells.delete((options.dayFirst ?? points * 2 > dayFirst) ? 'month-first' : 'day-first');
  const [best, most] = [...cells].reduce((a, b) => (b[1] > a[1] ? b : a));
  if (most < MOSTLY_DATES * looked) return undefined;
  if (!options.isNamed) {
    if (unusualYears > MOST_UNUSUAL_YEARS * most) return undefined;
    // Versions such as 10.04.26: in dates, more than half of the days are beyond the twelfth.
    if (short * 2 > most && shortDecided < LEAST_DECIDED * short && !isDateName(column.name))
      return undefined;
  }
  const isGuess =
    isOpen && (best === 'day-first' || best === 'month-first') && options.dayFirst === undefined;
  return { format: best, notices: isGuess ? [openOrderNotice(column, best, counted.words)] : [] };
}

interface FormatCounts {
  /** Cells that have each format; those that fit both orders of day and month count for both. */
  readonly cells: Map<DateFormat, number>;
  /** Dates with points, and all cells looked at. */
  readonly points: number;
  readonly looked: number;
  /** Dates of numbers with a year before 1900 or after 2099. */
  readonly unusualYears: number;
  /** Dates with points and two digits of the year, and those of them that one order of day and month only allows. */
  readonly short: number;
  readonly shortDecided: number;
}

/** Counts every `step`th word; `undefined` as soon as too many are neither dates nor numbers. */
function countFormats({ words, counts }: WordCounts, step: number): FormatCounts | undefined {
  const cells = new Map<DateFormat, number>();
  const count = (format: DateFormat, by: number) => cells.set(format, (cells.get(format) ?? 0) + by);
  let looked = 0;
  for (let i = 0; i < words.length; i += step) looked += counts[i];
  let wrong = 0;
  let points = 0;
  let unusualYears = 0;
  let short = 0;
  let shortDecided = 0;
  for (let i = 0; i < words.length; i += step) {
    const read = readDateText(words[i]);
    if (read === undefined) {
      // All words may be numbers: epochs, as text.
      if (Number.isNaN(parseNumber(words[i]))) wrong += counts[i];
      if (wrong > (1 - MOSTLY_DATES) * looked) return undefined;
    } else if (read.shape !== 'numeric') {
      count(read.shape, counts[i]);
      if (read.shape === 'year-first' && isUnusual(read.dayFirst)) unusualYears += counts[i];
    } else {
      if (isUnusual(Number.isNaN(read.dayFirst) ? read.monthFirst : read.dayFirst)) unusualYears += counts[i];
      if (read.separator === '.') {
        points += counts[i];
        if (read.isShort) {
          short += counts[i];
          if (Number.isNaN(read.dayFirst) !== Number.isNaN(read.monthFirst)) shortDecided += counts[i];
        }
      }
      if (!Number.isNaN(read.dayFirst)) count('day-first', counts[i]);
      if (!Number.isNaN(read.monthFirst)) count('month-first', counts[i]);
    }
  }
  return { cells, points, looked, unusualYears, short, shortDecided };
}

const FIRST_DAY = daysFromCivil(FIRST_YEAR, 1, 1);
const LAST_DAY = daysFromCivil(LAST_YEAR, 1, 1);

function isUnusual(days: number): boolean {
  return days < FIRST_DAY || days >= LAST_DAY;
}

/** A text column of numbers only: quoted, or with a stray word elsewhere. */
function numbersAsText(name: string, { words, counts }: WordCounts): DetectedDate | undefined {
  if (!isDateName(name)) return undefined;
  return numberFormat(words.flatMap((word, i) => new Array<number>(counts[i]).fill(parseNumber(word))));
}

function openOrderNotice(column: Column, order: DayOrder, words: readonly string[]): string {
  const [chosen, other] = order === 'day-first' ? ['day', 'month'] : ['month', 'day'];
  return (
    `column ${quote(column.name)}: ${countOf(words.length, 'distinct date')} such as ${quote(words[0])} ` +
    `read with the ${chosen} first; no date tells whether the ${other} is first instead`
  );
}
