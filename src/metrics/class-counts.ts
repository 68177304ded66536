/**
 * The three counts a class's precision, recall and F1 are made of, and the rule for an empty denominator.
 * The per-epoch score and the full report share them, so they cannot disagree.
 */
import { InputError } from '../errors.js';

/** One entry a class: numbers of rows, or sums of their weights. */
export interface ClassCounts {
  /** Rows of the class that were predicted as it. */
  readonly correct: Int32Array | Float64Array;
  /** Rows of the class. */
  readonly support: Int32Array | Float64Array;
  /** Rows predicted as the class. */
  readonly predicted: Int32Array | Float64Array;
}

/**
 * @param yTrue class index a row, 0 to `classes` - 1
 * @param yPred likewise, of the same length
 * @param weights what each row counts; 1 if absent
 * @throws InputError for empty input, different lengths, or an index out of range.
 */
export function countClasses(
  yTrue: Int32Array,
  yPred: Int32Array,
  classes: number,
  weights?: Float64Array,
): ClassCounts {
  checkIndices(yTrue, yPred, classes);
  const zeros = () => (weights ? new Float64Array(classes) : new Int32Array(classes));
  const [correct, support, predicted] = [zeros(), zeros(), zeros()];
  for (let i = 0; i < yTrue.length; i++) {
    const weight = weights ? weights[i] : 1;
    support[yTrue[i]] += weight;
    predicted[yPred[i]] += weight;
    if (yTrue[i] === yPred[i]) correct[yTrue[i]] += weight;
  }
  return { correct, support, predicted };
}

/** scikit-learn's `zero_division=0`: a ratio of counts, 0 where the denominator is 0. */
export function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}

/**
 * F1 of one class: 2 correct / (support + predicted), which is 2 P R / (P + R) in counts; 0 for a class that
 * neither occurs nor is predicted.
 */
export function f1Of(counts: ClassCounts, index: number): number {
  return ratio(2 * counts.correct[index], counts.support[index] + counts.predicted[index]);
}

/** @throws InputError for empty input or different lengths. */
export function checkLengths(yTrue: ArrayLike<unknown>, yPred: ArrayLike<unknown>): void {
  if (yTrue.length !== yPred.length) {
    throw new InputError(
      `yTrue has ${yTrue.length} labels and yPred has ${yPred.length}: give one prediction for each row`,
    );
  }
  if (yTrue.length === 0) throw new InputError('yTrue and yPred are empty: there is nothing to measure');
}

/** @throws InputError for empty input, different lengths, or an index out of range. */
export function checkIndices(yTrue: Int32Array, yPred: Int32Array, classes: number): void {
  checkLengths(yTrue, yPred);
  if (!Number.isInteger(classes) || classes < 1) {
    throw new InputError(`classes must be a positive integer, but it is ${classes}`);
  }
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] < 0 || yTrue[i] >= classes) throw outOfRange('yTrue', i, yTrue[i], classes);
    if (yPred[i] < 0 || yPred[i] >= classes) throw outOfRange('yPred', i, yPred[i], classes);
  }
}

function outOfRange(argument: string, row: number, value: number, classes: number): InputError {
  return new InputError(
    `${argument}[${row}] is ${value}, but class indices go from 0 to ${classes - 1} (${classes} classes)`,
  );
}
