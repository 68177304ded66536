/** What is found among the k rows with the highest scores. */
import { InputError } from '../errors.js';
import { type ThresholdCounts, thresholdCounts } from './threshold-counts.js';

export interface ScoresAtK {
  /** Rows that are looked at: k, or k x rows rounded, at least one. */
  readonly rows: number;
  /** Positive rows among them / all positive rows. Undefined without a positive row. */
  readonly recall: number | undefined;
  /** Positive rows among them / rows looked at. */
  readonly precision: number;
  /** Precision / share of positive rows: how many times more than by chance. Undefined without a positive row. */
  readonly lift: number | undefined;
}

/**
 * Recall, precision and lift at k. Of rows that share the k-th score as many are counted as fit, each with the share
 * of positive ones among them: the expected value over all orders of equal scores, so that the order of the rows
 * does not count.
 *
 * @param positive whether a row is of the positive class
 * @param scores larger for rows more likely positive
 * @param k a number of rows from 1 to all, or a share of the rows, above 0 and below 1
 * @throws InputError for different lengths, no rows, scores that are not finite, or k out of range.
 */
export function scoresAtK(positive: ArrayLike<boolean>, scores: ArrayLike<number>, k: number): ScoresAtK {
  return scoresAtKOf(thresholdCounts(positive, scores), k);
}

/**
 * `scoresAtK` of counts.
 *
 * @param isWeighted whether the counts are sums of weights: a share of them is then not rounded
 */
export function scoresAtKOf(
  { truePositives, called, positives }: ThresholdCounts,
  k: number,
  isWeighted = false,
): ScoresAtK {
  const n = called.at(-1) ?? 0;
  const looked = isWeighted && k < 1 ? k * n : rowsAtK(k, n);
  const last = called.findIndex((count) => count >= looked);
  const [above, aboveFound] = last === 0 ? [0, 0] : [called[last - 1], truePositives[last - 1]];
  const [tied, tiedFound] = [called[last] - above, truePositives[last] - aboveFound];
  const found = aboveFound + ((looked - above) * tiedFound) / tied;
  const precision = found / looked;
  return {
    rows: looked,
    recall: positives === 0 ? undefined : found / positives,
    precision,
    lift: positives === 0 ? undefined : (precision * n) / positives,
  };
}

/** The number of rows that k means. */
export function rowsAtK(k: number, rows: number): number {
  if (rows === 0) throw new InputError('scores is empty: there is nothing to measure');
  if (k > 0 && k < 1) return Math.max(1, Math.round(k * rows));
  if (Number.isInteger(k) && k >= 1 && k <= rows) return k;
  throw new InputError(
    `k is ${k}: give a number of rows from 1 to ${rows}, or a share of them above 0 and below 1`,
  );
}
