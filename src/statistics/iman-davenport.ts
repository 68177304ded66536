import { fTail } from './distributions/f.js';

export interface ImanDavenport {
  /** Infinite where the rankings agree completely. */
  readonly F: number;
  readonly degreesOfFreedom: readonly [number, number];
  readonly p: number;
}

/**
 * Iman and Davenport's F = (N - 1) chi^2 / (N (k - 1) - chi^2) of Friedman's chi^2, with k - 1 and
 * (k - 1)(N - 1) degrees of freedom ("Approximations of the critical region of the Friedman statistic", 1980):
 * less conservative than chi^2 where the blocks are few.
 *
 * @param blocks N >= 2
 * @param treatments k >= 2
 */
export function imanDavenport(chiSquared: number, blocks: number, treatments: number): ImanDavenport {
  const room = blocks * (treatments - 1) - chiSquared;
  const F = room > 0 ? ((blocks - 1) * chiSquared) / room : Number.POSITIVE_INFINITY;
  const degreesOfFreedom = [treatments - 1, (treatments - 1) * (blocks - 1)] as const;
  return { F, degreesOfFreedom, p: fTail(F, ...degreesOfFreedom) };
}
