/** The columns of a table from a vector of rows, each a STRUCT, with values as the Parquet reader gives them. */
import type { DuckDBStructVector, DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import { InputError } from '../../errors.js';
import { listText } from '../../tables/list-text.js';
import type { KeptColumn } from '../../tables/preparation/fitted-columns.js';
import type { Cell } from '../../tables/preparation/table-from-columns.js';
import { MISSING_WORDS } from '../../tables/reading/missing.js';
import { decimal } from '../../tables/reading/parquet/decimals.js';
import { isoDate, isoTimestamp } from '../../tables/reading/parquet-dates.js';
import { quote } from '../../text/name-list.js';
import type { DuckDB } from './load-duckdb.js';

type Values = Pick<
  DuckDB,
  | 'DuckDBDateValue'
  | 'DuckDBDecimalValue'
  | 'DuckDBListValue'
  | 'DuckDBTimestampMillisecondsValue'
  | 'DuckDBTimestampNanosecondsValue'
  | 'DuckDBTimestampSecondsValue'
  | 'DuckDBTimestampTZValue'
  | 'DuckDBTimestampValue'
  | 'DuckDBTimeValue'
  | 'DuckDBUUIDValue'
>;

/**
 * The cells of one column at `rows` of the vector. NULL is missing; so are, in text, the words for missing cells of delimited
 * text, unless they are categories of training: files that `read_csv` has read still contain them.
 *
 * @param keepWords words that are not missing
 * @throws InputError for values that are not those of a table, such as BLOB, MAP and infinite dates
 */
export function columnCells(
  duckdb: Values,
  vector: DuckDBVector,
  rows: Int32Array,
  column: KeptColumn,
  keepWords: readonly string[],
): Cell[] {
  const isMissing = missingWords(column, keepWords);
  const cells: Cell[] = new Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const value = vector.getItem(rows[i]);
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) cells[i] = value;
    else if (typeof value === 'string') cells[i] = isMissing(value) ? null : value;
    else cells[i] = cellOf(duckdb, value, column.name, vector);
  }
  return cells;
}

function missingWords(column: KeptColumn, keepWords: readonly string[]): (text: string) => boolean {
  const values = column.kind === 'categorical' ? [...column.categories, ...(column.rare ?? [])] : [];
  const kept = new Set([...keepWords, ...values]);
  const words = new Set(MISSING_WORDS.filter((word) => !kept.has(word)));
  const longest = Math.max(0, ...Array.from(words, ({ length }) => length));
  return (text) => {
    const word = text.length > longest && !/^\s|\s$/.test(text) ? text : text.trim();
    return word.length <= longest && words.has(word);
  };
}

function cellOf(duckdb: Values, value: DuckDBValue, name: string, vector: DuckDBVector): Cell {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return BigInt(number) === value ? number : String(value);
  }
  if (value instanceof duckdb.DuckDBDecimalValue) {
    const whole = Number(value.value);
    return decimal(Number.isSafeInteger(whole) ? whole : value.value, value.scale);
  }
  if (value instanceof duckdb.DuckDBListValue) return listCell(value.items, name);
  if (value instanceof duckdb.DuckDBUUIDValue || value instanceof duckdb.DuckDBTimeValue)
    return value.toString();
  try {
    const text = dateText(duckdb, value);
    if (text !== undefined) return text;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`column ${quote(name)}: ${value} is not a date of the years that tables can have`);
  }
  throw new InputError(
    `column ${quote(name)} has the type ${vector.type}, which the columns of a table cannot have: cast it in SQL, for ` +
      'example to VARCHAR or DOUBLE',
  );
}

function dateText(duckdb: Values, value: DuckDBValue): string | undefined {
  if (value instanceof duckdb.DuckDBDateValue) return isoDate(value.days);
  if (value instanceof duckdb.DuckDBTimestampValue || value instanceof duckdb.DuckDBTimestampTZValue)
    return isoTimestamp(value.micros, 6);
  if (value instanceof duckdb.DuckDBTimestampMillisecondsValue) return isoTimestamp(value.millis, 3);
  if (value instanceof duckdb.DuckDBTimestampSecondsValue) return isoTimestamp(value.seconds * 1000n, 3);
  if (value instanceof duckdb.DuckDBTimestampNanosecondsValue) return isoTimestamp(value.nanos, 9);
  return undefined;
}

function listCell(items: readonly DuckDBValue[], name: string): string {
  const list = listText(items.map((item) => (typeof item === 'bigint' ? Number(item) : item)));
  if ('text' in list) return list.text;
  throw new InputError(`column ${quote(name)}: a value is an array ${list.wrong}`);
}

/** The rows of the vector that are not NULL. */
export function presentRows(vector: DuckDBStructVector, rows: number): Int32Array {
  const present = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (vector.isItemValid(row)) present[count++] = row;
  return present.subarray(0, count);
}
