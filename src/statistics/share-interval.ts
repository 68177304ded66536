import { InputError } from '../errors.js';
import { mean } from '../mean.js';
import { checkProbability } from './checks.js';
import { incompleteBeta } from './distributions/incomplete-beta.js';
import { findRoot } from './distributions/root.js';
import { FEWEST_ROWS, noInterval, type ScoreInterval } from './score-interval.js';

/** Shares of folds are fractions: hits that differ by less are equal but for rounding. */
const ROUNDING = 1e-12;

/**
 * Mid-P interval of a share of rows (Lancaster, "Significance tests in discrete distributions", 1961; Brown, Cai and
 * DasGupta, "Interval estimation for a binomial proportion", 2001): the p for which P(X > hits) + P(X = hits) / 2, or
 * P(X < hits) + P(X = hits) / 2, is (1 - coverage) / 2; from 0 where there are no hits, to 1 where there is nothing
 * else. Simulated
 * (test/statistics) it covers 93 to 98 %, and up to 100 where the true share is so close to 0 or 1 that hardly one row is
 * expected there.
 *
 * For the recall of a class give its rows and how many of them were predicted as it; for its precision, the rows
 * predicted as it and how many of them are of it.
 *
 * @param hits a whole number from 0 to `rows`
 * @param rows fewer than 5 give no interval
 * @param coverage default 0.95
 * @throws InputError for numbers out of range.
 */
export function shareInterval(hits: number, rows: number, coverage = 0.95): ScoreInterval {
  if (!Number.isInteger(hits) || !Number.isInteger(rows) || hits < 0 || hits > rows) {
    throw new InputError(`hits is ${hits} of ${rows} rows: give whole numbers, hits from 0 to rows`);
  }
  checkProbability('coverage', coverage);
  if (rows < FEWEST_ROWS) return tooFew(rows);
  return midP(hits, rows, coverage);
}

/** The rows of a fold that a share is of, and how many of them count. */
export interface FoldShare {
  readonly hits: number;
  readonly rows: number;
}

/**
 * Interval of the mean share, on new rows of the same kind, of the models that a cross-validation fitted: the mid-P
 * interval at the mean of the shares of the folds, with as many rows as give a share the variance of that mean (Korn
 * and Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated from
 * survey data", 1998): F^2 / (the sum of 1 / rows over the F folds), which is all rows where folds are equally large.
 * Of several repeats shares and rows are means: each row counts once. It contains the mean, and takes the models as
 * they are, as `crossValidatedMacroF1Interval` does. Simulated (test/statistics) it covers 93 to 98 %, and up to 100
 * where the mean share is close to 0.
 *
 * @param repeats of each repeat the folds whose share is counted; one without rows has a share of 0, as of one row
 * @param coverage default 0.95
 * @returns no interval, and why, where a repeat has fewer than 5 rows
 * @throws InputError for a coverage out of range.
 */
export function crossValidatedShareInterval(
  repeats: readonly (readonly FoldShare[])[],
  coverage = 0.95,
): ScoreInterval {
  checkProbability('coverage', coverage);
  const fewest = Math.min(...repeats.map((folds) => folds.reduce((sum, { rows }) => sum + rows, 0)));
  if (fewest < FEWEST_ROWS) return tooFew(fewest);
  const share = mean(repeats.flat().map(({ hits, rows }) => hits / Math.max(1, rows)));
  const rows = mean(
    repeats.map(
      (folds) => folds.length ** 2 / folds.reduce((sum, fold) => sum + 1 / Math.max(1, fold.rows), 0),
    ),
  );
  return midP(share * rows, rows, coverage);
}

function tooFew(rows: number): ScoreInterval {
  return noInterval(
    `${rows === 1 ? 'there is 1 row' : `there are ${rows} rows`}, too few for an interval: it takes ${FEWEST_ROWS}`,
  );
}

/** Neither number need be whole. */
function midP(hits: number, rows: number, coverage: number): ScoreInterval {
  const tail = (1 - coverage) / 2;
  return { low: lowEnd(hits, rows, tail), high: 1 - lowEnd(rows - hits, rows, tail) };
}

/** The p with P(X > hits) + P(X = hits) / 2 = tail for X binomial (rows, p). */
function lowEnd(hits: number, rows: number, tail: number): number {
  if (hits <= ROUNDING) return 0;
  // P(X >= k) = I_p(k, rows - k + 1)
  const atLeast = (k: number, p: number) =>
    rows - k + 1 <= ROUNDING ? 0 : incompleteBeta(k, rows - k + 1, p, 1 - p);
  return findRoot((p) => (atLeast(hits, p) + atLeast(hits + 1, p)) / 2 - tail, 0, 1);
}
