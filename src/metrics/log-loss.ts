import { InputError } from '../errors.js';

/** The smallest probability that the loss counts: the spacing of 32-bit floats at 1. */
export const LEAST_PROBABILITY = 2 ** -23;

/**
 * Mean of -ln p over the rows, p being the probability that was given to the true class; p counts as at least
 * 2^-23, so that one row that was thought impossible costs 15.9 instead of infinity. As scikit-learn's `log_loss`
 * on 32-bit probabilities. 0 is perfect; k classes by lot give ln k.
 *
 * @param probabilities one a row, in [0, 1]
 * @param weights what each row counts, not all 0; 1 if absent
 * @throws InputError for no rows, or a value out of range.
 */
export function logLoss(probabilities: ArrayLike<number>, weights?: Float64Array): number {
  if (probabilities.length === 0) throw new InputError('probabilities is empty: there is nothing to measure');
  let [sum, total] = [0, 0];
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (!(p >= 0 && p <= 1)) {
      throw new InputError(`probabilities is ${p} at row ${i}: give numbers from 0 to 1`);
    }
    const weight = weights ? weights[i] : 1;
    total += weight;
    sum -= weight * Math.log(Math.max(LEAST_PROBABILITY, p));
  }
  return sum / total;
}
