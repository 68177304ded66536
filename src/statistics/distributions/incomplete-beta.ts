import { continuedFraction } from './continued-fraction.js';
import { logGamma } from './log-gamma.js';

/**
 * The regularised incomplete beta function I_x(a, b) = integral of t^(a-1) (1 - t)^(b-1) from 0 to x, divided
 * by B(a, b), for a, b > 0 and x in [0, 1]: the continued fraction of Abramowitz and Stegun 26.5.8 where it
 * converges fast, elsewhere 1 - I_(1-x)(b, a), which is then not small.
 *
 * @param complement 1 - x, given apart because it loses its digits where x is close to 1
 */
export function incompleteBeta(a: number, b: number, x: number, complement: number): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, complement, x);
  const logScale = a * Math.log(x) + b * Math.log(complement) - logBeta(a, b);
  const fraction = continuedFraction((n) => [partialNumerator(a, b, x, n - 1), 1]);
  return Math.exp(logScale) / (a * fraction);
}

/** d(m) of 26.5.8. */
function partialNumerator(a: number, b: number, x: number, m: number): number {
  const half = m >> 1;
  const base = (a + m) * (a + m - 1);
  return m % 2 === 0 ? (half * (b - half) * x) / base : (-(a + half) * (a + b + half) * x) / base;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
