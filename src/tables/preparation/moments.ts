/** Mean and standard deviation that survive large offsets and extreme magnitudes. */

export interface Moments {
  readonly mean: number;
  /** Population standard deviation (divisor n), 0 exactly when all values are equal. */
  readonly deviation: number;
}

/**
 * Mean and population standard deviation of at least one finite value, as scikit-learn's
 * StandardScaler (`ddof=0`), by the corrected two-pass algorithm (Chan, Golub and LeVeque 1983):
 * with m the rounded mean and d = x - m, mean = m + sum(d) / n and
 * variance = (sum(d^2) - sum(d)^2 / n) / n. Values are first divided by a power of two near the
 * greatest magnitude: exact, and neither sum nor square can overflow.
 */
export function moments(values: Float64Array): Moments {
  const n = values.length;
  let least = values[0];
  let greatest = values[0];
  for (let i = 1; i < n; i++) {
    if (values[i] < least) least = values[i];
    else if (values[i] > greatest) greatest = values[i];
  }
  // Adding 0 turns -0 into 0, which JSON would lose.
  if (least === greatest) return { mean: least + 0, deviation: 0 };
  const unit = 2 ** Math.floor(Math.log2(Math.max(Math.abs(least), Math.abs(greatest))));
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] / unit;
  const rounded = sum / n;
  let correction = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const difference = values[i] / unit - rounded;
    correction += difference;
    squares += difference * difference;
  }
  const variance = (squares - (correction * correction) / n) / n;
  return { mean: (rounded + correction / n) * unit + 0, deviation: Math.sqrt(variance) * unit };
}
