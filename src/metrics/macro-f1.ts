/** Macro F1 on class indices: the score that chooses the checkpoint, so it runs once an epoch. */
import { countClasses, f1Of } from './class-counts.js';

/**
 * Mean over the classes of F1 = 2 correct / (support + predicted), as scikit-learn's
 * `f1_score(average='macro', zero_division=0)`: over the classes that occur in `yTrue` or `yPred`, each with
 * equal weight however rare it is. With weights, rows are counted by them (`sample_weight`).
 *
 * @param yTrue class index a row, 0 to `classes` - 1
 * @param yPred likewise, of the same length
 * @param weights what each row counts, not all 0; 1 if absent
 * @throws InputError for empty input, different lengths, or an index out of range.
 */
export function macroF1(
  yTrue: Int32Array,
  yPred: Int32Array,
  classes: number,
  weights?: Float64Array,
): number {
  const counts = countClasses(yTrue, yPred, classes, weights);
  let sum = 0;
  let present = 0;
  for (let c = 0; c < classes; c++) {
    if (counts.support[c] + counts.predicted[c] === 0) continue;
    sum += f1Of(counts, c);
    present++;
  }
  return sum / present;
}
