import { type ThresholdCounts, thresholdCounts } from '../metrics/threshold-counts.js';
import { averagePrecisionOf } from '../metrics/threshold-curves.js';
import { checkProbability } from './checks.js';
import { tInterval } from './distributions/student-t.js';
import { FEWEST_ROWS, noInterval, type ScoreInterval } from './score-interval.js';

export type AveragePrecisionInterval = ScoreInterval & { readonly averagePrecision: number };

/**
 * Interval of the average precision of a fixed model over other rows of the same kind: Student's t with k - 1 degrees
 * of freedom on the scale of the logit, as Boyd, Eng and Page ("Area under the precision-recall curve: point estimates
 * and confidence intervals", 2013) advise, for k positive rows. Instead of their binomial variance a (1 - a) / k, which
 * is too large for good rankings and too small for many rows, the variance is the infinitesimal jackknife's (Efron,
 * "Nonparametric estimates of standard error", 1981) times k / (k - 1), plus a (1 - a) / k^2, which matters where
 * positive rows are few. The centre a counts each positive row half where its own precision is taken,
 * (positives - 1/2) / (rows - 1/2) down to it, because a row raises the precision at its own score. Simulated
 * (test/statistics) it covers 93 to 98 % where at least 5 positive rows are expected, and up to 100 where those are rare
 * and ranked well.
 *
 * @param positive whether a row is of the positive class
 * @param scores larger for rows more likely positive
 * @param coverage default 0.95
 * @returns no interval, and why, for fewer than 5 positive rows
 * @throws InputError as `averagePrecision`, and for a coverage out of range.
 */
export function averagePrecisionInterval(
  positive: ArrayLike<boolean>,
  scores: ArrayLike<number>,
  coverage = 0.95,
): AveragePrecisionInterval {
  const counts = thresholdCounts(positive, scores);
  const score = averagePrecisionOf(counts);
  checkProbability('coverage', coverage);
  const n = scores.length;
  const groups = groupsOf(counts);
  const k = counts.positives;
  if (k < FEWEST_ROWS) {
    const rows = k === 1 ? 'there is 1 positive row' : `there are ${k} positive rows`;
    const reason = `${rows}, too few for an interval: it takes ${FEWEST_ROWS}`;
    return { averagePrecision: score, ...noInterval(reason) };
  }
  const centre = groups.reduce(
    (sum, { positives, above, called }) => sum + (positives * (above - 0.5)) / (called - 0.5),
    0,
  );
  const a = Math.min(Math.max(centre / k, 0.5 / (n + 1)), 1 - 0.25 / (k + 0.5));
  const variance = (jackknifeVariance(groups, k, score) * k) / (k - 1) + (a * (1 - a)) / k ** 2;
  const reach = (tInterval(k - 1, coverage) * Math.sqrt(variance)) / (a * (1 - a));
  const end = (sign: number) => 1 / (1 + Math.exp(-(Math.log(a / (1 - a)) + sign * reach)));
  return { averagePrecision: score, low: Math.min(end(-1), score), high: Math.max(end(1), score) };
}

/** Rows of one score, the highest score first. */
interface ScoreGroup {
  readonly rows: number;
  readonly positives: number;
  /** Positive rows, and all rows, of this score or a higher one. */
  readonly above: number;
  readonly called: number;
}

function groupsOf({ truePositives, called }: ThresholdCounts): ScoreGroup[] {
  return called.map((count, g) => ({
    rows: count - (called[g - 1] ?? 0),
    positives: truePositives[g] - (truePositives[g - 1] ?? 0),
    above: truePositives[g],
    called: count,
  }));
}

/**
 * Sum over rows of the squared derivative of average precision by the weight of the row. With P the precision at a
 * row's score, U the sum of 1 / called and V that of P / called over the positive rows of its score or a lower one, it
 * is (P - score + U - V) / k for a positive row and -V / k for a negative one.
 */
function jackknifeVariance(groups: readonly ScoreGroup[], k: number, score: number): number {
  let [U, V, sum] = [0, 0, 0];
  for (let g = groups.length - 1; g >= 0; g--) {
    const { rows, positives, above, called } = groups[g];
    const precision = above / called;
    U += positives / called;
    V += (positives * precision) / called;
    sum += positives * (precision - score + U - V) ** 2 + (rows - positives) * V ** 2;
  }
  return sum / k ** 2;
}
