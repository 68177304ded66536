/** Which features a forest's splits gained by. */
import type { Tree } from '../tree.js';

/**
 * Mean decrease in impurity, as scikit-learn's `feature_importances_`: each tree's gains by feature, divided
 * by their sum, averaged over the trees; sums to 1, or is 0 throughout where no tree has a split.
 */
export class ImpurityImportances {
  readonly #sums: Float64Array;

  constructor(readonly columns: number) {
    this.#sums = new Float64Array(columns);
  }

  add({ feature, gain }: Tree): void {
    const total = gain.reduce((sum, g) => sum + g, 0);
    if (total <= 0) return;
    for (let node = 0; node < feature.length; node++) {
      if (feature[node] >= 0) this.#sums[feature[node]] += gain[node] / total;
    }
  }

  finish(): Float32Array {
    const total = this.#sums.reduce((sum, s) => sum + s, 0);
    return Float32Array.from(this.#sums, (s) => (total > 0 ? s / total : 0));
  }
}
