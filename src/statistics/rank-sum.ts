import { InputError } from '../errors.js';
import { averageRanks } from './ranks.js';

/** The test of Mann and Whitney in one number. */
export interface RankSum {
  /** The chance that a value of the first sample is larger than one of the second, ties counted half: the area under the ROC curve. */
  readonly area: number;
  /** Standard deviations of the area above 1/2, given the ties, if both samples have one distribution; 0 if all values are equal. */
  readonly z: number;
}

/**
 * The rank sum of one sample among both (Mann and Whitney, "On a test of whether one of two random variables is
 * stochastically larger than the other", 1947), with the normal approximation corrected for ties.
 *
 * @throws InputError for a sample without values.
 */
export function rankSum(one: ArrayLike<number>, other: ArrayLike<number>): RankSum {
  const [m, n] = [one.length, other.length];
  if (m === 0 || n === 0) throw new InputError('a sample has no values: there is nothing to compare');
  const all = new Float64Array(m + n);
  all.set(Array.from(one));
  all.set(Array.from(other), m);
  const { ranks, ties } = averageRanks(all);
  let sum = 0;
  for (let i = 0; i < m; i++) sum += ranks[i];
  const area = (sum - (m * (m + 1)) / 2) / (m * n);
  const total = m + n;
  const variance = (total + 1 - ties / (total * Math.max(1, total - 1))) / (12 * m * n);
  return { area, z: variance > 0 ? (area - 0.5) / Math.sqrt(variance) : 0 };
}
