/** Mean squared distance of probabilities from what came true. */
import { InputError } from '../errors.js';
import type { Matrix } from '../matrix.js';
import { checkIndices } from './class-counts.js';

/**
 * Brier score ("Verification of forecasts expressed in terms of probability", 1950), as scikit-learn's
 * `brier_score_loss` with `scale_by_half='auto'`: the mean over rows of the sum over classes of
 * (p - [true class])^2, halved for fewer than three classes, so that it is the mean of (p - y)^2 for two. 0 is
 * perfect; the worst is 1, or 2 for three classes or more.
 *
 * @param probabilities rows x classes
 * @param yTrue class index a row
 * @param weights what each row counts, not all 0; 1 if absent
 * @throws InputError for no rows, another number of rows than `probabilities` has, or an index out of range.
 */
export function brierScore(
  { data, rows, columns }: Matrix<Float32Array | Float64Array>,
  yTrue: Int32Array,
  weights?: Float64Array,
): number {
  if (rows !== yTrue.length) {
    throw new InputError(`probabilities has ${rows} rows, but yTrue has ${yTrue.length}`);
  }
  checkIndices(yTrue, yTrue, columns);
  let [sum, total] = [0, 0];
  for (let i = 0; i < yTrue.length; i++) {
    const weight = weights ? weights[i] : 1;
    total += weight;
    for (let c = 0; c < columns; c++) {
      sum += weight * (data[i * columns + c] - (yTrue[i] === c ? 1 : 0)) ** 2;
    }
  }
  return sum / total / (columns < 3 ? 2 : 1);
}
