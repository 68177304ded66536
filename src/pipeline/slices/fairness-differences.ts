/** The usual fairness differences between the slices of a column. */
import {
  type CountedShare,
  falsePositiveRate,
  type GroupCounts,
  selectionRate,
  truePositiveRate,
} from '../../metrics/group-fairness.js';
import { largestDifference, smallestRatio } from '../../statistics/differences-of-shares.js';
import { FEWEST_ROWS } from '../../statistics/score-interval.js';
import type { SliceScore } from './slice-scores.js';

/** A slice with its counts; weights make them sums of weights, `counted` are rows. */
export interface FairnessGroup {
  readonly name: string;
  readonly counts: GroupCounts;
  readonly counted: GroupCounts;
}

/**
 * As fairlearn defines them, over the slices with at least 5 rows of those that a rate is about. An interval is over other
 * rows of the same kind, and counts for all pairs of slices together.
 */
export interface FairnessDifferences {
  /** The largest selection rate (alerts / rows) minus the smallest. */
  readonly demographicParityDifference: SliceScore;
  /** The smallest selection rate / the largest. */
  readonly demographicParityRatio: SliceScore;
  /** The largest true-positive rate minus the smallest. */
  readonly equalOpportunityDifference: SliceScore;
  /** The larger one of the differences of the true-positive rates and of the false-positive rates. */
  readonly equalisedOddsDifference: SliceScore;
  /** Slices that a difference leaves out, because they have too few rows for the rate. */
  readonly leftOut: {
    readonly selectionRate: readonly string[];
    readonly truePositiveRate: readonly string[];
    readonly falsePositiveRate: readonly string[];
  };
}

type Rate = (counts: GroupCounts) => CountedShare;

export function fairnessDifferences(
  groups: readonly FairnessGroup[],
  weighted: boolean,
): FairnessDifferences {
  const selected = ratesOf(groups, selectionRate);
  const found = ratesOf(groups, truePositiveRate);
  const raised = ratesOf(groups, falsePositiveRate);
  return {
    demographicParityDifference: differenceOf(selected.shares, weighted),
    demographicParityRatio: ratioOf(selected.shares, weighted),
    equalOpportunityDifference: differenceOf(found.shares, weighted),
    equalisedOddsDifference: largerOf(found.shares, raised.shares, weighted),
    leftOut: {
      selectionRate: selected.leftOut,
      truePositiveRate: found.leftOut,
      falsePositiveRate: raised.leftOut,
    },
  };
}

function ratesOf(groups: readonly FairnessGroup[], rate: Rate) {
  const isLarge = ({ counted }: FairnessGroup) => rate(counted).rows >= FEWEST_ROWS;
  return {
    shares: groups.filter(isLarge).map(({ counts }) => rate(counts)),
    leftOut: groups.filter((group) => !isLarge(group)).map(({ name }) => name),
  };
}

const ONE_GROUP: SliceScore = { score: null, reason: 'fewer than two slices have enough rows' };
const WEIGHTED = 'the rows have weights';

function differenceOf(shares: readonly CountedShare[], weighted: boolean, coverage = 0.95): SliceScore {
  if (shares.length < 2) return ONE_GROUP;
  const rates = shares.map(({ hits, rows }) => hits / rows);
  if (weighted) return { score: Math.max(...rates) - Math.min(...rates), reason: WEIGHTED };
  const { difference, interval } = largestDifference(shares, coverage);
  return scoreOf(difference, interval);
}

function ratioOf(shares: readonly CountedShare[], weighted: boolean): SliceScore {
  if (shares.length < 2) return ONE_GROUP;
  const rates = shares.map(({ hits, rows }) => hits / rows);
  const largest = Math.max(...rates);
  if (largest === 0) return { score: null, reason: 'no row is predicted as the positive class' };
  if (weighted) return { score: Math.min(...rates) / largest, reason: WEIGHTED };
  const { ratio, interval } = smallestRatio(shares);
  return scoreOf(ratio ?? null, interval);
}

/** Each of the two intervals has half of the error, so that both hold together. */
function largerOf(
  found: readonly CountedShare[],
  raised: readonly CountedShare[],
  weighted: boolean,
): SliceScore {
  const [one, other] = [differenceOf(found, weighted, 0.975), differenceOf(raised, weighted, 0.975)];
  if (one.score === null || other.score === null) return ONE_GROUP;
  const score = Math.max(one.score, other.score);
  if (one.interval === undefined || other.interval === undefined)
    return { score, reason: one.reason ?? other.reason };
  return {
    score,
    interval: [Math.max(one.interval[0], other.interval[0]), Math.max(one.interval[1], other.interval[1])],
  };
}

function scoreOf(
  score: number | null,
  interval: { readonly low?: number; readonly high?: number; readonly reason?: string },
): SliceScore {
  if (interval.low === undefined || interval.high === undefined) return { score, reason: interval.reason };
  return { score, interval: [interval.low, interval.high] };
}
