/** Whether a result is better or worse than the paper's, or within noise of it. */

import { tInterval } from '../../statistics/distributions/student-t.js';
import { type Interval, meanInterval, type Repeats } from '../experiments/repeats.js';
import type { ResultRow } from '../experiments/result-rows.js';

export type Verdict = 'beats' | 'meets' | 'misses' | 'one run only';

export interface PaperDifference {
  /** Our mean less the paper's number. */
  readonly difference: number;
  /** Differences up to this are noise; NaN with fewer than two repeats. */
  readonly noise: number;
  readonly verdict: Verdict;
}

/** The paper prints two decimals. */
const HALF_A_DIGIT = 0.005;

/**
 * The paper's number is one run with one split, so it is compared with what a single run of ours may give:
 * noise = t(0.95, n - 1) * s * sqrt(1 + 1 / n), the half width of the 95 % prediction interval, and half a
 * printed digit. `beats` and `misses` are differences beyond that, `meets` any within.
 */
export function compareWithPaper({ count, mean, deviation }: Repeats, paper: number): PaperDifference {
  const difference = mean - paper;
  if (count < 2) return { difference, noise: Number.NaN, verdict: 'one run only' };
  const noise = tInterval(count - 1) * deviation * Math.sqrt(1 + 1 / count) + HALF_A_DIGIT;
  const verdict = difference > noise ? 'beats' : difference < -noise ? 'misses' : 'meets';
  return { difference, noise, verdict };
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
