/** How far shares of rows differ between groups, with intervals. */
import type { CountedShare } from '../metrics/group-fairness.js';
import { noInterval, type ScoreInterval } from './score-interval.js';
import { shareInterval } from './share-interval.js';

export interface ShareDifference {
  /** The largest share minus the smallest. */
  readonly difference: number;
  readonly interval: ScoreInterval;
}

export interface ShareRatio {
  /** The smallest share / the largest; undefined if all are 0. */
  readonly ratio: number | undefined;
  readonly interval: ScoreInterval;
}

/**
 * The largest difference between the shares of groups. The interval is that of all pairs together: each pair has the
 * hybrid interval of Newcombe ("Interval estimation for the difference between independent proportions", 1998) on mid-P
 * intervals of the shares (`shareInterval`), at a coverage corrected for the number of pairs (Bonferroni); its ends are
 * the largest low and the largest high end, the low one at least 0. In simulations it covers about the
 * nominal share or more, most for many equal groups (differences-of-shares.slow.test.ts).
 *
 * @param groups at least two, each with at least 5 rows
 * @param coverage default 0.95
 */
export function largestDifference(groups: readonly CountedShare[], coverage = 0.95): ShareDifference {
  const shares = groups.map(({ hits, rows }) => hits / rows);
  const difference = Math.max(...shares) - Math.min(...shares);
  const ends = endsOf(groups, coverage);
  if (ends === undefined) return { difference, interval: TOO_FEW };
  let [low, high] = [0, difference];
  forPairs(groups.length, (i, j) => {
    const d = shares[i] - shares[j];
    low = Math.max(low, d - Math.hypot(shares[i] - ends[i].low, ends[j].high - shares[j]));
    high = Math.max(high, d + Math.hypot(ends[i].high - shares[i], shares[j] - ends[j].low));
  });
  return { difference, interval: { low: Math.min(low, difference), high: Math.min(1, high) } };
}

/**
 * The smallest ratio between the shares of groups, with an interval as that of `largestDifference`, of Donner and Zou's
 * ratio ("Closed-form confidence intervals for functions of the normal mean and standard deviation", 2012).
 */
export function smallestRatio(groups: readonly CountedShare[], coverage = 0.95): ShareRatio {
  const shares = groups.map(({ hits, rows }) => hits / rows);
  const largest = Math.max(...shares);
  if (largest === 0) return { ratio: undefined, interval: noInterval('all shares are 0') };
  const ratio = Math.min(...shares) / largest;
  const ends = endsOf(groups, coverage);
  if (ends === undefined) return { ratio, interval: TOO_FEW };
  let [low, high] = [1, 1];
  forPairs(groups.length, (i, j) => {
    const [a, b] = [shares[i], shares[j]];
    const [of, by] = [ends[i], ends[j]];
    const product = a * b;
    const lowTerm = of.low * (2 * a - of.low);
    const under = Math.sqrt(Math.max(0, product ** 2 - lowTerm * by.high * (2 * b - by.high)));
    if (product + under > 0) low = Math.min(low, lowTerm / (product + under));
    else low = 0;
    const highTerm = by.low * (2 * b - by.low);
    const over = Math.sqrt(Math.max(0, product ** 2 - of.high * (2 * a - of.high) * highTerm));
    if (highTerm > 0) high = Math.min(high, (product + over) / highTerm);
  });
  return { ratio, interval: { low: Math.min(ratio, low), high: Math.max(ratio, high) } };
}

const TOO_FEW = noInterval('a group has too few rows');

function endsOf(groups: readonly CountedShare[], coverage: number) {
  const pairs = (groups.length * (groups.length - 1)) / 2;
  const each = 1 - (1 - coverage) / Math.max(1, pairs);
  const ends: { readonly low: number; readonly high: number }[] = [];
  for (const { hits, rows } of groups) {
    const interval = shareInterval(hits, rows, each);
    if (interval.reason !== undefined) return undefined;
    ends.push(interval);
  }
  return ends;
}

/** Every pair in both orders. */
function forPairs(count: number, visit: (i: number, j: number) => void): void {
  for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) if (i !== j) visit(i, j);
}
