import { checkScores, type Scores } from './checks.js';
import { chiSquaredTail } from './distributions/chi-squared.js';
import { type ImanDavenport, imanDavenport } from './iman-davenport.js';
import { averageRanks } from './ranks.js';

export interface FriedmanTest {
  /** Mean rank of each classifier over the data sets; rank 1 is the largest score. */
  readonly meanRanks: readonly number[];
  /** Corrected for ties, with k - 1 degrees of freedom: 0 where all classifiers tie everywhere. */
  readonly chiSquared: number;
  readonly p: number;
  readonly degreesOfFreedom: number;
  /** c of the correction for ties, 1 without ties, 0 where everything ties. */
  readonly tieCorrection: number;
  /** As if there were no ties. */
  readonly uncorrected: { readonly chiSquared: number; readonly p: number };
  /** Of the corrected chi-squared. */
  readonly imanDavenport: ImanDavenport;
}

/**
 * Friedman's test ("The use of ranks to avoid the assumption of normality", 1937) of k classifiers on N data
 * sets (paper Eq. 25 to 27). With mean ranks R(j) and groups of t tied classifiers,
 *
 *   chi^2 = 12 N / (k (k + 1)) sum of R(j)^2 - 3 N (k + 1)
 *   c = 1 - sum of t (t^2 - 1) / (N k (k^2 - 1)),  corrected chi^2 = chi^2 / c
 *
 * as `scipy.stats.friedmanchisquare`. The approximation by chi^2 is good for about N > 10 and k > 5.
 *
 * @throws InputError for what `checkScores` refuses.
 */
export function friedmanTest(scores: Scores): FriedmanTest {
  checkScores('the Friedman test', scores);
  const N = scores.length;
  const k = scores[0].length;
  const rankSums = new Float64Array(k);
  let ties = 0;
  for (const row of scores) {
    const ranking = averageRanks(row.map((score) => -score));
    ranking.ranks.forEach((rank, c) => {
      rankSums[c] += rank;
    });
    ties += ranking.ties;
  }
  // Ranks are halves, so these sums are exact, and so are the two ends: no difference, complete agreement.
  const spread = rankSums.reduce((sum, rank) => sum + (rank - (N * (k + 1)) / 2) ** 2, 0);
  const most = N * k * (k ** 2 - 1);
  const chiSquared = spread === 0 ? 0 : (12 * spread * (k - 1)) / (most - ties);
  const uncorrected = (12 * spread) / (N * k * (k + 1));
  return {
    meanRanks: Array.from(rankSums, (rank) => rank / N),
    chiSquared,
    p: chiSquaredTail(chiSquared, k - 1),
    degreesOfFreedom: k - 1,
    tieCorrection: 1 - ties / most,
    uncorrected: { chiSquared: uncorrected, p: chiSquaredTail(uncorrected, k - 1) },
    imanDavenport: imanDavenport(chiSquared, N, k),
  };
}
