/** How the cells of the time and the weight column are written. */
import * as z from 'zod';
import { quote } from '../../text/name-list.js';
import { isNumber } from '../../text/number-text.js';
import {
  DATE_FORMATS,
  type DateOptions,
  dateFormatText,
  dateOfText,
  detectDate,
} from '../preparation/dates/date-format.js';
import { findNumberFormat, type NumberSigns } from '../preparation/numbers/find-number-format.js';
import { type NumberFormat, NumberFormatSchema } from '../preparation/numbers/number-format.js';
import { givenPoints } from '../preparation/numbers/point-thousands.js';
import { cellsFromWords, numbersIn, readNumber } from '../preparation/numeric-cells.js';
import { rowRange } from '../preparation/resolve-rows.js';
import { countWords, type WordCounts } from '../preparation/word-counts.js';
import type { Column, TextColumn } from '../table.js';

/** Of dates, or of numbers that are not written plainly. */
export const TimeFormatSchema = z.union([z.enum(DATE_FORMATS), NumberFormatSchema]);
export type TimeFormat = z.infer<typeof TimeFormatSchema>;

/**
 * How the times of the column are written: undefined for plain numbers, else the format of written numbers
 * (`findNumberFormat`) or of dates (`detectDate`). Of a column without one format: that of the most
 * cells, so that an error names one of the others.
 */
export function timeFormat(column: Column, options: DateOptions & NumberSigns = {}): TimeFormat | undefined {
  if (column.kind === 'numeric') return givenPoints(column, options);
  const words = wordsOf(column);
  if (arePlain(words, options)) return undefined;
  const numbers = findNumberFormat(words, options);
  if (numbers !== undefined) return numbers.format;
  return detectDate(column, rowRange(column.codes.length), options)?.format ?? mostFrequentFormat(words);
}

/** A notice about dates of which none tells whether the day or the month is first. `format` is that of `timeFormat`. */
export function timeNotices(
  column: Column,
  format: TimeFormat | undefined,
  options: DateOptions & NumberSigns = {},
): readonly string[] {
  if (format !== 'day-first' && format !== 'month-first') return [];
  const undecided = detectDate(column, rowRange((column as TextColumn).codes.length), options)?.undecided;
  if (undecided === undefined) return [];
  const other = format === 'month-first' ? '; --day-first reads the day first' : '';
  return [
    `column ${quote(column.name)} read as ${dateFormatText(format)}, because no cell such as ${quote(undecided)} shows ` +
      `whether that is so${other}`,
  ];
}

/** How the weights of the column are written; undefined for plain numbers. */
export function weightFormat(column: Column, options: NumberSigns = {}): NumberFormat | undefined {
  if (column.kind === 'numeric') return givenPoints(column, options);
  const words = wordsOf(column);
  return arePlain(words, options) ? undefined : findNumberFormat(words, options)?.format;
}

/** The time of each row, NaN if the cell is missing or not of the format. */
export function timesOf(column: Column, format: TimeFormat | undefined): Float32Array | Float64Array {
  if (column.kind === 'numeric') return numbersIn(column, typeof format === 'string' ? undefined : format);
  return cellsFromWords(column, (word) =>
    typeof format === 'string' ? dateOfText(word, format) : (readNumber(word, { format }) ?? Number.NaN),
  );
}

function wordsOf(column: TextColumn): WordCounts {
  return countWords(column, rowRange(column.codes.length));
}

function arePlain({ words }: WordCounts, { decimal, thousands }: NumberSigns): boolean {
  return decimal !== ',' && thousands !== '.' && words.every(isNumber);
}

function mostFrequentFormat({ words, counts }: WordCounts): TimeFormat {
  const cellsOf = (format: (typeof DATE_FORMATS)[number]) =>
    words.reduce((sum, word, i) => (Number.isNaN(dateOfText(word, format)) ? sum : sum + counts[i]), 0);
  return DATE_FORMATS.reduce((best, format) => (cellsOf(format) > cellsOf(best) ? format : best));
}
