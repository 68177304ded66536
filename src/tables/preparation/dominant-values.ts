/** Whether a few values of a column, not its bulk, determine its standard deviation. */
import { quantile } from '../../statistics/quantile.js';
import { moments } from './moments.js';

/**
 * Largest accepted ratio of the standard deviation to the spread of the bulk. Over the 1,263 numeric columns of the 17
 * data sets of the paper the largest ratio is 5.
 */
const MOST_RATIO = 10;
/** A gap that is this many times as wide as the values on either side splits a column in two groups. */
const WIDE_GAP = 20;
/** Interquartile range of a normal distribution, in standard deviations. */
const NORMAL_RANGE = 1.349;
/** Standard deviation of a normal distribution, in median absolute deviations. */
const NORMAL_DEVIATION = 1.4826;

/**
 * True if standardised values would separate a few extremes from the rest and hardly distinguish the rest:
 *
 * - the standard deviation exceeds 10 times the spread of the bulk. That is the larger of two estimates, each of which is
 *   the standard deviation of normal values: the interquartile range / 1.349, and 1.4826 times the median
 *   distance from the median of the values that differ from it (the only one if most values are equal);
 * - or the values are in two groups, the gap between them at least 20 times the range of either, and the standard deviation
 *   exceeds 10 times that within the groups, which is above 0: for example a code such as 9999999999 in any share of the rows.
 *
 * Neither holds for columns with few non-zero values. Does not reorder `values`.
 *
 * @param deviation the standard deviation of `values`, above 0
 */
export function hasDominantValues(values: Float64Array, median: number, deviation: number): boolean {
  if (isInTwoGroups(values, deviation)) return true;
  return isCrowded(values, median, deviation) && deviation > MOST_RATIO * bulkSpread(values, median);
}

/** A cheap check whether the interquartile range can be that small: half of the values are near the median. */
function isCrowded(values: Float64Array, median: number, deviation: number): boolean {
  const reach = (NORMAL_RANGE * deviation) / MOST_RATIO;
  let near = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i] - median) <= reach) near++;
  // Interpolation may move either quartile beyond the outermost of them.
  return near + 2 >= values.length / 2;
}

function bulkSpread(values: Float64Array, median: number): number {
  const sorted = values.slice().sort();
  const range = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / NORMAL_RANGE;
  const distances = sorted.map((value) => Math.abs(value - median)).filter((distance) => distance > 0);
  return Math.max(range, NORMAL_DEVIATION * quantile(distances.sort(), 0.5));
}

function isInTwoGroups(values: Float64Array, deviation: number): boolean {
  let least = values[0];
  let greatest = values[0];
  for (let i = 1; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    else if (values[i] > greatest) greatest = values[i];
  }
  // Halves: the difference of two large values could overflow.
  const reach = (greatest / 2 - least / 2) / (WIDE_GAP + 2);
  const isLow = (value: number) => value / 2 - least / 2 <= reach;
  if (!values.every((value) => isLow(value) || greatest / 2 - value / 2 <= reach)) return false;
  const groups = [values.filter(isLow), values.filter((value) => !isLow(value))];
  const within = groups.map((group) => moments(group).deviation * Math.sqrt(group.length / values.length));
  const pooled = Math.hypot(...within);
  return pooled > 0 && deviation > MOST_RATIO * pooled;
}
