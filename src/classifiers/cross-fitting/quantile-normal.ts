/**
 * Features with a normal distribution: each column is mapped through its empirical distribution function and
 * the normal quantile function, z = Phi^-1(F(x)), so that neither outliers nor skew are left.
 *
 * F is interpolated between at most 1,000 quantiles of the training rows; equal values get the middle of their
 * ranks; F is kept within half a quantile step of 0 and 1, so that new extremes are no further out than about 3.3.
 * Like scikit-learn's `QuantileTransformer(output_distribution='normal')` but for the ends, which it puts at 5.2,
 * the smallest and largest of repeated values too.
 */
import type { Matrix } from '../../matrix.js';
import { normalQuantile } from '../../statistics/distributions/normal-quantile.js';

const MOST_QUANTILES = 1000;

export class QuantileNormal {
  /** @param quantiles columns x count, each row rising */
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
      column.sort();
      for (let q = 0; q < count; q++) {
        const at = count === 1 ? 0 : (q * (rows - 1)) / (count - 1);
        const low = Math.floor(at);
        const high = Math.min(low + 1, rows - 1);
        quantiles[j * count + q] = column[low] + (at - low) * (column[high] - column[low]);
      }
    }
    return new QuantileNormal(quantiles, columns);
  }

  transform({ data, rows, columns }: Matrix): Matrix {
    const { count } = this;
    const out = new Float32Array(data.length);
    const edge = 0.5 / count;
    for (let j = 0; j < columns; j++) {
      const quantiles = this.quantiles.subarray(j * count, (j + 1) * count);
      for (let i = 0; i < rows; i++) {
        const share = shareBelow(quantiles, data[i * columns + j]);
        out[i * columns + j] = normalQuantile(Math.min(1 - edge, Math.max(edge, share)));
      }
    }
    return { data: out, rows, columns };
  }
}

/** F(x): the mean of its values when equal quantiles are approached from below and from above. */
function shareBelow(quantiles: Float32Array, x: number): number {
  const last = quantiles.length - 1;
  if (last === 0) return 0.5;
  const first = firstIndex(quantiles, (value) => value >= x);
  const after = firstIndex(quantiles, (value) => value > x);
  if (first < after) return (first + after - 1) / (2 * last);
  if (first === 0) return 0;
  if (first > last) return 1;
  const below = quantiles[first - 1];
  return (first - 1 + (x - below) / (quantiles[first] - below)) / last;
}

/** The first index whose value passes the test, which all later ones pass too; the length if none does. */
function firstIndex(values: Float32Array, passes: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
