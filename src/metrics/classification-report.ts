/**
 * The full report on predictions, in the user's own labels: every score of the project, each class's part in
 * it, and the confusion matrix. Rules as in scikit-learn with `zero_division=0`.
 */

import { InputError } from '../errors.js';
import type { Label } from '../matrix.js';
import { mean } from '../mean.js';
import { checkIndices, checkLengths, countClasses, f1Of, ratio } from './class-counts.js';

/** How well one class was found. */
export interface ClassReport {
  readonly label: Label;
  /** Of the rows predicted as the class, the part that is of it; 0 if there are none. */
  readonly precision: number;
  /** Of the rows of the class, the part that was predicted as it; 0 if there are none. */
  readonly recall: number;
  /** 2 P R / (P + R); 0 if both are 0. */
  readonly f1: number;
  /** Rows of the class. */
  readonly support: number;
}

export interface ReportMetrics {
  /** Rows predicted right / rows. */
  readonly accuracy: number;
  /** Means over the classes that occur or are predicted, each class with equal weight. */
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  /** 2 P R / (P + R) of macroPrecision and macroRecall: equation 23 of the QCL-MixNet paper. */
  readonly harmonicF1: number;
  /** Mean recall over the classes that occur (scikit-learn's `balanced_accuracy_score`). */
  readonly balancedAccuracy: number;
}

export interface ClassificationReport {
  readonly metrics: ReportMetrics;
  /** One entry a label, in the order of `labels`. */
  readonly perClass: readonly ClassReport[];
  /** `confusion[t][p]`: rows of `labels[t]` that were predicted as `labels[p]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly labels: readonly Label[];
}

export interface ReportOptions {
  /**
   * Rows of the table and of the confusion matrix, in this order; usually the model's classes. It does not
   * change any score: a label here that neither occurs nor is predicted has a row of zeros and no part in the
   * macro means, and a label that is missing here follows behind. Default: the labels that occur or are
   * predicted, sorted.
   */
  readonly labels?: readonly Label[];
  /**
   * What each row counts in the scores, not all 0 (scikit-learn's `sample_weight`); default 1. `support` and `confusion`
   * count rows nevertheless.
   */
  readonly weights?: Float64Array;
}

/**
 * Accuracy, macro precision, recall and F1, balanced accuracy, the per-class table and the confusion matrix.
 *
 * @param yTrue the label of each row
 * @param yPred its prediction, of the same length
 * @throws InputError for empty input, different lengths, a missing label (NaN, null), labels of different
 *   types (the string '1' is not the number 1), or a repeated entry of `options.labels`.
 */
export function classificationReport(
  yTrue: readonly Label[],
  yPred: readonly Label[],
  options: ReportOptions = {},
): ClassificationReport {
  checkLengths(yTrue, yPred);
  const index = labelIndex(yTrue, yPred, options.labels ?? []);
  const labels = [...index.keys()];
  const truth = Int32Array.from(yTrue, (label) => index.get(label) as number);
  const guess = Int32Array.from(yPred, (label) => index.get(label) as number);
  const counts = countClasses(truth, guess, labels.length, options.weights);
  const { support } = options.weights ? countClasses(truth, guess, labels.length) : counts;
  const perClass = labels.map((label, c) => ({
    label,
    precision: ratio(counts.correct[c], counts.predicted[c]),
    recall: ratio(counts.correct[c], counts.support[c]),
    f1: f1Of(counts, c),
    support: support[c],
  }));
  const present = perClass.filter((_, c) => counts.support[c] + counts.predicted[c] > 0);
  const macroPrecision = mean(present.map((row) => row.precision));
  const macroRecall = mean(present.map((row) => row.recall));
  return {
    metrics: {
      accuracy: sum(counts.correct) / sum(counts.support),
      macroPrecision,
      macroRecall,
      macroF1: mean(present.map((row) => row.f1)),
      harmonicF1: ratio(2 * macroPrecision * macroRecall, macroPrecision + macroRecall),
      balancedAccuracy: mean(perClass.filter((_, c) => counts.support[c] > 0).map((row) => row.recall)),
    },
    perClass,
    confusion: confusionMatrix(truth, guess, labels.length),
    labels,
  };
}

/** Every label and its row: the requested ones first, then the others sorted. */
function labelIndex(
  yTrue: readonly Label[],
  yPred: readonly Label[],
  requested: readonly Label[],
): Map<Label, number> {
  const index = new Map<Label, number>();
  const others = new Set<Label>();
  const example = requested[0] ?? yTrue[0];
  requested.forEach((label, i) => {
    checkLabel(label, `labels[${i}]`, example);
    if (index.has(label)) throw new InputError(`labels names ${JSON.stringify(label)} twice: name each once`);
    index.set(label, index.size);
  });
  for (const [argument, values] of [
    ['yTrue', yTrue],
    ['yPred', yPred],
  ] as const) {
    for (let i = 0; i < values.length; i++) {
      const label = values[i];
      if (index.has(label) || others.has(label)) continue;
      checkLabel(label, `${argument}[${i}]`, example);
      others.add(label);
    }
  }
  for (const label of [...others].sort(compareLabels)) index.set(label, index.size);
  return index;
}

function checkLabel(label: unknown, place: string, example: Label): void {
  const valid =
    typeof label === 'string' ||
    typeof label === 'boolean' ||
    (typeof label === 'number' && !Number.isNaN(label));
  if (!valid)
    throw new InputError(`${place} is ${String(label)}: a label must be a string, number or boolean`);
  if (typeof label !== typeof example) {
    throw new InputError(
      `${place} is the ${typeof label} ${JSON.stringify(label)}, but another label is the ${typeof example} ` +
        `${JSON.stringify(example)}: give all labels as one type`,
    );
  }
}

/** Of two labels of one type. */
function compareLabels(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

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
