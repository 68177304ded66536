/** Grows the trees of a forest, each on its own sample of the rows. */

import { RandomStream } from '../../engine/random/random-stream.js';
import { timeSlices } from '../../event-loop.js';
import type { FeatureMatrix } from '../../matrix.js';
import { binRanks, rankMatrix } from '../binning/bin-matrix.js';
import { type GrowOptions, growTree } from '../growing/grow-tree.js';
import type { Tree } from '../tree.js';
import type { Draw } from './draw-sample.js';
import { type Forest, ForestBuilder } from './forest.js';
import { OutOfBag, type OutOfBagScore } from './out-of-bag.js';

export interface ForestProblem {
  readonly X: FeatureMatrix;
  /** Class index of each row. */
  readonly y: Int32Array;
  readonly classes: number;
  /** Not negative; rows of weight 0 are ignored. Default 1. */
  readonly weights?: Float64Array;
}

export interface ForestSettings {
  readonly trees: number;
  readonly seed: number;
  readonly criterion: 'gini' | 'entropy';
  /**
   * Splits are searched among all values (`exact`), or at nodes with many rows among bins first (`hist`; see
   * `GrowOptions.bins`).
   */
  readonly method: 'exact' | 'hist';
  readonly growing: Pick<
    GrowOptions,
    'maxDepth' | 'minSamplesSplit' | 'minSamplesLeaf' | 'minImpurityDecrease' | 'maxFeatures'
  >;
  /** Makes the sampler of a tree's rows from those of positive weight. */
  readonly sampler: (rows: Int32Array) => Draw;
  /** Whether each tree is scored on its out-of-bag rows. */
  readonly outOfBag: boolean;
  /** Called after each tree with the number of trees. */
  readonly onTree?: (trees: number) => void;
  readonly signal?: AbortSignal;
}

export interface GrownForest {
  /** Undefined if the signal stopped it before the first tree. */
  readonly forest: Forest | undefined;
  /** Mean decrease in impurity of each column. */
  readonly importances: Float32Array;
  readonly outOfBag: OutOfBagScore | undefined;
  readonly aborted: boolean;
}

/**
 * Grows a forest. A row drawn k times has k times its weight, but counts once towards the least numbers of rows. Each
 * tree has its own random stream, so that a larger forest begins with the trees of a smaller one.
 */
export async function growForest(problem: ForestProblem, settings: ForestSettings): Promise<GrownForest> {
  const { X, y, classes, weights } = problem;
  const { signal, growing, seed } = settings;
  const data = rankMatrix(X);
  const bins = settings.method === 'exact' ? undefined : binRanks(data);
  const usable = Int32Array.from(y.keys()).filter((row) => weights === undefined || weights[row] > 0);
  const draw = settings.sampler(usable);
  const builder = new ForestBuilder(classes);
  const importances = new ImpurityImportances(X.columns);
  const outOfBag = settings.outOfBag ? new OutOfBag(X, y, classes) : undefined;
  const slices = timeSlices();
  while (builder.trees < settings.trees && signal?.aborted !== true) {
    const random = new RandomStream(seed, `tree ${builder.trees}`);
    const treeWeights = new Float64Array(X.rows);
    for (const row of draw(random)) treeWeights[row] += weights === undefined ? 1 : weights[row];
    const rows = usable.filter((row) => treeWeights[row] > 0);
    const criterion = { kind: settings.criterion, y, classes, weights: treeWeights };
    const grown = await growTree(data, rows, criterion, { ...growing, bins, slices, signal }, random).catch(
      (error) => {
        if (signal?.aborted === true && error === signal.reason) return undefined;
        throw error;
      },
    );
    if (grown === undefined) break;
    builder.add(grown.tree);
    importances.add(grown.tree);
    await outOfBag?.add(
      grown.tree,
      usable.filter((row) => treeWeights[row] === 0),
    );
    settings.onTree?.(builder.trees);
  }
  return {
    forest: builder.trees > 0 ? builder.finish() : undefined,
    importances: importances.finish(),
    outOfBag: outOfBag?.score(),
    aborted: signal?.aborted === true && builder.trees < settings.trees,
  };
}

/**
 * Mean decrease in impurity, as scikit-learn's `feature_importances_`: each tree's gains by feature, divided by their
 * sum, averaged over the trees; they sum to 1, or are all 0 if no tree has a split.
 */
class ImpurityImportances {
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
