/** Rows that are plain objects: what they may hold, and the table that they are. */
import { InputError } from '../errors.js';
import { listText } from '../tables/list-text.js';
import { isKept, type KeptColumn } from '../tables/preparation/fitted-columns.js';
import type { Preparation } from '../tables/preparation/preparation.js';
import { type Cell, tableFromColumns } from '../tables/preparation/table-from-columns.js';
import type { Table } from '../tables/table.js';
import { describeValue } from '../text/describe-value.js';
import { didYouMean } from '../text/did-you-mean.js';
import { listNames, quote } from '../text/name-list.js';

/**
 * A value of a row, read as in JSON lines: null, undefined and NaN are missing, other texts stay as they are. A `Date`
 * is its text in ISO 8601 with milliseconds (`toISOString`), as a timestamp of Parquet is; an array is the value of a column of lists.
 */
export type RowValue =
  | string
  | number
  | boolean
  | Date
  | null
  | undefined
  | readonly (string | number | boolean | null)[];

/**
 * The table of rows given as objects, which have a value for each column that the preparation uses. Columns that it dropped,
 * and the target, may be present and are ignored.
 *
 * @throws InputError for a row that is not an object, without one of the columns, with a key that is not a column, or with
 *   a value that its column cannot have; it names the row's index and the key.
 */
export function tableOfRows(
  preparation: Preparation,
  rows: readonly Readonly<Record<string, RowValue>>[],
): Table {
  const columns = preparation.inputColumns.filter(isKept);
  const known = knownKeys(preparation);
  // Not forEach, which skips the holes of an array.
  for (const [index, row] of rows.entries()) checkKeys(row, index, columns, known);
  return tableFromColumns(
    columns.map((column) => {
      const cells = rows.map((row, index) => {
        const read = readCell(row[column.name], column, preparation);
        if (!('wrong' in read)) return read.cell;
        throw new InputError(`rows[${index}], key ${quote(column.name)}: ${read.wrong}`);
      });
      return [column.name, writtenAlike(cells, column, preparation)];
    }),
    'rows',
  );
}

/**
 * Beside texts with a decimal comma, numbers are written with one too: a column of numbers and texts is read as text, and
 * 1.234 could be one thousand and more.
 */
function writtenAlike(cells: readonly Cell[], column: KeptColumn, preparation: Preparation): readonly Cell[] {
  if (column.kind !== 'numeric' || column.format?.decimal !== ',') return cells;
  const texts = cells.filter((cell) => typeof cell === 'string');
  const hasCommas = texts.length > 0 && texts.every((text) => preparation.readsAsTrained(column, text));
  if (!hasCommas) return cells;
  return cells.map((cell) => (typeof cell === 'number' ? String(cell).replace('.', ',') : cell));
}

/** Keys that a row may have: all columns of the training table, the target included. */
export function knownKeys({ inputColumns, target }: Preparation): Set<string> {
  const names = inputColumns.map(({ name }) => name);
  return new Set(target === undefined ? names : [...names, target]);
}

function checkKeys(
  row: unknown,
  index: number,
  columns: readonly KeptColumn[],
  known: ReadonlySet<string>,
): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new InputError(`rows[${index}] is ${notAnObject(row)}`);
  }
  const names = columns.map(({ name }) => name);
  // Before the missing keys: a misspelled key is both, and this error has the suggestion.
  const unknown = Object.keys(row).find((key) => !known.has(key));
  if (unknown !== undefined) throw new InputError(`rows[${index}] has the key ${unknownKey(unknown, names)}`);
  const absent = names.find((name) => !Object.hasOwn(row, name));
  if (absent !== undefined) throw new InputError(`rows[${index}] has ${absentKey(absent)}`);
}

/** What is wrong with a row that is not an object, as text after "the row is". */
export function notAnObject(row: unknown): string {
  return `${describeValue(row)}: give an object with a value for each column`;
}

/** What is wrong with a key, as text after "the row has the key". */
export function unknownKey(key: string, names: readonly string[]): string {
  return (
    `${quote(key)}, which is not a column of the model.${didYouMean(key, names)} ` +
    `Columns: ${listNames(names, MOST_NAMES)}`
  );
}

/** Names that an error lists. */
const MOST_NAMES = 20;

/** What is wrong without a key, as text after "the row has". */
export function absentKey(name: string): string {
  return `no key ${quote(name)}: give its value, or null if that is missing`;
}

/** The cell of a table that a value of a row is, or why it is none, which starts with the value. */
export function readCell(
  value: unknown,
  column: KeptColumn,
  preparation: Preparation,
): { readonly cell: Cell } | { readonly wrong: string } {
  const refused = (what: string) => ({ wrong: `${describeValue(value)} ${what}` });
  const read = typeof value === 'object' && value !== null ? textOfObject(value, column) : undefined;
  if (read !== undefined && 'wrong' in read) return refused(read.wrong);
  const cell = read?.text ?? value;
  if (cell === null || cell === undefined) return { cell };
  if (typeof cell !== 'string' && typeof cell !== 'number' && typeof cell !== 'boolean') {
    return refused(
      'is not a value of a table: give a string, a number, a boolean, a Date, null, or an array in a column of lists',
    );
  }
  if (cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY) {
    return refused('is not finite: give a finite number, or null if it is missing');
  }
  if (
    column.kind === 'numeric' &&
    typeof cell !== 'number' &&
    !preparation.acceptsNumber(column, String(cell))
  ) {
    return refused('is not a number, but the column is numeric: give a number, or null if it is missing');
  }
  return { cell };
}

/** The text of a date, or of an array in a column of lists; undefined for what is no value of the column. */
export function textOfObject(value: object, { kind }: KeptColumn): ReturnType<typeof listText> | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : { text: value.toISOString() };
  return Array.isArray(value) && kind === 'list' ? listText(value) : undefined;
}
