/** Class weights of the largest metric: one weight after the other, each by an exact search. */
import type { CandidateClasses } from './candidate-classes.js';
import { type Membership, RunningTally } from './running-tally.js';
import type { TallyMetric } from './tally-metric.js';

const MOST_PASSES = 10;
/** A pass that gains less than this is the last. */
const LEAST_GAIN = 1e-9;

/** Rows to choose weights on. */
export interface WeightedRows {
  readonly candidates: CandidateClasses;
  readonly belongs: Membership;
  /** Rows of each class. */
  readonly support: Float64Array;
  /** What each row counts. */
  readonly counts: Float64Array;
}

export interface AscentResult {
  readonly logWeights: Float64Array;
  readonly value: number;
}

/**
 * Raises the metric of argmax_c (ln w_c + ln p_c) one ln w_c at a time, from `start` on, until no weight alone can be
 * bettered. For two classes one search is exact and complete: the best of all thresholds.
 *
 * @param reach each ln w_c stays within this distance of its start
 */
export function ascend(
  rows: WeightedRows,
  metric: TallyMetric,
  start: Float64Array,
  reach: number,
): AscentResult {
  const { classes } = rows.candidates;
  const logWeights = start.slice();
  let value = Number.NEGATIVE_INFINITY;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = value;
    for (let c = classes === 2 ? 1 : 0; c < classes; c++) {
      value = searchOne(rows, metric, logWeights, c, start[c] - reach, start[c] + reach);
    }
    if (classes === 2 || !(value > before + LEAST_GAIN)) break;
  }
  return { logWeights, value };
}

/** The class of each row under the weights; the first of equals. */
export function weightedClasses(candidates: CandidateClasses, logWeights: Float64Array): Int32Array {
  const { rows, rowStarts, ofEntry, logs } = candidates;
  const predicted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = rowStarts[row];
    for (let e = best + 1; e < rowStarts[row + 1]; e++) {
      if (logs[e] + logWeights[ofEntry[e]] > logs[best] + logWeights[ofEntry[best]]) best = e;
    }
    predicted[row] = ofEntry[best];
  }
  return predicted;
}

/**
 * Puts ln w_c in the middle of the interval between `low` and `high` in which the metric is largest; of equal ones,
 * the nearest to where it was. Returns the metric there.
 *
 * A row goes to class c as ln w_c passes the best of its other classes: rows in the order of these points are moved
 * one by one.
 */
function searchOne(
  { candidates, belongs, support, counts }: WeightedRows,
  metric: TallyMetric,
  logWeights: Float64Array,
  c: number,
  low: number,
  high: number,
): number {
  const { rowStarts, ofEntry, logs, entries, rowsOf } = candidates;
  const current = logWeights[c];
  logWeights[c] = Number.NEGATIVE_INFINITY;
  const others = weightedClasses(candidates, logWeights);
  const points = new Float64Array(entries[c].length);
  for (let i = 0; i < points.length; i++) {
    const row = rowsOf[c][i];
    let best = Number.NEGATIVE_INFINITY;
    for (let e = rowStarts[row]; e < rowStarts[row + 1]; e++) {
      best = Math.max(best, logs[e] + logWeights[ofEntry[e]]);
    }
    // A row with no other class in question is of class c whatever the weight.
    points[i] = best - logs[entries[c][i]];
    if (best === Number.NEGATIVE_INFINITY) others[row] = c;
  }
  const order = Uint32Array.from(points, (_, i) => i)
    .filter((i) => counts[rowsOf[c][i]] > 0 && points[i] > Number.NEGATIVE_INFINITY)
    .sort((i, j) => points[i] - points[j]);
  const tally = new RunningTally(metric, belongs, support, others, counts);
  let best = { value: Number.NEGATIVE_INFINITY, at: current };
  const consider = (from: number, to: number) => {
    const [start, end] = [Math.max(from, low), Math.min(to, high)];
    if (!(start < end)) return;
    const { value } = tally;
    const at = (start + end) / 2;
    const gain = value - best.value;
    if (gain > 1e-12 || (gain > -1e-12 && Math.abs(at - current) < Math.abs(best.at - current))) {
      best = { value, at };
    }
  };
  let from = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < order.length; ) {
    const point = points[order[k]];
    consider(from, point);
    for (; k < order.length && points[order[k]] === point; k++) {
      const row = rowsOf[c][order[k]];
      tally.move(row, others[row], c);
    }
    from = point;
  }
  consider(from, Number.POSITIVE_INFINITY);
  logWeights[c] = best.at;
  return best.value;
}
