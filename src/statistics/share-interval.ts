import { InputError } from '../errors.js';
import { checkProbability } from './checks.js';
import { incompleteBeta } from './distributions/incomplete-beta.js';
import { findRoot } from './distributions/root.js';
import { FEWEST_ROWS, noInterval, type ScoreInterval } from './score-interval.js';

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
  if (rows < FEWEST_ROWS) {
    return noInterval(
      `${rows === 1 ? 'there is 1 row' : `there are ${rows} rows`}, too few for an interval: it takes ${FEWEST_ROWS}`,
    );
  }
  const tail = (1 - coverage) / 2;
  return { low: lowEnd(hits, rows, tail), high: 1 - lowEnd(rows - hits, rows, tail) };
}

/** The p with P(X > hits) + P(X = hits) / 2 = tail for X binomial (rows, p). */
function lowEnd(hits: number, rows: number, tail: number): number {
  if (hits === 0) return 0;
  // P(X >= k) = I_p(k, rows - k + 1)
  const atLeast = (k: number, p: number) => (k > rows ? 0 : incompleteBeta(k, rows - k + 1, p, 1 - p));
  return findRoot((p) => (atLeast(hits, p) + atLeast(hits + 1, p)) / 2 - tail, 0, 1);
}
