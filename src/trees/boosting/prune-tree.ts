/** Prunes splits that gain too little, from the leaves upwards. */
import { setOf, type Tree, TreeBuilder } from '../tree.js';
import type { GrownLeaf } from './boosting-rule.js';
import type { GrownRound } from './round-grower.js';

/**
 * XGBoost's pruning after exact growth: a node whose two children are leaves becomes a leaf if its gain is below
 * `gamma`, and so on towards the root. A split with a small gain is kept if a split below it gains enough.
 */
export function pruneTree(grown: GrownRound, gamma: number): GrownRound {
  const { tree } = grown;
  const isLeaf = leavesBelow(tree, gamma);
  const builder = new TreeBuilder(1, tree.threshold, tree.categories);
  /** For each node the node of the pruned tree that contains it. */
  const nodeOf = new Int32Array(tree.feature.length);
  const keep = (node: number, parent: number, isLeft: boolean): void => {
    const kept = builder.add(parent, isLeft, tree.cover[node]);
    nodeOf[node] = kept;
    if (isLeaf[node] === 1) return;
    builder.split(kept, {
      feature: tree.feature[node],
      threshold: tree.threshold[node],
      missingLeft: tree.missingLeft[node] === 1,
      gain: tree.gain[node],
      set: setOf(tree, node),
    });
    keep(tree.left[node], kept, true);
    keep(tree.right[node], kept, false);
  };
  keep(0, -1, false);
  for (let node = 0; node < isLeaf.length; node++) {
    if (isLeaf[node] === 0 || tree.feature[node] < 0) continue;
    nodeOf[tree.left[node]] = nodeOf[node];
    nodeOf[tree.right[node]] = nodeOf[node];
  }
  return { tree: builder.finish(), leaves: mergeLeaves(grown.leaves, nodeOf) };
}

/** 1 for each node that is a leaf or becomes one. */
function leavesBelow({ feature, left, right, gain }: Tree, gamma: number): Uint8Array {
  const isLeaf = Uint8Array.from(feature, (column) => (column < 0 ? 1 : 0));
  // Children come after their parents: backwards, both are decided first.
  for (let node = feature.length - 1; node >= 0; node--) {
    if (isLeaf[node] === 1) continue;
    if (isLeaf[left[node]] === 1 && isLeaf[right[node]] === 1 && gain[node] < gamma) isLeaf[node] = 1;
  }
  return isLeaf;
}

/** Leaves with the new indices of their nodes; leaves of the same node are merged. */
function mergeLeaves(leaves: readonly GrownLeaf[], nodeOf: Int32Array): GrownLeaf[] {
  const merged = new Map<number, GrownLeaf>();
  for (const { node: old, rows, G, H } of leaves) {
    const node = nodeOf[old];
    const other = merged.get(node);
    if (other === undefined) {
      merged.set(node, { node, rows, G, H });
      continue;
    }
    const both = new Int32Array(other.rows.length + rows.length);
    both.set(other.rows);
    both.set(rows, other.rows.length);
    merged.set(node, { node, rows: both, G: other.G + G, H: other.H + H });
  }
  return [...merged.values()];
}
