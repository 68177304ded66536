import { mean } from '../mean.js';
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
  const averagePrecision = averagePrecisionOf(counts);
  checkProbability('coverage', coverage);
  return { averagePrecision, ...intervalAround(halfCounted(counts), [[counts]], scores.length, coverage) };
}

/** The rows of a fold, scored by the model that was fitted without them. */
export interface ScoredFold {
  /** Whether a row is of the positive class. */
  readonly positive: ArrayLike<boolean>;
  /** Larger for rows more likely positive; comparable within the fold only. */
  readonly scores: ArrayLike<number>;
}

/**
 * Interval of the mean average precision, on new rows of the same kind, of the models that a cross-validation fitted.
 * Rows are ranked within their fold alone, because scores of two models need not be on one scale. It is that of
 * `averagePrecisionInterval` but for this: score, centre and the derivative by the weight of a row are means over the F
 * folds that have positive rows; a (1 - a) / k^2 becomes a (1 - a) times the sum of 1 / k_f^2, by F^2, where k_f are the
 * positive rows of a fold; and because the mean over small folds is too high by F times as much as the score of all
 * rows, the centre counts a positive row not half, but (extrapolated: the score less twice what half a row takes away)
 * not at all where its own precision is taken. Of several repeats centre and variance are means: each row counts once.
 *
 * It contains the mean over the folds. It takes the models as they are, as `crossValidatedMacroF1Interval` does.
 * Simulated (test/statistics) with 5 to 50 % rare rows and 150 to 625 rows it covers 92 to 98 %, and up to 100 where
 * hardly one positive row is expected in a fold.
 *
 * @param repeats the folds of each repeat
 * @param coverage default 0.95
 * @returns no interval, and why, where a repeat has fewer than 5 positive rows
 * @throws InputError as `averagePrecision` for scores of a fold, and for a coverage out of range.
 */
export function crossValidatedAveragePrecisionInterval(
  repeats: readonly (readonly ScoredFold[])[],
  coverage = 0.95,
): ScoreInterval {
  checkProbability('coverage', coverage);
  const counted = repeats.map((folds) =>
    folds
      .map(({ positive, scores }) => thresholdCounts(positive, scores))
      .filter(({ positives }) => positives > 0),
  );
  const rows = mean(repeats.map((folds) => folds.reduce((sum, { scores }) => sum + scores.length, 0)));
  const centre = mean(counted.flat().map((fold) => 2 * halfCounted(fold) - averagePrecisionOf(fold)));
  return intervalAround(centre, counted, rows, coverage);
}

/** @param repeats the folds of each repeat, each with a positive row */
function intervalAround(
  centre: number,
  repeats: readonly (readonly ThresholdCounts[])[],
  rows: number,
  coverage: number,
): ScoreInterval {
  const k = Math.min(...repeats.map((folds) => folds.reduce((sum, { positives }) => sum + positives, 0)));
  if (k < FEWEST_ROWS) {
    const found = k === 1 ? 'there is 1 positive row' : `there are ${k} positive rows`;
    return noInterval(`${found}, too few for an interval: it takes ${FEWEST_ROWS}`);
  }
  const score = mean(repeats.flat().map(averagePrecisionOf));
  const a = Math.min(Math.max(centre, 0.5 / (rows + 1)), 1 - 0.25 / (k + 0.5));
  const variance = mean(
    repeats.map((folds) => {
      const jackknife = folds.reduce((sum, fold) => sum + jackknifeVariance(fold, score), 0);
      const ofFew = folds.reduce((sum, { positives }) => sum + (a * (1 - a)) / positives ** 2, 0);
      return ((jackknife * k) / (k - 1) + ofFew) / folds.length ** 2;
    }),
  );
  const reach = (tInterval(k - 1, coverage) * Math.sqrt(variance)) / (a * (1 - a));
  const end = (sign: number) => 1 / (1 + Math.exp(-(Math.log(a / (1 - a)) + sign * reach)));
  return { low: Math.min(end(-1), score), high: Math.max(end(1), score) };
}

/** Average precision with each positive row counted half where its own precision is taken. */
function halfCounted(counts: ThresholdCounts): number {
  const sum = groupsOf(counts).reduce(
    (total, { positives, above, called }) => total + (positives * (above - 0.5)) / (called - 0.5),
    0,
  );
  return sum / counts.positives;
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
 *
 * @param score the mean of all folds, so that the scatter between folds counts
 */
function jackknifeVariance(counts: ThresholdCounts, score: number): number {
  const groups = groupsOf(counts);
  let [U, V, sum] = [0, 0, 0];
  for (let g = groups.length - 1; g >= 0; g--) {
    const { rows, positives, above, called } = groups[g];
    const precision = above / called;
    U += positives / called;
    V += (positives * precision) / called;
    sum += positives * (precision - score + U - V) ** 2 + (rows - positives) * V ** 2;
  }
  return sum / counts.positives ** 2;
}
