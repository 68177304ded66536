/** Matthews correlation of classes and predictions. */
import { countClasses } from './class-counts.js';

const ROUNDING = 1e-12;

/**
 * Matthews correlation coefficient for any number of classes (Gorodkin, "Comparing two K-category assignments by a
 * K-category correlation coefficient", 2004), as scikit-learn's `matthews_corrcoef`:
 *
 *   (c n - sum of t_k p_k) / sqrt((n^2 - sum of p_k^2) (n^2 - sum of t_k^2))
 *
 * with n rows, c of them predicted right, t_k rows of class k and p_k rows predicted as it. 1 is perfect, 0 is no
 * better than chance; 0 also where all rows are of one class or predicted as one.
 *
 * @param yTrue class index a row, 0 to `classes` - 1
 * @param yPred likewise, of the same length
 * @param weights what each row counts, not all 0; 1 if absent
 * @throws InputError for empty input, different lengths, or an index out of range.
 */
export function matthewsCorrelation(
  yTrue: Int32Array,
  yPred: Int32Array,
  classes: number,
  weights?: Float64Array,
): number {
  const { correct, support, predicted } = countClasses(yTrue, yPred, classes, weights);
  let n = 0;
  for (let k = 0; k < classes; k++) n += support[k];
  let [right, products, supports, predictions] = [0, 0, 0, 0];
  for (let k = 0; k < classes; k++) {
    right += correct[k];
    products += support[k] * predicted[k];
    supports += support[k] ** 2;
    predictions += predicted[k] ** 2;
  }
  // Sums of weights differ by rounding where those of rows are equal.
  const zero = weights ? ROUNDING * n * n : 0;
  const [ofPredictions, ofSupports] = [n * n - predictions, n * n - supports];
  const variances = ofPredictions <= zero || ofSupports <= zero ? 0 : ofPredictions * ofSupports;
  return variances === 0 ? 0 : (right * n - products) / Math.sqrt(variances);
}
