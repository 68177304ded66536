/** Prepared rows as numbers for distances and random splits: categories as 0/1 columns. */
import type { CodedMatrix, Matrix } from '../../matrix.js';

/** Categories with at least this share of the kept rows get a column of their own; the others of a column share one. */
const LEAST_SHARE = 0.02;
/** Two categories are 1 apart. */
const ONE = Math.SQRT1_2;

export class FeatureSpace {
  /** For each column of the space the column of the rows that it is made of. */
  readonly sources: readonly number[];
  /** For each column of the rows its first column in the space, and of categories the column of each code. */
  readonly #places: readonly { readonly first: number; readonly ofCode?: Int32Array }[];

  /** @param kept in the form of `comparableRows` */
  constructor(kept: CodedMatrix) {
    const sources: number[] = [];
    this.#places = Array.from({ length: kept.columns }, (_, column) => {
      const first = sources.length;
      const levels = kept.categories?.[column] ?? null;
      sources.push(column);
      if (levels === null) return { first };
      const counts = new Int32Array(levels);
      for (let row = 0; row < kept.rows; row++) counts[kept.data[row * kept.columns + column]]++;
      // The first column is that of rare and new categories.
      const ofCode = counts.map((count) => {
        if (count < LEAST_SHARE * kept.rows || count === 0) return first;
        sources.push(column);
        return sources.length - 1;
      });
      return { first, ofCode };
    });
    this.sources = sources;
  }

  /**
   * Rows x (columns of the space + 1). The last column counts missing cells in columns that never missed one in training.
   *
   * @param X in the form of `comparableRows`
   * @param newlyMissing that count for each row
   */
  rowsOf(X: CodedMatrix, newlyMissing: ArrayLike<number>): Matrix<Float64Array> {
    const columns = this.sources.length + 1;
    const data = new Float64Array(X.rows * columns);
    this.#places.forEach(({ first, ofCode }, column) => {
      for (let row = 0; row < X.rows; row++) {
        const value = X.data[row * X.columns + column];
        if (ofCode === undefined) data[row * columns + first] = value;
        else data[row * columns + ofCode[value]] = ONE;
      }
    });
    for (let row = 0; row < X.rows; row++) data[(row + 1) * columns - 1] = newlyMissing[row];
    return { data, rows: X.rows, columns };
  }
}
