import { checkScores } from './checks.js';
import { chiSquaredTail } from './distributions/chi-squared.js';
import { type ImanDavenport, imanDavenport } from './iman-davenport.js';

export interface TestOverMetrics {
  /** Mean over the metrics of each classifier's mean rank. */
  readonly meanRanks: readonly number[];
  readonly chiSquared: number;
  readonly p: number;
  readonly degreesOfFreedom: number;
  readonly imanDavenport: ImanDavenport;
  /** Never: see `reason`. The numbers are for comparison with the paper only. */
  readonly valid: false;
  readonly reason: string;
}

const REASON =
  'The test takes metrics for independent blocks, but they score the same predictions on the same data sets; ' +
  'and it puts mean ranks where ranks belong, whose variance is smaller. Its p is not a valid p-value.';

/**
 * The global test of the paper's section 5.3.2: Eq. 25 with metrics in place of data sets and, in place of
 * ranks, each metric's mean ranks over the data sets. It is not valid, and its result says so: a second metric
 * that follows the first adds no evidence, yet doubles N. Use `friedmanTest` on one metric chosen beforehand,
 * or on each metric with Holm's correction.
 *
 * @param meanRanks a row a metric, a column a classifier
 * @throws InputError for fewer than two metrics or classifiers, and ranks that are not finite.
 */
export function testOverMetrics(meanRanks: readonly (readonly number[])[]): TestOverMetrics {
  checkScores('the test over metrics', meanRanks, 'metric');
  const N = meanRanks.length;
  const k = meanRanks[0].length;
  const overall = meanRanks[0].map((_, c) => meanRanks.reduce((sum, row) => sum + row[c], 0) / N);
  const squares = overall.reduce((sum, rank) => sum + rank ** 2, 0);
  // The mean ranks of equal classifiers may fall short of 0 by rounding.
  const chiSquared = Math.max(0, (12 * N * squares) / (k * (k + 1)) - 3 * N * (k + 1));
  return {
    meanRanks: overall,
    chiSquared,
    p: chiSquaredTail(chiSquared, k - 1),
    degreesOfFreedom: k - 1,
    imanDavenport: imanDavenport(chiSquared, N, k),
    valid: false,
    reason: REASON,
  };
}
