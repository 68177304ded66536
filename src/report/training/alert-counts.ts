/** Alerts and the events among them at every threshold: what the page needs of the test rows, and no more. */
import { thresholdText } from '../../decision/class-threshold.js';
import { thresholdCounts } from '../../metrics/threshold-counts.js';

export interface AlertCounts {
  readonly rows: number;
  /** Rows of the positive class. */
  readonly events: number;
  /** By decreasing threshold: rows with at least this probability raise an alert. */
  readonly points: readonly AlertPoint[];
}

export interface AlertPoint {
  /** That of the decision at its point; otherwise the shortest decimal that separates these rows from those below, so that it can be read and typed. */
  readonly threshold: number;
  /** Rows with at least this probability, and the events among them. */
  readonly alerts: number;
  readonly caught: number;
}

/** What the model itself decides. */
export interface DecidedAlerts extends Omit<AlertPoint, 'threshold'> {
  /** Its threshold, if that alone decides. */
  readonly threshold?: number;
}

/** Points of a page. */
const MOST_POINTS = 500;

/**
 * The counts at each distinct probability. Of more than `most` (default 500) those are kept whose numbers of alerts are
 * nearest to a geometric and an arithmetic sequence, half of each: close together where alerts are few, and everywhere
 * else at equal distances. The first, the last and the one with the alerts of `decision` stay.
 *
 * The point of the decision has the threshold of the decision; without an alert it is added before the others.
 *
 * @param positive whether a row is an event
 * @param probabilities of the event
 * @throws InputError for different lengths and probabilities that are not finite.
 */
export function alertCounts(
  positive: readonly boolean[],
  probabilities: ArrayLike<number>,
  { decision, most = MOST_POINTS }: { readonly decision?: DecidedAlerts; readonly most?: number } = {},
): AlertCounts {
  const { thresholds, truePositives, called } = thresholdCounts(positive, probabilities);
  const points = thresholds.map((threshold, i) => ({
    threshold: shortestBetween(threshold, thresholds[i + 1] ?? -1),
    alerts: called[i],
    caught: truePositives[i],
  }));
  return {
    rows: positive.length,
    events: positive.filter((event) => event).length,
    points: withDecision(points.length <= most ? points : thinned(points, most, decision?.alerts), decision),
  };
}

function withDecision(points: AlertPoint[], decision: DecidedAlerts | undefined): readonly AlertPoint[] {
  if (decision?.threshold === undefined || decision.threshold > 1) return points;
  const { alerts, caught } = decision;
  const own = { alerts, caught, threshold: Number(thresholdText(decision.threshold)) };
  if (alerts === 0) return [own, ...points];
  return points.map((point) => (point.alerts === alerts && point.caught === caught ? own : point));
}

function thinned(points: readonly AlertPoint[], most: number, keep: number | undefined): AlertPoint[] {
  const last = points.length - 1;
  const kept = new Set([0, last]);
  if (keep !== undefined) kept.add(pointOfAlerts(points, keep));
  const each = Math.floor((most - kept.size) / 2);
  const [first, all] = [points[0].alerts, points[last].alerts];
  for (let i = 1; i <= each; i++) {
    const part = i / (each + 1);
    kept.add(pointOfAlerts(points, first * (all / first) ** part));
    kept.add(pointOfAlerts(points, first + (all - first) * part));
  }
  return points.filter((_, i) => kept.has(i));
}

/** The number with the fewest significant digits that is at most `high` and above `low`. */
function shortestBetween(high: number, low: number): number {
  for (let digits = 2; digits < 17; digits++) {
    const near = Number(high.toPrecision(digits));
    const unit = 10 ** (Math.floor(Math.log10(high)) + 1 - digits);
    const below = near <= high ? near : Number((near - unit).toPrecision(digits));
    if (below <= high && below > low) return below;
  }
  return high;
}

/** The index of the last point with at most `alerts`; of the first one if all have more. */
export function pointOfAlerts(points: readonly AlertPoint[], alerts: number): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (points[middle].alerts <= alerts) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
