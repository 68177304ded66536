/** Which format the dates of a column have: one for the whole column. */
import { quote } from '../../../text/name-list.js';
import { parseNumber } from '../../../text/number-text.js';
import type { Column, TextColumn } from '../../table.js';
import { countWords, type WordCounts } from '../word-counts.js';
import { DAY_MS, daysFromCivil } from './calendar.js';
import {
  dateInAnyUnit,
  dateOfNumber,
  FIRST_YEAR,
  isDateName,
  isNumberFormat,
  LAST_YEAR,
  NUMBER_FORMATS,
} from './date-numbers.js';
import { type DateShape, type DateText, type DayOrder, readDateText } from './date-text.js';

/**
 * - `year-first`, `named-month`: no question which number is the day (`DateShape`)
 * - `day-first`, `month-first`: numbers with the year last
 * - `month-year`, `quarter`: without a day; the date is the first
 * - `time`: a time of day only
 * - `compact`: the number yyyymmdd
 * - `epoch-seconds`, `epoch-milliseconds`, `epoch-microseconds`: since 1970-01-01T00:00Z
 */
export const DATE_FORMATS = [
  'year-first',
  'named-month',
  'day-first',
  'month-first',
  'month-year',
  'quarter',
  'time',
  'compact',
  'epoch-seconds',
  'epoch-milliseconds',
  'epoch-microseconds',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const FORMAT_TEXTS: Readonly<Record<DateFormat, string>> = {
  'year-first': 'dates such as 1998-06-12',
  'named-month': 'dates such as 12 Jun 1998',
  'day-first': 'dates with the day first, such as 12/6/1998',
  'month-first': 'dates with the month first, such as 6/12/1998',
  'month-year': 'months such as 6/1998',
  quarter: 'quarters such as 1998Q2',
  time: 'times such as 08:30',
  compact: 'dates such as 19980612',
  'epoch-seconds': 'seconds since 1970',
  'epoch-milliseconds': 'milliseconds since 1970',
  'epoch-microseconds': 'microseconds since 1970',
};

/** The format in words, with an example or, for dates with the name of a month, a cell of the column. */
export function dateFormatText(format: DateFormat, example?: string): string {
  return example === undefined ? FORMAT_TEXTS[format] : `dates such as ${quote(example)}`;
}

/** Dates in milliseconds as text: `08:30` for times, `1998-06-12 08:30`, or without times if none has one. */
export function dateText(dates: readonly number[], format: DateFormat): string[] {
  const [start, end] =
    format === 'time' ? [11, 16] : [0, dates.every((date) => date % DAY_MS === 0) ? 10 : 16];
  return dates.map((date) => new Date(date).toISOString().slice(start, end).replace('T', ' '));
}

export interface DetectedDate {
  readonly format: DateFormat;
  /** A cell that is a date with the name of a month. */
  readonly example?: string;
  /** A cell, if none decides between day first and month first, nor does an option. */
  readonly undecided?: string;
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

/** Dates may have a year before 1900 or after 2099 in at most this share: more of them are codes. */
const MOST_UNUSUAL_YEARS = 0.05;
/** The share of dates with points and a year of two digits that only one order of day and month allows. */
const LEAST_DECIDED = 0.3;

/** Shapes of dates that mean the same whatever the format of the column. */
const UNAMBIGUOUS: ReadonlySet<DateShape> = new Set(['year-first', 'named-month']);

/** Distinct texts to look at, unless their order is in question. */
const SAMPLE = 400;

/**
 * The format of the dates in `rows` of the column, or `undefined` if it does not hold dates. At least 90 % of the
 * cells must be dates of one format; ordinary numbers, years and text with numbers are not dates. Nor are dates of
 * which more than 5 % have a year before 1900 or after 2099, or `10.04.26` if few have a day beyond the twelfth,
 * unless the user names the column.
 *
 * Day first or month first: the order that most cells allow. If all allow both, `options.dayFirst`, by default
 * day first in dates with points and month first in others. Integers are dates only in a column with a
 * name such as `date`, `startTime` or `created_at`, or that the user names: yyyymmdd of 1900 to 2099, or seconds,
 * milliseconds or microseconds of 1980 to 2099.
 */
export function detectDate(
  column: Column,
  rows: Int32Array,
  options: DetectOptions = {},
): DetectedDate | undefined {
  if (column.kind === 'numeric') {
    return options.isNamed || isDateName(column.name)
      ? numberFormat(numbersAt(column.values, rows))
      : undefined;
  }
  return textFormat(column, rows, options);
}

/**
 * Milliseconds since 1970-01-01T00:00Z of a cell's text, NaN if it is not a date of this format. Dates that can be read in
 * one way only, with the year first or the name of the month, are accepted in all formats of dates; epochs in any unit.
 */
export function dateOfText(text: string, format: DateFormat): number {
  if (isNumberFormat(format)) {
    const date = dateInAnyUnit(parseNumber(text), format);
    if (!Number.isNaN(date)) return date;
  }
  const read = readDateText(text);
  if (read === undefined) return Number.NaN;
  if (read.shape === 'numeric') {
    return format === 'day-first' || format === 'month-first' ? millisecondsOf(read, format) : Number.NaN;
  }
  const isAccepted = read.shape === format || (format !== 'time' && UNAMBIGUOUS.has(read.shape));
  return isAccepted ? millisecondsOf(read, 'day-first') : Number.NaN;
}

/** The order of day and month of a text that is a date in one order only, such as `12/31/2020`; else undefined. */
export function onlyOrder(text: string): DayOrder | undefined {
  const read = readDateText(text);
  if (read?.shape !== 'numeric' || Number.isNaN(read.dayFirst) === Number.isNaN(read.monthFirst))
    return undefined;
  return Number.isNaN(read.dayFirst) ? 'month-first' : 'day-first';
}

/** The date of each row of the column in milliseconds, NaN if missing or not a date of this format. */
export function dateCells(column: Column, format: DateFormat): Float64Array {
  if (column.kind === 'numeric') {
    return Float64Array.from(column.values, (value) => dateInAnyUnit(value, format));
  }
  const dates = column.dictionary.map((word) => dateOfText(word, format));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : dates[code]));
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
  for (const format of NUMBER_FORMATS) {
    const dates = values.filter((value) => !Number.isNaN(dateOfNumber(value, format))).length;
    if (dates >= MOSTLY_DATES * values.length) return { format };
  }
  return undefined;
}

