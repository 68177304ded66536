import { incompleteBeta } from './incomplete-beta.js';
import { findRoot } from './root.js';

/** P(|T| > t) for Student's T with `degreesOfFreedom` > 0 and t >= 0 (Abramowitz and Stegun 26.7.1). */
export function studentTTails(t: number, degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  const ratio = (t * t) / n;
  return incompleteBeta(n / 2, 0.5, 1 / (1 + ratio), 1 / (1 + 1 / ratio));
}

/**
 * The t with P(|T| <= t) = `coverage`, for example 2.776 for 0.95 with 4 degrees of freedom.
 *
 * @param degreesOfFreedom > 0
 * @param coverage in (0, 1), default 0.95
 */
export function tInterval(degreesOfFreedom: number, coverage = 0.95): number {
  let high = 1;
  while (studentTTails(high, degreesOfFreedom) > 1 - coverage) high *= 2;
  return findRoot((t) => Math.log(studentTTails(t, degreesOfFreedom) / (1 - coverage)), 0, high);
}
