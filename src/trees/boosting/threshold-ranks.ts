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
import { countBelow, thresholdsByColumn } from '../threshold-tables.js';

export class ThresholdRanks {
  readonly #columns: Map<number, Float64Array>;

  constructor(arrays: Pick<EnsembleArrays, 'split' | 'threshold'>, categories?: LevelGroups) {
    this.#columns = thresholdsByColumn(arrays, categories);
  }

  /** Each node's threshold as its rank; 0 for a leaf and for a split on a category column. */
  ofNodes({ split, threshold }: Pick<EnsembleArrays, 'split' | 'threshold'>): Float32Array {
    return Float32Array.from(split, (s, node) => {
      const thresholds = s < 0 ? undefined : this.#columns.get(s >> 1);
      return thresholds === undefined ? 0 : countBelow(thresholds, threshold[node]);
    });
  }

  /** Writes the ranks of rows `from` to `to` (exclusive) of X to the front of `ranks`; unused columns are unchanged. */
  write(X: FeatureMatrix, from: number, to: number, ranks: Float32Array | Float64Array): void {
    const { data, columns } = X;
    for (const [column, thresholds] of this.#columns) {
      for (let row = from; row < to; row++) {
        const x = data[row * columns + column];
        ranks[(row - from) * columns + column] = Number.isNaN(x) ? x : countBelow(thresholds, x);
      }
    }
  }
}