function textFormat(column: TextColumn, rows: Int32Array, options: DetectOptions): DetectedDate | undefined {
  const counted = countWords(column, rows);
  const step = Math.max(1, Math.ceil(counted.words.length / SAMPLE));
  const some = countFormats(counted, step);
  // A single cell may decide the order of day and month.
  const seen = some !== undefined && step > 1 && isOpenOrder(some.cells) ? countFormats(counted, 1) : some;
  if (seen === undefined) return undefined;
  const { cells, points, looked, unusualYears, short, shortDecided } = seen;
  if (cells.size === 0) return numbersAsText(column.name, counted, options);
  const isOpen = isOpenOrder(cells);
  if (isOpen) {
    const dayFirst = options.dayFirst ?? points * 2 > cells.get('day-first')!;
    cells.delete(dayFirst ? 'month-first' : 'day-first');
  }
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
  const example =
    best === 'named-month' ? counted.words.find((word) => !Number.isNaN(dateOfText(word, best))) : undefined;
  return {
    format: best,
    ...(example !== undefined && { example }),
    ...(isGuess && { undecided: counted.words[0] }),
  };
}

function isOpenOrder(cells: ReadonlyMap<DateFormat, number>): boolean {
  return cells.has('day-first') && cells.get('day-first') === cells.get('month-first');
}

interface FormatCounts {
  /** Cells that have each format; those that fit both orders of day and month count for both. */
  readonly cells: Map<DateFormat, number>;
  /** Dates with points, and all cells looked at. */
  readonly points: number;
  readonly looked: number;
  /** Dates with a year before 1900 or after 2099. */
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
      if (looked - wrong < MOSTLY_DATES * looked) return undefined;
    } else if (read.shape !== 'numeric') {
      count(read.shape, counts[i]);
      if (isUnusual(read.dayFirst)) unusualYears += counts[i];
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
function numbersAsText(
  name: string,
  { words, counts }: WordCounts,
  { isNamed }: DetectOptions,
): DetectedDate | undefined {
  if (!isNamed && !isDateName(name)) return undefined;
  return numberFormat(words.flatMap((word, i) => new Array<number>(counts[i]).fill(parseNumber(word))));
}
