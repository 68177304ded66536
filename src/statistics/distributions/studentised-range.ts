import { normalTail } from './normal.js';
import { findRoot } from './root.js';

/** Beyond this distance from the mass of the integrand nothing is left of it in double precision. */
const REACH = 10;

/**
 * P(Q > q) for the studentised range of k >= 2 groups with infinite degrees of freedom, that is the range of k
 * independent standard normal numbers:
 *
 *   k * integral of phi(z) (Phi(z)^(k-1) - (Phi(z) - Phi(z-q))^(k-1)) dz
 *
 * (Harter, "Tables of range and studentized range", 1960, as an upper tail). The difference of powers is taken
 * as a product, so the tail keeps its relative accuracy. The integrand is an entire function that vanishes like
 * e^(-z^2/2) at both ends, for which the trapezoidal rule converges faster than any power of its step
 * (Trefethen & Weideman, "The exponentially convergent trapezoidal rule", 2014).
 */
export function studentisedRangeTail(q: number, groups: number): number {
  if (q <= 0) return 1;
  const others = groups - 1;
  const step = 0.5 / Math.sqrt(groups);
  // For large q the mass is at q / 2, half way between the smallest and the largest number.
  const end = Math.max(REACH, q / 2 + REACH);
  let sum = 0;
  for (let z = -REACH; z <= end; z += step) {
    const below = normalTail(-z);
    const farBelow = normalTail(q - z);
    // 1 - (1 - farBelow / below)^others
    const lost = -Math.expm1(others * Math.log1p(-farBelow / below));
    sum += Math.exp((-z * z) / 2) * below ** others * lost;
  }
  return Math.min(1, (groups * sum * step) / Math.sqrt(2 * Math.PI));
}

/** The q with P(Q > q) = `alpha` in (0, 1), for example 3.314 for 3 groups and 0.05. */
export function studentisedRangeQuantile(alpha: number, groups: number): number {
  let high = 1;
  while (studentisedRangeTail(high, groups) > alpha) high *= 2;
  return findRoot((q) => Math.log(studentisedRangeTail(q, groups) / alpha), 0, high);
}
