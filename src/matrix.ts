/**
 * A dense row-major matrix of floats: element (r, c) is `data[r * columns + c]`. `Matrix` alone has 32 bits.
 */
export interface Matrix<Data extends Float32Array | Float64Array = Float32Array> {
  readonly data: Data;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The two forms of the prepared columns of a table:
 *
 * - `scaled`: scaled to about mean 0 and deviation 1, 32 bits. For classifiers that use sums of columns or distances.
 * - `values`: the values as they are, 64 bits, with the scale of each column. For trees, which only compare.
 */
export const COLUMN_FORMS = ['scaled', 'values'] as const;
export type ColumnForm = (typeof COLUMN_FORMS)[number];

/** How one column of values is scaled: `scaledValue` computes it. */
export interface ColumnScale {
  readonly mean: number;
  readonly scale: number;
  /** Ascending; if given, values are mapped by them instead of by mean and scale. */
  readonly quantiles?: readonly number[];
}

/** Rows to fit a classifier on or to predict, in 32 or in 64 bits. */
export interface FeatureMatrix extends Matrix<Float32Array | Float64Array> {
  /** With the form `values`: how `scaled` would scale each column, null for one that it leaves unchanged. */
  readonly scaling?: readonly (ColumnScale | null)[];
  /**
   * The number of levels of each column of categories, null for a column of numbers; default all null. A column of
   * categories holds codes, integers from 0 to levels - 1 without an order, in either form; none is NaN.
   */
  readonly categories?: readonly (number | null)[];
}

/** A matrix with the categories of its columns, if it has any. */
export type CodedMatrix<Data extends Float32Array | Float64Array = Float32Array> = Matrix<Data> &
  Pick<FeatureMatrix, 'categories'>;

/** The rows start .. end - 1, sharing the memory of X, with its `categories` but not its `scaling`. */
export function rowsBetween<Data extends Float32Array | Float64Array>(
  X: CodedMatrix<Data>,
  start: number,
  end: number,
): CodedMatrix<Data> {
  const { columns } = X;
  const data = X.data.subarray(start * columns, end * columns) as Data;
  return withCategories({ data, rows: end - start, columns }, X.categories);
}

/** Copies of the rows with these numbers, in their order, with the `categories` of X but not its `scaling`. */
export function rowsAt<Data extends Float32Array | Float64Array>(
  X: CodedMatrix<Data>,
  rows: ArrayLike<number>,
): CodedMatrix<Data> {
  const data = floatsLike(X.data, rows.length * X.columns);
  copyRows(X, rows, data);
  return withCategories({ data, rows: rows.length, columns: X.columns }, X.categories);
}

/** Writes each row of `from` into the row-major `data` at the row that `rows` has for it. */
export function putRows({ data: from, columns }: Matrix, rows: Int32Array, data: Float32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const [start, to] = [i * columns, rows[i] * columns];
    for (let c = 0; c < columns; c++) data[to + c] = from[start + c];
  }
}

/** Whether the column holds codes of categories. */
export function isCoded({ categories }: FeatureMatrix, column: number): boolean {
  return (categories?.[column] ?? null) !== null;
}

/** X with these categories of its columns, if any. */
export function withCategories<Data extends Float32Array | Float64Array>(
  X: Matrix<Data>,
  categories: FeatureMatrix['categories'],
): CodedMatrix<Data> {
  return categories === undefined ? X : { ...X, categories };
}

/** Writes the rows with these numbers one after the other to the beginning of `to`. */
export function copyRows(
  { data, columns }: Matrix<Float32Array | Float64Array>,
  rows: ArrayLike<number>,
  to: Float32Array | Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    to.set(data.subarray(rows[i] * columns, (rows[i] + 1) * columns), i * columns);
  }
}

/** n zeros of the same precision. */
export function floatsLike<Data extends Float32Array | Float64Array>(data: Data, n: number): Data {
  return (data instanceof Float64Array ? new Float64Array(n) : new Float32Array(n)) as Data;
}

/** X in 32 bits, with its `categories`; the values are shared if they have 32 bits. */
export function inSinglePrecision({ data, rows, columns, categories }: FeatureMatrix): CodedMatrix {
  const single = data instanceof Float32Array ? data : Float32Array.from(data);
  return withCategories({ data: single, rows, columns }, categories);
}

/** The user's own value for a class. */
export type Label = string | number | boolean;
