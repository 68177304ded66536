/**
 * The scaling of numeric columns, for classifiers that add columns up: standardised, unless a few values would
 * dominate the standard deviation.
 */
import type { ColumnScale } from '../../matrix.js';
import { hasDominantValues } from './dominant-values.js';
import type { Moments } from './moments.js';
import { normalScore, quantilesOf } from './normal-scores.js';

/**
 * Standard deviations from the mean up to which scaling is linear. Beyond, it is logarithmic: 10^10 of them become
 * 1,023, so that no cell of a new row, however extreme, leaves the range in which networks compute, and order is kept.
 */
export const LINEAR_TO = 1000;

/** The same for preparations of version 1, which had no bound, so that their finite predictions stay the same. */
export const LINEAR_TO_VERSION_1 = 2 ** 100;

/**
 * The scale of a column with these values: by quantiles if `hasDominantValues`, else by mean and standard deviation
 * (scale 1 if that is 0). Reorders `values`.
 */
export function fitScale(values: Float64Array, { mean, deviation }: Moments, median: number): ColumnScale {
  if (deviation === 0) return { mean, scale: 1 };
  if (!hasDominantValues(values, median, deviation)) return { mean, scale: deviation };
  return { mean, scale: deviation, quantiles: Array.from(quantilesOf(values.sort())) };
}

/**
 * (x - mean) / scale, with a logarithm beyond `linearTo`; or the normal score of x among the quantiles
 * (`normalScore`). Finite and non-decreasing for all finite x.
 */
export function scaledValue(
  x: number,
  { mean, scale, quantiles }: ColumnScale,
  linearTo: number = LINEAR_TO,
): number {
  if (quantiles !== undefined) return normalScore(quantiles, x);
  const z = (x - mean) / scale;
  const size = Math.min(Math.abs(z), Number.MAX_VALUE);
  return size <= linearTo ? z : Math.sign(z) * (linearTo + Math.log1p(size - linearTo));
}
