/** Class weights of the largest metric: one weight after the other, each by an exact search. */
import type { CandidateClasses } from './candidate-classes.js';
import { LeadingClasses } from './leading-classes.js';
import { type Membership, RunningTally } from './running-tally.js';
import type { TallyMetric } from './tally-metric.js';

const MOST_PASSES = 2;
/** A pass that gains less than this is the last. */
const LEAST_GAIN = 1e-4;
/** Metrics this close are equal but for rounding. */
const ROUNDING = 1e-12;

/** Rows to choose weights on. */
export interface WeightedRows {
  readonly candidates: CandidateClasses;
  readonly belongs: Membership;
  /** Rows of each class. */
  readonly support: Float64Array;
  /** What each row counts. */
  readonly counts: Float64Array;
}

export interface AscentOptions {
  readonly metric: TallyMetric;
  /** ln w_c to begin with. */
  readonly start: Float64Array;
  /** The classes whose weights are searched. */
  readonly searched: readonly number[];
  /** The bounds of each ln w_c. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Raises the metric of argmax_c (ln w_c + ln p_c) one ln w_c at a time until none alone can be bettered, and returns
 * them. Where one weight is searched, the result is the best of all thresholds between its bounds.
 */
export function ascend(rows: WeightedRows, options: AscentOptions): Float64Array {
  const { start, searched } = options;
  const leading = new LeadingClasses(rows.candidates, start);
  let value = Number.NEGATIVE_INFINITY;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = value;
    for (const c of searched) value = searchOne(rows, options, leading, c);
    if (searched.length < 2 || !(value > before + LEAST_GAIN)) break;
  }
  return leading.logWeights;
}

/** The metric of the weighted argmax on these rows. */
export function scoreOf(
  { candidates, belongs, support, counts }: WeightedRows,
  metric: TallyMetric,
  logWeights: Float64Array,
): number {
  const predicted = new LeadingClasses(candidates, logWeights).classes();
  return new RunningTally(metric, belongs, support, predicted, counts).value;
}

/**
 * Puts ln w_c in the middle of the interval between its bounds in which the metric is largest; of equal ones, the
 * nearest to where it was. Returns the metric there.
 *
 * A row goes to class c as ln w_c passes the best of its other classes: rows in the order of these points are moved
 * one by one.
 */
function searchOne(
  { candidates, belongs, support, counts }: WeightedRows,
  { metric, low, high }: AscentOptions,
  leading: LeadingClasses,
  c: number,
): number {
  const rows = candidates.rowsOf[c];
  const logs = candidates.logsOf[c];
  const [least, most, current] = [low[c], high[c], leading.logWeight(c)];
  // Below `least` a row is of class c from the start, above `most` it never is.
  const predicted = leading.classes();
  const points = new Float64Array(rows.length);
  const between: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    points[i] = leading.scoreOtherThan(c, row) - logs[i];
    predicted[row] = points[i] <= least ? c : leading.otherThan(c, row);
    if (points[i] > least && points[i] < most && counts[row] > 0) between.push(i);
  }
  const order = Uint32Array.from(between).sort((i, j) => points[i] - points[j]);
  const tally = new RunningTally(metric, belongs, support, predicted, counts);
  let best = { value: Number.NEGATIVE_INFINITY, at: current };
  const consider = (from: number, to: number) => {
    const at = (from + to) / 2;
    const gain = tally.value - best.value;
    if (gain > ROUNDING || (gain > -ROUNDING && Math.abs(at - current) < Math.abs(best.at - current))) {
      best = { value: tally.value, at };
    }
  };
  let from = least;
  for (let k = 0; k < order.length; ) {
    const point = points[order[k]];
    consider(from, point);
    for (; k < order.length && points[order[k]] === point; k++) {
      const row = rows[order[k]];
      tally.move(row, predicted[row], c);
    }
    from = point;
  }
  consider(from, most);
  leading.setLogWeight(c, best.at);
  return best.value;
}
