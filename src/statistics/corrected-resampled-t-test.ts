import { correctedMean } from './corrected-mean.js';
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
 * differences of two classifiers' scores over J random splits of one data set: t = mean / standardError of
 * `correctedMean`, J - 1 degrees of freedom. The plain t-test would be far too sure.
 *
 * @param differences one a split: both classifiers are trained and tested on the same rows
 * @throws InputError for fewer than two differences, values that are not finite, or numbers of rows below 1.
 */
export function correctedResampledTTest(
  differences: readonly number[],
  trainRows: number,
  testRows: number,
): CorrectedTTest {
  const { mean, ...corrected } = correctedMean('differences', differences, trainRows, testRows);
  const t = mean === 0 ? 0 : mean / corrected.standardError;
  return { t, p: studentTTails(Math.abs(t), corrected.degreesOfFreedom), meanDifference: mean, ...corrected };
}
