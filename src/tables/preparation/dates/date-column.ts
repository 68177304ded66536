/** Columns of dates as read for their parts and their differences. */
import type { Column } from '../../table.js';
import { withMissingWords } from '../missing-words.js';
import { type DateFormat, dateCells } from './date-format.js';

export interface DateColumn {
  /** With missing words as missing cells. */
  readonly column: Column;
  readonly format: DateFormat;
  /** The date of each row in milliseconds (`dateCells`). */
  readonly dates: Float64Array;
}

export type DateReader = (column: Column, format: DateFormat) => DateColumn;

/** Reads the dates of the columns of one table, and those of a column only once. Words that `isMissing` are missing cells. */
export function dateReader(isMissing: (word: string) => boolean): DateReader {
  const read = new Map<string, DateColumn>();
  return (given, format) => {
    const known = read.get(given.name);
    if (known?.format === format) return known;
    const column = withMissingWords(given, isMissing);
    const found = { column, format, dates: dateCells(column, format) };
    read.set(given.name, found);
    return found;
  };
}
