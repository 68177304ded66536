import { incompleteBeta } from './incomplete-beta.js';

/**
 * P(X > x) for X of Fisher's F distribution with m > 0 and n > 0 degrees of freedom: I_y(n / 2, m / 2) with
 * y = n / (n + m x) (Abramowitz and Stegun 26.6.2). 0 for infinite x.
 */
export function fTail(x: number, m: number, n: number): number {
  if (x <= 0) return 1;
  const ratio = (m * x) / n;
  return incompleteBeta(n / 2, m / 2, 1 / (1 + ratio), 1 / (1 + 1 / ratio));
}
