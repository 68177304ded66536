/** Precision, recall and false alarms of a two-class decision for every threshold on its score. */
import { InputError } from '../errors.js';
import { type ThresholdCounts, thresholdCounts } from './threshold-counts.js';

export interface PrecisionRecallCurve {
  /** The distinct scores, ascending: a row is called positive if its score is at least the threshold. */
  readonly thresholds: Float64Array;
  /** One entry a threshold, and at the end 1 for no positive call. */
  readonly precision: Float64Array;
  /** One entry a threshold, and at the end 0. */
  readonly recall: Float64Array;
}

export interface RocCurve {
  /** Infinity, at which nothing is called positive, then the distinct scores, descending. */
  readonly thresholds: Float64Array;
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
}

/**
 * scikit-learn's `precision_recall_curve`.
 *
 * @param positive whether a row is of the positive class
 * @param scores larger for rows more likely positive, such as probabilities
 * @param weights what each row counts, above 0; 1 if absent
 * @throws InputError for different lengths, scores that are not finite, or no row of the positive class.
 */
export function precisionRecallCurve(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights?: Float64Array,
): PrecisionRecallCurve {
  return curveOf(thresholdCounts(positive, scores, weights));
}

function curveOf({ thresholds, truePositives, called, positives }: ThresholdCounts): PrecisionRecallCurve {
  if (positives === 0) throw new InputError('positive has no row of the positive class: there is no recall');
  const n = thresholds.length;
  const precision = new Float64Array(n + 1).fill(1);
  const recall = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    precision[i] = truePositives[n - 1 - i] / called[n - 1 - i];
    recall[i] = truePositives[n - 1 - i] / positives;
  }
  return { thresholds: Float64Array.from(thresholds).reverse(), precision, recall };
}

/**
 * scikit-learn's `average_precision_score`: the sum over thresholds of precision times the gain in recall.
 *
 * @throws InputError as `precisionRecallCurve`.
 */
export function averagePrecision(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights?: Float64Array,
): number {
  return averagePrecisionOf(thresholdCounts(positive, scores, weights));
}

/** `averagePrecision` of counts. */
export function averagePrecisionOf(counts: ThresholdCounts): number {
  const { precision, recall } = curveOf(counts);
  let sum = 0;
  for (let i = 0; i + 1 < precision.length; i++) sum += precision[i] * (recall[i] - recall[i + 1]);
  return sum;
}

/**
 * scikit-learn's `roc_curve` with `drop_intermediate=False`; `weights` as for `precisionRecallCurve`.
 *
 * @throws InputError as `precisionRecallCurve`, and for no row of the negative class.
 */
export function rocCurve(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights?: Float64Array,
): RocCurve {
  return rocCurveOf(thresholdCounts(positive, scores, weights));
}

function rocCurveOf({ thresholds, truePositives, called, positives }: ThresholdCounts): RocCurve {
  const negatives = called[called.length - 1] - positives;
  if (positives === 0 || negatives === 0) {
    throw new InputError(
      `positive has ${positives} positive and ${negatives} negative rows: give some of both`,
    );
  }
  const behind = (first: number, at: (i: number) => number) =>
    Float64Array.from({ length: thresholds.length + 1 }, (_, i) => (i === 0 ? first : at(i - 1)));
  return {
    thresholds: behind(Number.POSITIVE_INFINITY, (i) => thresholds[i]),
    falsePositiveRate: behind(0, (i) => (called[i] - truePositives[i]) / negatives),
    truePositiveRate: behind(0, (i) => truePositives[i] / positives),
  };
}

/**
 * scikit-learn's `roc_auc_score` of two classes: the area under `rocCurve` by trapezia, which is the chance that
 * a positive row scores higher than a negative one, ties counted half.
 *
 * @throws InputError as `rocCurve`.
 */
export function rocAuc(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights?: Float64Array,
): number {
  return rocAucOf(thresholdCounts(positive, scores, weights));
}

/** `rocAuc` of counts. */
export function rocAucOf(counts: ThresholdCounts): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurveOf(counts);
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}
