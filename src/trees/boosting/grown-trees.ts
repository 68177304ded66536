/** The trees of a boosting fit so far, and the ensemble of the first rounds of them. */
import { type Ensemble, EnsembleBuilder } from '../ensemble.js';
import type { Tree } from '../tree.js';
import { BoostedTrees, leafValues } from './boosted-trees.js';

/**
 * The first `rounds` rounds of trees, `initial.length` trees each; undefined if there are none.
 *
 * @param columns number of columns of X
 */
export function firstRounds(
  trees: readonly Tree[],
  rounds: number,
  initial: Float32Array,
  columns: number,
): BoostedTrees | undefined {
  const kept = trees.slice(0, rounds * initial.length);
  if (kept.length === 0) return undefined;
  const builder = new EnsembleBuilder();
  for (const tree of kept) builder.add(tree);
  const values = new Float32Array(builder.leaves);
  let at = 0;
  for (const tree of kept) {
    const own = leafValues(tree);
    values.set(own, at);
    at += own.length;
  }
  return new BoostedTrees(builder.finish(), values, initial, importancesOf(kept, columns));
}

export function single(tree: Tree): Ensemble {
  const builder = new EnsembleBuilder();
  builder.add(tree);
  return builder.finish();
}

/** Total gain of each column's splits, normalised to sum 1. */
function importancesOf(trees: readonly Tree[], columns: number): Float32Array {
  const gains = new Float64Array(columns);
  for (const { feature, gain } of trees) {
    for (let node = 0; node < feature.length; node++)
      if (feature[node] >= 0) gains[feature[node]] += gain[node];
  }
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return Float32Array.from(gains, (gain) => (total > 0 ? gain / total : 0));
}
