/** Whether a score is the paper's: an equivalence test with a margin that was named before the records were made. */
import { tInterval } from '../../statistics/distributions/student-t.js';
import { equivalenceTest } from '../../statistics/equivalence.js';
import { type Interval, meanInterval, type Repeats } from '../experiments/repeats.js';
import type { ResultRow } from '../experiments/result-rows.js';

/** Differences in macro F1 below this are of no importance. */
export const MARGIN = 0.03;

/**
 * `meets`: shown to differ by less than `MARGIN`. `beats` and `misses`: not shown to meet, and the interval is above or
 * below 0. `undecided`: the interval is too wide for either.
 */
export type ComparisonVerdict = 'beats' | 'meets' | 'misses' | 'undecided' | 'one run only';

export interface PaperDifference {
  /** Our mean less the paper's number. */
  readonly difference: number;
  /** Ends of the interval of the two one-sided tests at 0.05, which covers 90 %; NaN with fewer than two repeats. */
  readonly low: number;
  readonly high: number;
  /** Of the equivalence test; NaN with fewer than two repeats. */
  readonly p: number;
  readonly verdict: ComparisonVerdict;
  /** What would decide it; undefined if it is decided. */
  readonly decidedBy: string | undefined;
}

/** The paper prints two decimals. */
export const HALF_A_DIGIT = 0.005;

/**
 * The paper's number is one run with one split, so the difference has the standard error s sqrt(1 + 1 / n), with n - 1
 * degrees of freedom. Half a printed digit is added to both ends of the interval, which is the same as taking it off the
 * margin.
 */
export function compareWithPaper({ count, mean, deviation }: Repeats, paper: number): PaperDifference {
  const difference = mean - paper;
  if (count < 2) {
    const none = { low: Number.NaN, high: Number.NaN, p: Number.NaN };
    return { difference, ...none, verdict: 'one run only', decidedBy: 'a second seed' };
  }
  const tested = testDifference(difference, deviation * Math.sqrt(1 + 1 / count), count - 1, HALF_A_DIGIT);
  const decidedBy =
    tested.verdict === 'undecided' ? seedsThatDecide(difference, deviation, count) : undefined;
  return { difference, ...tested, decidedBy };
}

/**
 * The equivalence test of a difference.
 *
 * @param rounding what is added to both ends of the interval, default 0
 */
export function testDifference(
  difference: number,
  standardError: number,
  degreesOfFreedom: number,
  rounding = 0,
): { low: number; high: number; p: number; verdict: 'beats' | 'meets' | 'misses' | 'undecided' } {
  const margin = MARGIN - rounding;
  const test = equivalenceTest({ difference, standardError, degreesOfFreedom, margin });
  const [low, high] = [test.low - rounding, test.high + rounding];
  const differs = low > 0 ? 'beats' : high < 0 ? 'misses' : 'undecided';
  return { low, high, p: test.p, verdict: test.equivalent ? 'meets' : differs };
}

const MOST_SEEDS = 1000;

/** The number of seeds with which this mean and deviation would decide. */
function seedsThatDecide(difference: number, deviation: number, count: number): string {
  const half = (n: number) => tInterval(n - 1, 0.9) * deviation * Math.sqrt(1 + 1 / n) + HALF_A_DIGIT;
  const needed = Math.max(MARGIN - Math.abs(difference), Math.abs(difference));
  if (half(MOST_SEEDS) > needed) return 'no number of seeds: the paper has one run';
  let seeds = count + 1;
  while (half(seeds) > needed) seeds++;
  return `about ${seeds} seeds`;
}

export interface PaperComparison extends PaperDifference {
  readonly row: ResultRow;
  readonly paper: number;
}

/** The macro F1 of every row that has one and for which the paper has one too. */
export function comparisonsOf(rows: readonly ResultRow[]): PaperComparison[] {
  return rows.flatMap((row) => {
    const paper = row.paper?.scores.macroF1;
    if (paper === undefined || row.scores.macroF1.count === 0) return [];
    return [{ row, paper, ...compareWithPaper(row.scores.macroF1, paper) }];
  });
}

/** Mean difference over data sets with its 95 % interval. */
export function meanDifference(comparisons: readonly PaperComparison[]): Interval {
  return meanInterval(comparisons.map(({ difference }) => difference));
}
