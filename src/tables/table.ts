/**
 * A table in memory, column by column. Readers make it, the preparation turns it into a matrix.
 * A cell without a value is NaN in a numeric column and code -1 in a text column.
 */

/** Numbers only; 32-bit storage where every value is exact in 32 bits, 64-bit otherwise. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** One value a row; NaN is a missing cell. Infinite values never get this far. */
  readonly values: Float32Array | Float64Array;
}

/** Any other column: every distinct string once, and a code into them for each row. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  /** One index into `dictionary` a row; -1 is a missing cell. */
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

export type Column = NumericColumn | TextColumn;

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** Where it came from, for messages: a path, `standard input` or a name. */
  readonly source: string;
}
