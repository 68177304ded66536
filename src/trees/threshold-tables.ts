/** The distinct thresholds of each column of an ensemble, and their order. */
import type { LevelGroups } from './binning/level-groups.js';
import type { EnsembleArrays } from './ensemble.js';

/** The thresholds of each column of numbers that is split, ascending, in the order in which columns are first split. */
export function thresholdsByColumn(
  { split, threshold }: Pick<EnsembleArrays, 'split' | 'threshold'>,
  categories?: LevelGroups,
): Map<number, Float64Array> {
  const found = new Map<number, number[]>();
  for (let node = 0; node < split.length; node++) {
    if (split[node] < 0 || categories?.has(split[node] >> 1)) continue;
    const column = split[node] >> 1;
    const own = found.get(column);
    if (own === undefined) found.set(column, [threshold[node]]);
    else own.push(threshold[node]);
  }
  return new Map(Array.from(found, ([column, all]) => [column, distinctValues(all)]));
}

/** The distinct values, ascending; 0 and -0 are one. */
export function distinctValues(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return sorted.filter((value, i) => i === 0 || value > sorted[i - 1]);
}

/** Number of the ascending values below x. */
export function countBelow(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
