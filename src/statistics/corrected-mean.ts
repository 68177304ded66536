import { InputError } from '../errors.js';
import { mean } from '../mean.js';
import { checkAtLeastTwo } from './checks.js';

/** The mean of a score (or of a difference of scores) over random splits of one data set. */
export interface CorrectedMean {
  readonly mean: number;
  /** 0 where all values are equal. */
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** Scores are sums of a few fractions: values that differ by less are equal but for rounding. */
const ROUNDING = 1e-12;

/**
 * The mean of the values of J random splits with the standard error of Nadeau and Bengio ("Inference for the
 * generalization error", 2003). The training parts of the splits overlap, so the values depend on each other and
 * their plain standard error is far too small; here it is
 *
 *   sqrt((1 / J + testRows / trainRows) s^2),  J - 1 degrees of freedom
 *
 * with s^2 the variance of the values (J - 1 in the denominator). For repeated k-fold cross-validation
 * testRows / trainRows is 1 / (k - 1) (Bouckaert and Frank, "Evaluating the replicability of significance tests
 * for comparing learning algorithms", 2004). Values that differ by rounding alone count as equal.
 *
 * @param name what the values are, for messages
 * @param values one a split
 * @throws InputError for fewer than two values, values that are not finite, or numbers of rows below 1.
 */
export function correctedMean(
  name: string,
  values: readonly number[],
  trainRows: number,
  testRows: number,
): CorrectedMean {
  const J = values.length;
  checkAtLeastTwo('the corrected standard error', 'splits', J, `it takes the variance of the ${name}`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new InputError(`${name} is ${values[bad]} at ${bad}: give finite numbers`);
  checkRows('trainRows', trainRows);
  checkRows('testRows', testRows);
  const centre = mean(values);
  if (Math.max(...values) - Math.min(...values) <= ROUNDING) {
    const rounded = Math.abs(centre) <= ROUNDING ? 0 : centre;
    return { mean: rounded, standardError: 0, degreesOfFreedom: J - 1 };
  }
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (J - 1);
  const standardError = Math.sqrt((1 / J + testRows / trainRows) * variance);
  return { mean: centre, standardError, degreesOfFreedom: J - 1 };
}

function checkRows(name: string, rows: number): void {
  if (!(rows >= 1 && Number.isFinite(rows))) {
    throw new InputError(`${name} must be at least 1, but it is ${rows}`);
  }
}
