/**
 * Normal scores of a column: the empirical distribution function F, then the normal quantile function,
 * z = Phi^-1(F(x)), which removes outliers and skew.
 *
 * F is interpolated between at most 1,000 quantiles; equal values get the middle of their ranks; F is kept within half
 * a quantile step of 0 and 1, so that new extremes are no further out than about 3.3. Like scikit-learn's
 * `QuantileTransformer(output_distribution='normal')` except at the ends, which that maps to 5.2, also for repeated
 * smallest and largest values.
 */
import { normalQuantile } from '../../statistics/distributions/normal-quantile.js';

export const MOST_QUANTILES = 1000;

/** As many quantiles of ascending values as there are values, at most `MOST_QUANTILES`. */
export function quantilesOf(sorted: ArrayLike<number>): Float64Array {
  const count = Math.min(sorted.length, MOST_QUANTILES);
  const last = sorted.length - 1;
  return Float64Array.from({ length: count }, (_, q) => {
    const at = count === 1 ? 0 : (q * last) / (count - 1);
    const low = Math.floor(at);
    const [below, above] = [sorted[low], sorted[Math.min(low + 1, last)]];
    // Halves: the difference of two large values could overflow.
    return 2 * (below / 2 + (at - low) * (above / 2 - below / 2));
  });
}

/** Phi^-1(F(x)), for ascending quantiles. */
export function normalScore(quantiles: ArrayLike<number>, x: number): number {
  const edge = 0.5 / quantiles.length;
  return normalQuantile(Math.min(1 - edge, Math.max(edge, shareBelow(quantiles, x))));
}

/** F(x); for equal quantiles the mean of its limits from below and from above. */
function shareBelow(quantiles: ArrayLike<number>, x: number): number {
  const last = quantiles.length - 1;
  if (last === 0) return 0.5;
  const first = firstIndex(quantiles, (value) => value >= x);
  const after = firstIndex(quantiles, (value) => value > x);
  if (first < after) return (first + after - 1) / (2 * last);
  if (first === 0) return 0;
  if (first > last) return 1;
  const below = quantiles[first - 1];
  // The difference of the largest numbers overflows, half of the smallest ones vanishes.
  const unit = Number.isFinite(quantiles[first] - below) ? 1 : 0.5;
  return (first - 1 + (x * unit - below * unit) / (quantiles[first] * unit - below * unit)) / last;
}

/** The first index whose value passes the test, which all later ones pass too; the length if none does. */
function firstIndex(values: ArrayLike<number>, passes: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
