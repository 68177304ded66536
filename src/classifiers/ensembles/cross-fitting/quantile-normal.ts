/** Transforms each column of a matrix to its normal scores (`normalScore`). */
import type { Matrix } from '../../../matrix.js';
import { MOST_QUANTILES, normalScore, quantilesOf } from '../../../tables/preparation/normal-scores.js';

export class QuantileNormal {
  /** @param quantiles columns x count, each row ascending */
  constructor(
    readonly quantiles: Float32Array,
    readonly columns: number,
  ) {}

  get count(): number {
    return this.quantiles.length / this.columns;
  }

  static fit({ data, rows, columns }: Matrix): QuantileNormal {
    const count = Math.min(rows, MOST_QUANTILES);
    const quantiles = new Float32Array(columns * count);
    const column = new Float32Array(rows);
    for (let j = 0; j < columns; j++) {
      for (let i = 0; i < rows; i++) column[i] = data[i * columns + j];
      quantiles.set(quantilesOf(column.sort()), j * count);
    }
    return new QuantileNormal(quantiles, columns);
  }

  transform({ data, rows, columns }: Matrix): Matrix {
    const { count } = this;
    const out = new Float32Array(data.length);
    for (let j = 0; j < columns; j++) {
      const quantiles = this.quantiles.subarray(j * count, (j + 1) * count);
      for (let i = 0; i < rows; i++) out[i * columns + j] = normalScore(quantiles, data[i * columns + j]);
    }
    return { data: out, rows, columns };
  }
}
