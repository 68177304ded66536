import { upperGamma } from './incomplete-gamma.js';

/** P(X > x) for X chi-squared with `degreesOfFreedom` > 0: Q(degreesOfFreedom / 2, x / 2). */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}
