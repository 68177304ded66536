import { InputError } from '../errors.js';
import { checkAtLeastTwo } from './checks.js';
import { normalTail } from './distributions/normal.js';
import { averageRanks } from './ranks.js';

export interface WilcoxonTest {
  /** The smaller one of the two rank sums. */
  readonly statistic: number;
  /** Sum of the ranks of |x - y| where x is larger. */
  readonly positiveRanks: number;
  /** Likewise where y is larger. */
  readonly negativeRanks: number;
  /** Pairs that differ; the others are left out. */
  readonly pairs: number;
  readonly method: 'exact' | 'normal';
  /** Two-sided; 1 where no pair differs. */
  readonly p: number;
}

/** Up to here all 2^50 sign patterns are counted exactly in double precision. */
const LARGEST_EXACT = 50;

/**
 * Wilcoxon's signed-rank test of paired scores ("Individual comparisons by ranking methods", 1945). Pairs without a
 * difference are dropped (SciPy's `zero_method='wilcox'`), equal |x - y| share the mean of their ranks.
 *
 * For up to 50 pairs that differ, p is exact, ties or not: twice the part of the 2^n sign patterns of these ranks
 * whose rank sum is at most the statistic, at most 1 (Pratt, "Remarks on zeros and ties in the Wilcoxon signed rank
 * procedures", 1959; SciPy's `method=PermutationMethod()` with all patterns). Five equal differences give 2 / 2^5 =
 * 0.0625. For more pairs, the normal approximation without correction for continuity, with
 *
 *   mean n (n + 1) / 4,  variance (n (n + 1) (2 n + 1) - sum of (t^3 - t) / 2) / 24
 *
 * over the groups of t equal |x - y|. Differences tie only where they are equal to the last bit: give scores of few
 * decimals as integers (hundredths, say).
 *
 * @throws InputError for different lengths, fewer than two pairs, or values that are not finite.
 */
export function wilcoxonSignedRank(x: readonly number[], y: readonly number[]): WilcoxonTest {
  if (x.length !== y.length) {
    throw new InputError(`Wilcoxon's test needs pairs, but x has ${x.length} values and y ${y.length}`);
  }
  checkAtLeastTwo("Wilcoxon's test", 'data sets', x.length, 'it ranks differences from data set to data set');
  const all = x.map((value, i) => value - y[i]);
  const bad = all.findIndex((difference) => !Number.isFinite(difference));
  if (bad >= 0) {
    throw new InputError(`pair ${bad} is ${x[bad]} and ${y[bad]}: leave out pairs with missing values first`);
  }
  const differences = all.filter((difference) => difference !== 0);
  const pairs = differences.length;
  const { ranks, ties } = averageRanks(differences.map(Math.abs));
  const positiveRanks = differences.reduce((sum, difference, i) => sum + (difference > 0 ? ranks[i] : 0), 0);
  const negativeRanks = (pairs * (pairs + 1)) / 2 - positiveRanks;
  const statistic = Math.min(positiveRanks, negativeRanks);
  const exact = pairs <= LARGEST_EXACT;
  return {
    statistic,
    positiveRanks,
    negativeRanks,
    pairs,
    method: exact ? 'exact' : 'normal',
    p: exact ? exactP(statistic, ranks) : normalP(statistic, pairs, ties),
  };
}

/** Twice the part of the 2^n sign patterns whose rank sum is at most `statistic`. */
function exactP(statistic: number, ranks: Float64Array): number {
  // Shared ranks may be halves; twice a rank is a whole number.
  const most = 2 * statistic;
  // patterns[s]: the number of sets of pairs whose doubled ranks add up to s.
  const patterns = new Float64Array(most + 1);
  patterns[0] = 1;
  for (const rank of ranks) {
    for (let sum = most; sum >= 2 * rank; sum--) patterns[sum] += patterns[sum - 2 * rank];
  }
  return Math.min(1, 2 * patterns.reduce((sum, count) => sum + count, 0) * 2 ** -ranks.length);
}

function normalP(statistic: number, n: number, ties: number): number {
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  return 2 * normalTail((mean - statistic) / Math.sqrt(variance));
}
