/** Transforms each column of numbers to its normal scores (`normalScore`); columns of categories keep their codes. */
import { type CodedMatrix, isCoded, withCategories } from '../../../matrix.js';
import { MOST_QUANTILES, normalScore, quantilesOf } from '../../../tables/preparation/normal-scores.js';

export class QuantileNormal {
  /** @param quantiles columns x count, each row ascending; zeros for a column of categories */
  constructor(
    readonly quantiles: Float32Array,
    readonly columns: number,
  ) {}

  get count(): number {
    return this.quantiles.length / this.columns;
  }

  static fit(X: CodedMatrix): QuantileNormal {
    const { data, rows, columns } = X;
    const count = Math.min(rows, MOST_QUANTILES);
    const quantiles = new Float32Array(columns * count);
    const column = new Float32Array(rows);
    for (let j = 0; j < columns; j++) {
      if (isCoded(X, j)) continue;
      for (let i = 0; i < rows; i++) column[i] = data[i * columns + j];
      quantiles.set(quantilesOf(column.sort()), j * count);
    }
    return new QuantileNormal(quantiles, columns);
  }

  transform(X: CodedMatrix): CodedMatrix {
    const { data, rows, columns, categories } = X;
    const { count } = this;
    const out = data.slice();
    for (let j = 0; j < columns; j++) {
      if (isCoded(X, j)) continue;
      const quantiles = this.quantiles.subarray(j * count, (j + 1) * count);
      for (let i = 0; i < rows; i++) out[i * columns + j] = normalScore(quantiles, data[i * columns + j]);
    }
    return withCategories({ data: out, rows, columns }, categories);
  }
}
