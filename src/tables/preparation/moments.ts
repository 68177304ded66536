/** Mean and standard deviation, stable for large offsets and extreme magnitudes. */

export interface Moments {
  readonly mean: number;
  /** Population standard deviation (divisor n), 0 exactly when all values are equal up to rounding (`isConstant`). */
  readonly deviation: number;
}

/** Relative to the greatest magnitude: 16 units in the last place of a 64-bit float. */
const ROUNDING = 2 ** -48;

/**
 * Whether values between `least` and `greatest` are equal up to rounding, as 0.3 and 0.1 + 0.2 are: greatest - least <= 2^-48 max(|least|, |greatest|). scikit-learn's
 * `_is_constant_feature` does the same with a bound that grows with the number of rows. This one does not, so that
 * milliseconds since 1970 that differ by a thousandth (4 units in the last place) are distinct in any table.
 */
export function isConstant(least: number, greatest: number): boolean {
  // Exact integers have no rounding error: large codes that differ by 1 are distinct.
  if (Number.isSafeInteger(least) && Number.isSafeInteger(greatest)) return least === greatest;
  return greatest - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(greatest));
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
  if (isConstant(least, greatest)) return { mean: least + 0, deviation: 0 };
  // The logarithm of the very largest numbers rounds to 1024.
  const unit = 2 ** Math.min(1023, Math.floor(Math.log2(Math.max(Math.abs(least), Math.abs(greatest)))));
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
