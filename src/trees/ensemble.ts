/** Concatenated trees in flat arrays: the form in which they predict and are saved. */
import { type ColumnForm, type FeatureMatrix, floatsLike } from '../matrix.js';
import type { Tree } from './tree.js';

/**
 * The nodes of all trees, each tree in preorder: a left child directly follows its parent.
 *
 * - `split`: 2 * feature + missingLeft; -1 for a leaf.
 * - `threshold`: 32-bit floats for 32-bit values, 64-bit floats for 64-bit values.
 * - `next`: the right child; for a leaf its index, counted over all trees.
 * - `roots`: the first node of each tree, followed by the number of nodes.
 */
export interface EnsembleArrays {
  readonly split: Int32Array;
  readonly threshold: Float32Array | Float64Array;
  readonly next: Int32Array;
  readonly roots: Int32Array;
}

/** Concatenates trees. */
export class EnsembleBuilder {
  readonly #parts: EnsembleArrays[] = [];
  #nodes = 0;
  leaves = 0;

  get trees(): number {
    return this.#parts.length;
  }

  /** Appends a tree; its leaves get the next indices, in the order of its nodes. */
  add(tree: Tree): void {
    const nodes = tree.feature.length;
    const split = new Int32Array(nodes);
    const next = new Int32Array(nodes);
    for (let i = 0; i < nodes; i++) {
      const leaf = tree.feature[i] < 0;
      split[i] = leaf ? -1 : 2 * tree.feature[i] + tree.missingLeft[i];
      next[i] = leaf ? this.leaves++ : this.#nodes + tree.right[i];
    }
    this.#parts.push({ split, threshold: tree.threshold, next, roots: Int32Array.of(this.#nodes) });
    this.#nodes += nodes;
  }

  finish(): Ensemble {
    const roots = new Int32Array(this.trees + 1);
    const split = new Int32Array(this.#nodes);
    const threshold = floatsLike(this.#parts[0]?.threshold ?? new Float32Array(0), this.#nodes);
    const next = new Int32Array(this.#nodes);
    this.#parts.forEach((part, tree) => {
      const at = part.roots[0];
      roots[tree] = at;
      split.set(part.split, at);
      threshold.set(part.threshold, at);
      next.set(part.next, at);
    });
    roots[this.trees] = this.#nodes;
    return new Ensemble({ split, threshold, next, roots });
  }
}

export class Ensemble {
  constructor(readonly arrays: EnsembleArrays) {}

  get trees(): number {
    return this.arrays.roots.length - 1;
  }

  /** The form of its training rows, given by the precision of the thresholds. */
  get form(): ColumnForm {
    return this.arrays.threshold instanceof Float64Array ? 'values' : 'scaled';
  }

  /** Writes the leaf of rows `from` to `to` (exclusive) of X in one tree to the front of `leaves`. */
  findLeaves(tree: number, X: FeatureMatrix, from: number, to: number, leaves: Int32Array): void {
    const { split, threshold, next, roots } = this.arrays;
    const { data, columns } = X;
    const root = roots[tree];
    for (let row = from; row < to; row++) {
      const base = row * columns;
      let node = root;
      let s = split[node];
      while (s >= 0) {
        const x = data[base + (s >> 1)];
        // Comparisons with NaN are false.
        if (x <= threshold[node] || ((s & 1) === 1 && Number.isNaN(x))) node++;
        else node = next[node];
        s = split[node];
      }
      leaves[row - from] = next[node];
    }
  }

  /**
   * Why these arrays are not valid trees with this many columns and leaves; undefined if they are: then every walk
   * ends at a leaf of its tree.
   */
  defect(columns: number, leaves: number): string | undefined {
    const { split, threshold, next, roots } = this.arrays;
    const nodes = split.length;
    if (threshold.length !== nodes || next.length !== nodes) return 'the arrays of nodes differ in length';
    if (roots.length < 2 || roots[0] !== 0 || roots[roots.length - 1] !== nodes) {
      return 'the trees do not cover the nodes';
    }
    let leaf = 0;
    for (let tree = 0; tree < this.trees; tree++) {
      const end = roots[tree + 1];
      if (end <= roots[tree]) return `tree ${tree} has no nodes`;
      if (end > nodes) return `tree ${tree} ends at node ${end} of ${nodes}`;
      for (let node = roots[tree]; node < end; node++) {
        if (split[node] < 0) {
          if (next[node] !== leaf++) return `node ${node} is not leaf ${leaf - 1}`;
        } else if (split[node] >> 1 >= columns) {
          return `node ${node} splits on feature ${split[node] >> 1}, but there are only ${columns}`;
        } else if (next[node] <= node + 1 || next[node] >= end) {
          return `the right child of node ${node} is not after it in its tree`;
        }
      }
      if (split[end - 1] >= 0) return `tree ${tree} does not end with a leaf`;
    }
    return leaf === leaves ? undefined : `there are ${leaf} leaves, not ${leaves}`;
  }
}
