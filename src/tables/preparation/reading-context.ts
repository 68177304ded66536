/** What the cells of a table are read with, which may come in blocks. */
import type { Table } from '../table.js';
import { type DateReader, dateReader } from './dates/date-column.js';
import { type MissingWordOptions, missingWordTest } from './missing-words.js';
import { Notations } from './numbers/notations.js';

/** Where the rows of a table are, for messages. */
export interface TablePlace {
  readonly source: string;
  /** The row of the whole table with which this one begins, from 0. */
  readonly firstRow: number;
}

export interface ReadingContext extends TablePlace {
  /** Words for missing cells in columns of numbers and ordered levels. */
  readonly isMissing: (word: string) => boolean;
  /** Reads the columns of dates of the table. */
  readonly readDates: DateReader;
  /** How the numbers of its columns are written. */
  readonly notations: Notations;
}

/** The context of one table, or of the block that follows those with the same `notations`. */
export function readingContext(
  { source, firstRow = 0 }: Pick<Table, 'source' | 'firstRow'>,
  words: MissingWordOptions,
  notations = new Notations(),
): ReadingContext {
  const isMissing = missingWordTest(words);
  return { source, firstRow, isMissing, readDates: dateReader(isMissing), notations };
}
