import { continuedFraction } from './continued-fraction.js';
import { logGamma } from './log-gamma.js';

/**
 * The regularised upper incomplete gamma function Q(a, x) = integral of t^(a-1) e^-t from x to infinity,
 * divided by Gamma(a), for a > 0 and x >= 0. Where x < a + 1 it is 1 - P with the series of P (Abramowitz and
 * Stegun 6.5.29) and so never small; above by the continued fraction 6.5.31, which keeps the relative
 * accuracy however small Q is.
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  // x^a e^-x / Gamma(a)
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) return 1 - scale * series(a, x);
  return scale / continuedFraction((n) => [(n - 1) * (a - n + 1), x - a + 2 * n - 1]);
}

/** 1 / a + x / (a (a + 1)) + x^2 / (a (a + 1) (a + 2)) + ... */
function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}
