import { InputError } from '../errors.js';
import { checkProbability } from './checks.js';
import { studentisedRangeQuantile } from './distributions/studentised-range.js';

/**
 * Nemenyi's critical difference: two of k classifiers differ at the level `alpha` if their mean ranks over N
 * data sets are at least q sqrt(k (k + 1) / (6 N)) apart, with q the upper `alpha` quantile of the studentised
 * range of k groups with infinite degrees of freedom, over sqrt(2) (Demsar, "Statistical comparisons of
 * classifiers over multiple data sets", 2006). 7.38 for 21 classifiers on 18 data sets.
 *
 * @param alpha in (0, 1), default 0.05, for all pairs together
 * @throws InputError for fewer than two classifiers or data sets, or an alpha out of range.
 */
export function nemenyiCriticalDifference(classifiers: number, datasets: number, alpha = 0.05): number {
  checkCount('classifiers', classifiers);
  checkCount('data sets', datasets);
  checkProbability('alpha', alpha);
  const q = studentisedRangeQuantile(alpha, classifiers) / Math.SQRT2;
  return q * Math.sqrt((classifiers * (classifiers + 1)) / (6 * datasets));
}

function checkCount(noun: string, value: number): void {
  if (!Number.isInteger(value) || value < 2) {
    throw new InputError(
      `Nemenyi's test compares at least two classifiers on at least two data sets, but the number of ${noun} is ${value}`,
    );
  }
}
