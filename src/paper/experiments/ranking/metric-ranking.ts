/** The ranking of classifiers by one metric. */

import { InputError } from '../../../errors.js';
import { mean } from '../../../mean.js';
import { type BootstrapInterval, bootstrapInterval } from '../../../statistics/bootstrap.js';
import { checkAtLeastTwo } from '../../../statistics/checks.js';
import { type FriedmanTest, friedmanTest } from '../../../statistics/friedman.js';
import { indistinguishableGroups } from '../../../statistics/indistinguishable-groups.js';
import { nemenyiCriticalDifference } from '../../../statistics/nemenyi.js';
import { averageRanks } from '../../../statistics/ranks.js';
import type { WilcoxonTest } from '../../../statistics/wilcoxon.js';
import { wilcoxonAgainstControl } from '../../../statistics/wilcoxon-against-control.js';
import { winTieLoss } from '../../../statistics/win-tie-loss.js';
import { type Outcome, outcomeOf } from './outcome.js';

export interface MetricRanking {
  /** Means over the seeds: one row per data set, one column per classifier. */
  readonly scores: readonly (readonly number[])[];
  /** In the order of the columns; empty if there are no data sets. */
  readonly classifiers: readonly ClassifierRank[];
  /** Columns by mean rank, best first; equal ones in the order of the columns. */
  readonly order: readonly number[];
  /** With and without tie correction, and Iman and Davenport's F. */
  readonly friedman: Outcome<FriedmanTest>;
  readonly nemenyi: Outcome<NemenyiGroups>;
  /** Mean score of the first in `order` minus that of the second. */
  readonly lead: Outcome<BootstrapInterval>;
  /** Every other classifier compared with the control, in the order of the columns. */
  readonly againstControl: Outcome<readonly AgainstControl[]>;
}

export interface ClassifierRank {
  readonly name: string;
  /** 1 is best; equal scores share the mean of their ranks. */
  readonly meanRank: number;
  /** 1 plus the number of classifiers with a better mean rank. */
  readonly place: number;
  /** Mean over the data sets of the mean over the seeds. */
  readonly mean: number;
  /** Of `mean`, by bootstrap over data sets and seeds. */
  readonly interval: Outcome<BootstrapInterval>;
}

export interface NemenyiGroups {
  readonly criticalDifference: number;
  /** Groups of columns that do not differ significantly, best first; see `indistinguishableGroups`. */
  readonly groups: readonly (readonly number[])[];
  /** The other columns that do not differ significantly from the first in `order`, by rank. */
  readonly likeTheFirst: readonly number[];
}

export interface AgainstControl {
  readonly name: string;
  /** Its column. */
  readonly classifier: number;
  /** Mean score of the control minus that of this one, by bootstrap over data sets and paired seeds. */
  readonly difference: BootstrapInterval;
  readonly wilcoxon: WilcoxonTest & { readonly adjustedP: number };
  /** Number of data sets on which the control is better, equal, worse. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Of the control, by Wilcoxon's test with Holm's correction. */
  readonly verdict: 'better' | 'worse' | 'not significantly different';
}

export interface MetricRankingOptions {
  readonly classifiers: readonly string[];
  readonly control: string;
  readonly alpha: number;
  readonly resamples: number;
}

/** @param bySeed data sets x classifiers x seeds */
export function rankByMetric(
  bySeed: readonly (readonly (readonly number[])[])[],
  { classifiers, control, alpha, resamples }: MetricRankingOptions,
): MetricRanking {
  const scores = bySeed.map((row) => row.map(mean));
  const exact = scores.map((row) => row.map(inUnits));
  const meanRanks = bySeed.length === 0 ? [] : meanRanksOf(exact);
  const order = meanRanks.map((_, c) => c).sort((a, b) => meanRanks[a] - meanRanks[b]);
  const interval = (values: readonly (readonly number[])[]) => {
    checkAtLeastTwo('an interval', 'data sets', values.length, 'it is about the mean on other data sets');
    return bootstrapInterval(values, { resamples, coverage: 1 - alpha });
  };
  const difference = (one: number, other: number) =>
    interval(bySeed.map((row) => row[one].map((score, s) => score - row[other][s])));
  return {
    scores,
    classifiers: meanRanks.map((meanRank, c) => ({
      name: classifiers[c],
      meanRank,
      place: 1 + meanRanks.filter((other) => other < meanRank).length,
      mean: mean(scores.map((row) => row[c])),
      interval: outcomeOf(() => interval(bySeed.map((row) => row[c]))),
    })),
    order,
    friedman: outcomeOf(() => {
      const test = friedmanTest(exact);
      if (test.tieCorrection === 0) throw new InputError('all classifiers tie on every data set');
      return test;
    }),
    nemenyi: outcomeOf(() => nemenyiGroups(meanRanks, order, exact.length, alpha)),
    lead: outcomeOf(() => {
      checkAtLeastTwo('a lead', 'classifiers', order.length, 'a lead is over the second');
      return difference(order[0], order[1]);
    }),
    againstControl: outcomeOf(() => {
      const column = classifiers.indexOf(control);
      if (column < 0) {
        throw new InputError(
          `there is no control to compare with: no configuration compared is called ${control}`,
        );
      }
      const tests = wilcoxonAgainstControl(exact, column);
      const counts = winTieLoss(exact, column);
      return tests.map(({ classifier, ...wilcoxon }, i) => {
        const { wins, ties, losses } = counts[i];
        return {
          name: classifiers[classifier],
          classifier,
          difference: difference(column, classifier),
          wilcoxon,
          ...{ wins, ties, losses },
          verdict: verdictOf(wilcoxon, alpha),
        };
      });
    }),
  };
}

function nemenyiGroups(
  meanRanks: readonly number[],
  order: readonly number[],
  datasets: number,
  alpha: number,
): NemenyiGroups {
  const criticalDifference = nemenyiCriticalDifference(meanRanks.length, datasets, alpha);
  const [first, ...others] = order;
  return {
    criticalDifference,
    groups: indistinguishableGroups(meanRanks, criticalDifference),
    likeTheFirst: others.filter((c) => meanRanks[c] - meanRanks[first] < criticalDifference),
  };
}

function verdictOf(test: AgainstControl['wilcoxon'], alpha: number): AgainstControl['verdict'] {
  if (test.adjustedP > alpha) return 'not significantly different';
  return test.positiveRanks > test.negativeRanks ? 'better' : 'worse';
}

function meanRanksOf(scores: readonly (readonly number[])[]): number[] {
  const ranks = scores.map((row) => averageRanks(row.map((score) => -score)).ranks);
  return scores[0].map((_, c) => mean(ranks.map((row) => row[c])));
}

/**
 * Rounds a mean to integral units of 1e-12. The tests detect ties by exact equality; rounding makes means equal that
 * differ only by the order of their additions, and differences of means too.
 */
function inUnits(score: number): number {
  return Math.round(score * 1e12);
}
