/** Distances in units of the spread within classes (Mahalanobis distances), by a linear map of the rows. */
import { choleskyFactor, invertLower } from '../../linear/cholesky.js';
import { type Matrix, rowsAt } from '../../matrix.js';
import { columnMeans } from '../../mean.js';

/** The weight of equal variances without covariances: a covariance of few rows cannot be inverted. */
const SHRINKAGE = 0.1;
/** Of more columns only the mean variance is used: the cost grows with their square. */
const MOST_COLUMNS = 256;

export class WithinClassScale {
  private constructor(
    private readonly columns: number,
    /** Lower triangular; undefined for none. */
    private readonly inverse: Float64Array | undefined,
  ) {}

  /** @param y the class of each row */
  static fit(X: Matrix<Float64Array>, y: Int32Array): WithinClassScale {
    const { columns } = X;
    if (columns > MOST_COLUMNS) return new WithinClassScale(columns, undefined);
    const covariance = new Float64Array(columns * columns);
    for (const c of new Set(y)) addProducts(covariance, X, y, c);
    let trace = 0;
    for (let j = 0; j < columns; j++) trace += covariance[j * columns + j];
    const mean = trace / columns || 1;
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j <= i; j++) {
        const at = i * columns + j;
        covariance[at] = ((1 - SHRINKAGE) * covariance[at] + (i === j ? SHRINKAGE * mean : 0)) / X.rows;
      }
    }
    choleskyFactor(covariance, columns);
    return new WithinClassScale(columns, invertLower(covariance, columns));
  }

  /** The mapped rows: their squared Euclidean distances are the squared Mahalanobis distances of the rows. */
  apply(X: Matrix<Float64Array>): Matrix<Float64Array> {
    const { columns, inverse } = this;
    if (inverse === undefined) return X;
    const data = new Float64Array(X.data.length);
    for (let start = 0; start < data.length; start += columns) {
      for (let i = 0; i < columns; i++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += inverse[i * columns + j] * X.data[start + j];
        data[start + i] = sum;
      }
    }
    return { ...X, data };
  }

  /** What each column adds to the squared distance of a difference of rows, given the difference; it may be below 0. */
  shares(difference: Float64Array): Float64Array {
    const { columns, inverse } = this;
    if (inverse === undefined) return difference.map((value) => value * value);
    const mapped = this.apply({ data: difference, rows: 1, columns }).data;
    return difference.map((value, j) => {
      let sum = 0;
      for (let i = j; i < columns; i++) sum += inverse[i * columns + j] * mapped[i];
      return value * sum;
    });
  }
}

/** Adds (x - mean)(x - mean)' of the rows of class c to the lower triangle. */
function addProducts(sums: Float64Array, X: Matrix<Float64Array>, y: Int32Array, c: number): void {
  const { columns } = X;
  const own = rowsAt(
    X,
    Int32Array.from(y.keys()).filter((row) => y[row] === c),
  );
  const centre = columnMeans(own);
  for (let start = 0; start < own.data.length; start += columns) {
    const row = own.data.subarray(start, start + columns).map((value, j) => value - centre[j]);
    for (let i = 0; i < columns; i++) {
      if (row[i] === 0) continue;
      for (let j = 0; j <= i; j++) sums[i * columns + j] += row[i] * row[j];
    }
  }
}
