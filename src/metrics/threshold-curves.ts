/** Precision, recall and false alarms of a two-class decision for every threshold on its score. */
import { InputError } from '../errors.js';

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
  const { thresholds, truePositives, called, positives } = countsByThreshold(positive, scores, weights);
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
  const { precision, recall } = precisionRecallCurve(positive, scores, weights);
  let sum = 0;
  for (let i = 0; i + 1 < precision.length; i++) sum += precision[i] * (recall[i] - recall[i + 1]);
  return sum;
}

/**
 * scikit-learn's `roc_curve` with `drop_intermediate=False`.
 *
 * @throws InputError as `precisionRecallCurve`, and for no row of the negative class.
 */
export function rocCurve(positive: ArrayLike<boolean>, scores: ArrayLike<number>): RocCurve {
  const { thresholds, truePositives, called, positives } = countsByThreshold(positive, scores);
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new InputError(
      `positive has ${positives} positive and ${negatives} negative rows: give some of both`,
    );
  }
  return {
    thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...thresholds]),
    falsePositiveRate: Float64Array.from([
      0,
      ...called.map((count, i) => (count - truePositives[i]) / negatives),
    ]),
    truePositiveRate: Float64Array.from([0, ...truePositives.map((count) => count / positives)]),
  };
}

/**
 * scikit-learn's `roc_auc_score` of two classes: the area under `rocCurve` by trapezia, which is the chance that
 * a positive row scores higher than a negative one, ties counted half.
 *
 * @throws InputError as `rocCurve`.
 */
export function rocAuc(positive: ArrayLike<boolean>, scores: ArrayLike<number>): number {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(positive, scores);
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i] - x[i - 1]) * (y[i] + y[i - 1])) / 2;
  return area;
}

/**
 * At each distinct score, from the highest: the positive rows with at least this score (`truePositives`), and all of
 * them (`called`).
 *
 * @throws InputError for different lengths and scores that are not finite.
 */
export function countsByThreshold(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  weights?: Float64Array,
) {
  if (positive.length !== scores.length) {
    throw new InputError(`positive has ${positive.length} rows, but scores has ${scores.length}`);
  }
  const order = Array.from({ length: scores.length }, (_, i) => i);
  const bad = order.find((i) => !Number.isFinite(scores[i]));
  if (bad !== undefined) throw new InputError(`scores is ${scores[bad]} at ${bad}: give finite scores`);
  order.sort((a, b) => scores[b] - scores[a]);
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const called: number[] = [];
  let positives = 0;
  let total = 0;
  order.forEach((i, place) => {
    const weight = weights ? weights[i] : 1;
    total += weight;
    if (positive[i]) positives += weight;
    if (place + 1 < order.length && scores[order[place + 1]] === scores[i]) return;
    thresholds.push(scores[i]);
    truePositives.push(positives);
    called.push(total);
  });
  return { thresholds, truePositives, called, positives };
}
