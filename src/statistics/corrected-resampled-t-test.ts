import { InputError } from '../errors.js';
import { checkAtLeastTwo } from './check-at-least-two.js';
import { studentTTails } from './distributions/student-t.js';

export interface CorrectedTTest {
  /** Infinite where all differences are equal and not 0. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided; 1 where all differences are 0. */
  readonly p: number;
  readonly meanDifference: number;
  /** Of the mean, with the correction. */
  readonly standardError: number;
}

/**
 * The corrected resampled t-test of Nadeau and Bengio ("Inference for the generalization error", 2003), for the
 * differences of two classifiers' scores over J random splits of one data set. The training parts of the splits
 * overlap, so the plain t-test is far too sure; here
 *
 *   t = mean / sqrt((1 / J + testRows / trainRows) s^2),  J - 1 degrees of freedom
 *
 * with s^2 the variance of the differences (J - 1 in the denominator).
 *
 * @param differences one a split: both classifiers are trained and tested on the same rows
 * @throws InputError for fewer than two differences, values that are not finite, or numbers of rows below 1.
 */
export function correctedResampledTTest(
  differences: readonly number[],
  trainRows: number,
  testRows: number,
): CorrectedTTest {
  const J = differences.length;
  checkAtLeastTwo('the corrected resampled t-test', 'splits', J, 'it takes the variance of the differences');
  const bad = differences.findIndex((difference) => !Number.isFinite(difference));
  if (bad >= 0) throw new InputError(`differences is ${differences[bad]} at ${bad}: give finite numbers`);
  checkRows('trainRows', trainRows);
  checkRows('testRows', testRows);
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / J;
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (J - 1);
  const standardError = Math.sqrt((1 / J + testRows / trainRows) * variance);
  const t = mean === 0 ? 0 : mean / standardError;
  return {
    t,
    degreesOfFreedom: J - 1,
    p: studentTTails(Math.abs(t), J - 1),
    meanDifference: mean,
    standardError,
  };
}

function checkRows(name: string, rows: number): void {
  if (!(rows >= 1 && Number.isFinite(rows))) {
    throw new InputError(`${name} must be at least 1, but it is ${rows}`);
  }
}
