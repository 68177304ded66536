/** Mean, standard deviation and 95 % interval of a score over repeats. */

import { mean } from '../../mean.js';
import { tInterval } from '../../statistics/distributions/student-t.js';

export interface Repeats {
  readonly count: number;
  /** NaN for no values. */
  readonly mean: number;
  /** Standard deviation with count - 1 in the denominator; NaN for fewer than two values. */
  readonly deviation: number;
}

export function summarize(values: readonly number[]): Repeats {
  const count = values.length;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return { count, mean: centre, deviation: count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1)) };
}

export interface Interval {
  readonly count: number;
  readonly mean: number;
  /** s / sqrt(n); NaN for fewer than two values. */
  readonly standardError: number;
  /** mean -+ t(0.95, n - 1) standard errors; NaN for fewer than two values. */
  readonly low: number;
  readonly high: number;
}

export function meanInterval(values: readonly number[]): Interval {
  const { count, mean, deviation } = summarize(values);
  if (count < 2) return { count, mean, standardError: Number.NaN, low: Number.NaN, high: Number.NaN };
  const standardError = deviation / Math.sqrt(count);
  const half = tInterval(count - 1) * standardError;
  return { count, mean, standardError, low: mean - half, high: mean + half };
}

/** 1 or -1 if the whole interval is on that side of 0, otherwise 0 (also if there is no interval). */
export function sign({ low, high }: Interval): -1 | 0 | 1 {
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}
