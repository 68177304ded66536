/** Mean squared distance of probabilities from what came true. */
import type { Matrix } from '../matrix.js';

/**
 * Brier score ("Verification of forecasts expressed in terms of probability", 1950), as scikit-learn's
 * `brier_score_loss` with `scale_by_half='auto'`: the mean over rows of the sum over classes of
 * (p - [true class])^2, halved for fewer than three classes, so that it is the mean of (p - y)^2 for two. 0 is
 * perfect; the worst is 1, or 2 for three classes or more.
 *
 * @param probabilities rows x classes
 * @param yTrue class index a row
 */
export function brierScore(
  { data, columns }: Matrix<Float32Array | Float64Array>,
  yTrue: Int32Array,
): number {
  let sum = 0;
  for (let i = 0; i < yTrue.length; i++) {
    for (let c = 0; c < columns; c++) sum += (data[i * columns + c] - (yTrue[i] === c ? 1 : 0)) ** 2;
  }
  return sum / yTrue.length / (columns < 3 ? 2 : 1);
}
