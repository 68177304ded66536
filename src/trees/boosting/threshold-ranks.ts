/**
 * 64-bit thresholds as small integers, for the kernel that compares 32-bit floats: a node's threshold becomes its
 * rank among the thresholds of its column, and a value becomes the number of thresholds below it. With thresholds t_0
 * < t_1 < ...
 *
 *     x <= t_k   if and only if   #{i: t_i < x} <= k.
 *
 * 32-bit floats hold ranks up to 2^24 exactly.
 */
import type { FeatureMatrix } from '../../matrix.js';
import type { LevelGroups } from '../binning/level-groups.js';
import type { EnsembleArrays } from '../ensemble.js';

export class ThresholdRanks {
  /** The thresholds of each column of numbers that is split, ascending. */
  readonly #columns: readonly { readonly column: number; readonly thresholds: Float64Array }[];

  constructor({ split, threshold }: Pick<EnsembleArrays, 'split' | 'threshold'>, categories?: LevelGroups) {
    const found = columnThresholds({ split, threshold }, categories);
    this.#columns = Array.from(found, ([column, thresholds]) => ({ column, thresholds }));
  }

  /** Each node's threshold as its rank; 0 for a leaf and for a split on a category column. */
  ofNodes({ split, threshold }: Pick<EnsembleArrays, 'split' | 'threshold'>): Float32Array {
    const byColumn = new Map(this.#columns.map(({ column, thresholds }) => [column, thresholds]));
    return Float32Array.from(split, (s, node) => {
      const thresholds = s < 0 ? undefined : byColumn.get(s >> 1);
      return thresholds === undefined ? 0 : countBelow(thresholds, threshold[node]);
    });
  }

  /** Writes the ranks of rows `from` to `to` (exclusive) of X to the front of `ranks`; unused columns are unchanged. */
  write(X: FeatureMatrix, from: number, to: number, ranks: Float32Array | Float64Array): void {
    const { data, columns } = X;
    for (const { column, thresholds } of this.#columns) {
      for (let row = from; row < to; row++) {
        const x = data[row * columns + column];
        ranks[(row - from) * columns + column] = Number.isNaN(x) ? x : countBelow(thresholds, x);
      }
    }
  }
}

/** The distinct thresholds of each column of numbers that is split, ascending. */
export function columnThresholds(
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
  return new Map(
    Array.from(found, ([column, all]) => {
      const sorted = Float64Array.from(all).sort();
      return [column, sorted.filter((value, i) => i === 0 || value > sorted[i - 1])];
    }),
  );
}

/** Number of the ascending values below x. Without a branch, which nothing could predict: that takes less than half as long. */
export function countBelow(values: Float64Array, x: number): number {
  if (values.length === 0) return 0;
  let start = 0;
  for (let rest = values.length; rest > 1; ) {
    const half = rest >>> 1;
    start += -(Number(values[start + half - 1] < x) | 0) & half;
    rest -= half;
  }
  return start + Number(values[start] < x);
}
