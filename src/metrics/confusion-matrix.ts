/** The confusion matrix: which class was taken for which. */
import { checkIndices } from './class-counts.js';

/**
 * `matrix[t][p]` is the number of rows of class t that were predicted as class p (scikit-learn's
 * `confusion_matrix(labels=range(classes))`).
 *
 * @param yTrue class index a row, 0 to `classes` - 1
 * @param yPred likewise, of the same length
 * @throws InputError for empty input, different lengths, or an index out of range.
 */
export function confusionMatrix(yTrue: Int32Array, yPred: Int32Array, classes: number): number[][] {
  checkIndices(yTrue, yPred, classes);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < yTrue.length; i++) matrix[yTrue[i]][yPred[i]]++;
  return matrix;
}
