/** What is found among the k rows with the highest scores. */
import { InputError } from '../errors.js';

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
  const n = scores.length;
  if (positive.length !== n)
    throw new InputError(`positive has ${positive.length} rows, but scores has ${n}`);
  const looked = rowsAtK(k, n);
  const order = Array.from({ length: n }, (_, i) => i);
  const bad = order.find((i) => !Number.isFinite(scores[i]));
  if (bad !== undefined) throw new InputError(`scores is ${scores[bad]} at ${bad}: give finite scores`);
  order.sort((a, b) => scores[b] - scores[a]);
  const last = scores[order[looked - 1]];
  let [above, aboveFound, tied, tiedFound, positives] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const one = positive[i] ? 1 : 0;
    positives += one;
    if (scores[i] > last) {
      above++;
      aboveFound += one;
    } else if (scores[i] === last) {
      tied++;
      tiedFound += one;
    }
  }
  const found = aboveFound + ((looked - above) * tiedFound) / tied;
  const precision = found / looked;
  return {
    rows: looked,
    recall: positives === 0 ? undefined : found / positives,
    precision,
    lift: positives === 0 ? undefined : (precision * n) / positives,
  };
}

function rowsAtK(k: number, rows: number): number {
  if (rows === 0) throw new InputError('scores is empty: there is nothing to measure');
  if (k > 0 && k < 1) return Math.max(1, Math.round(k * rows));
  if (Number.isInteger(k) && k >= 1 && k <= rows) return k;
  throw new InputError(
    `k is ${k}: give a number of rows from 1 to ${rows}, or a share of them above 0 and below 1`,
  );
}
