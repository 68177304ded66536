/** Mean and spread of the same score over repeats. */
import { mean } from '../../mean.js';

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
