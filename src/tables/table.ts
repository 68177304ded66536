/**
 * A table in memory, column by column. Readers create it, the preparation converts it to a matrix. A missing cell is
 * NaN in a numeric column and code -1 in a text column.
 */

/** Numbers only; stored in 32 bits if every value is exact in 32 bits, otherwise in 64. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** One value per row, finite; NaN is a missing cell. */
  readonly values: Float32Array | Float64Array;
  /**
   * Set if points may separate thousands: of delimited text in which all cells with a point have the form `12.345`, with
   * one to three digits before the point, not 0, and three after it. Then the rows of such cells whose value is an integer
   * (`3.000`), ascending.
   */
  readonly pointedIntegers?: Uint32Array;
}

/** Any other column: the distinct strings, and a code for each row. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** One index into `dictionary` per row; -1 is a missing cell. */
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

export type Column = NumericColumn | TextColumn;

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Of a block of a larger table: the row of that table that its first row is, from 0. Default 0. */
  readonly firstRow?: number;
  /** Origin, for messages: a path, `standard input` or a name. */
  readonly source: string;
  /** How the numbers of some numeric columns were typed, by column name, if the reader was asked to keep it. */
  readonly spellings?: ReadonlyMap<string, NumberSpellings>;
  /** What the reader guessed or left out, for the user. Default: none. */
  readonly notices?: readonly string[];
  /** How the table was read. Default: it is not from a file. */
  readonly reading?: TableReading;
}

/** How the bytes of a table were read. */
export interface TableReading {
  /** One of `TABLE_FORMATS`. */
  readonly format: string;
  /** Of text. */
  readonly encoding?: string;
  /** Of delimited text: one character, or `blanks`. */
  readonly delimiter?: string;
  /** Set if the text was read without a header. */
  readonly header?: false;
  /** Further words for missing cells, if the caller gave some. */
  readonly missing?: readonly string[];
  /** Those of `missing` that no cell was. */
  readonly notFound?: readonly string[];
  /** Words that the caller took from those for missing cells. */
  readonly keepWords?: readonly string[];
}

/** How the numbers of a column were typed. */
export interface NumberSpellings {
  /** Whether a number has leading zeros (`007`), which its value loses. */
  readonly padded: boolean;
  /** Whether equal values have the same text. */
  readonly isUniform: boolean;
  /** The text of the number in `row`, whose value is `value`. */
  textOf(row: number, value: number): string;
}

/** The number of cells of a column. */
export function rowsOf(column: Column): number {
  return (column.kind === 'numeric' ? column.values : column.codes).length;
}

/** The text of a cell, as typed where that is known; undefined if the cell is missing. */
export function cellText(table: Table, column: Column, row: number): string | undefined {
  if (column.kind === 'text') {
    const code = column.codes[row];
    return code < 0 ? undefined : column.dictionary[code];
  }
  const value = column.values[row];
  if (Number.isNaN(value)) return undefined;
  return table.spellings?.get(column.name)?.textOf(row, value) ?? String(value);
}
