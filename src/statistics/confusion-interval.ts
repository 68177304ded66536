import { RandomStream } from '../engine/random/random-stream.js';
import { quantile } from './quantile.js';
import { FEWEST_ROWS, noInterval, type ScoreInterval } from './score-interval.js';

const DRAWS = 2000;

/**
 * 95 % interval of a score of decisions over other rows of the same kind: the quantiles of the score of confusion matrices whose shares
 * are drawn from a Dirichlet distribution with parameters count + 1 / classes, as `macroF1Interval` has it.
 *
 * @param confusion `confusion[t][p]` rows of class t predicted as p, only of classes that occur
 * @param score of such a matrix, of counts or of shares
 * @returns no interval, and why, where a class has fewer than 5 rows
 */
export function confusionInterval(
  confusion: readonly (readonly number[])[],
  score: (confusion: readonly (readonly number[])[]) => number,
  seed = 42,
): ScoreInterval {
  const rarest = Math.min(...confusion.map((row) => row.reduce((sum, count) => sum + count, 0)));
  if (rarest < FEWEST_ROWS) return noInterval(`the rarest class has fewer than ${FEWEST_ROWS} rows`);
  const random = new RandomStream(seed, 'confusion matrices of a score');
  const drawn = Float64Array.from({ length: DRAWS }, () =>
    score(confusion.map((row) => row.map((count) => random.gamma(count + 1 / confusion.length)))),
  ).sort();
  const found = score(confusion);
  return {
    low: Math.min(found, quantile(drawn, 0.025)),
    high: Math.max(found, quantile(drawn, 0.975)),
  };
}
