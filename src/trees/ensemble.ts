/** Concatenated trees in flat arrays: the form in which they predict and are saved. */
import { InputError } from '../errors.js';
import { type ColumnForm, type FeatureMatrix, floatsLike } from '../matrix.js';
import { inSet, LevelGroups } from './binning/level-groups.js';
import { joined, type Tree } from './tree.js';

/**
 * The nodes of all trees, each tree in preorder: a left child directly follows its parent.
 *
 * - `split`: 2 * feature + missingLeft; -1 for a leaf.
 * - `threshold`: 32-bit floats for 32-bit values, 64-bit floats for 64-bit values. At a split on a category column, the
 *   index in `sets` at which the set of the codes that go left begins.
 * - `next`: the right child, which follows the last descendant of the left one; for a leaf its index, counted over all trees.
 * - `roots`: the first node of each tree, followed by the number of nodes.
 */
export interface EnsembleArrays {
  readonly split: Int32Array;
  readonly threshold: Float32Array | Float64Array;
  readonly next: Int32Array;
  readonly roots: Int32Array;
  /** The sets of all splits on category columns; see `Tree.sets`. */
  readonly sets: Int32Array;
}

/** The largest index of a set that is exact as a 32-bit threshold. */
export const LAST_SINGLE_INDEX = 2 ** 24;

/** Concatenates trees. */
export class EnsembleBuilder {
  readonly #parts: EnsembleArrays[] = [];
  readonly #covers: Float32Array[] = [];
  #categories: LevelGroups | undefined;
  #nodes = 0;
  #words = 0;
  leaves = 0;

  get trees(): number {
    return this.#parts.length;
  }

  /**
   * Appends a tree; its leaves get the next indices, in the order of its nodes.
   *
   * @throws InputError if 32-bit thresholds cannot number the sets of categories of so many nodes
   */
  add(tree: Tree): void {
    const nodes = tree.feature.length;
    const split = new Int32Array(nodes);
    const next = new Int32Array(nodes);
    for (let i = 0; i < nodes; i++) {
      const leaf = tree.feature[i] < 0;
      split[i] = leaf ? -1 : 2 * tree.feature[i] + tree.missingLeft[i];
      next[i] = leaf ? this.leaves++ : this.#nodes + tree.right[i];
    }
    const { sets } = tree;
    this.#covers.push(tree.cover.filter((_, node) => tree.feature[node] < 0));
    this.#parts.push({
      split,
      threshold: this.#withSetsFrom(tree, this.#words),
      next,
      roots: Int32Array.of(this.#nodes),
      sets,
    });
    this.#categories ??= tree.categories;
    this.#nodes += nodes;
    this.#words += sets.length;
  }

  /** The thresholds of a tree whose sets follow `before` words of others. */
  #withSetsFrom({ feature, threshold, categories, sets }: Tree, before: number): Float32Array | Float64Array {
    if (categories === undefined || before === 0) return threshold;
    if (threshold instanceof Float32Array && before + sets.length > LAST_SINGLE_INDEX) {
      throw new InputError(
        'the trees have too many splits of categories for 32-bit values: give X in 64 bits, or grow fewer or smaller trees',
      );
    }
    const moved = threshold.slice();
    for (let node = 0; node < feature.length; node++) {
      if (feature[node] >= 0 && categories.has(feature[node])) moved[node] += before;
    }
    return moved;
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
    const sets = joined(
      this.#parts.map((part) => part.sets),
      this.#words,
    );
    const covers = new Float32Array(this.leaves);
    let leaf = 0;
    for (const part of this.#covers) {
      covers.set(part, leaf);
      leaf += part.length;
    }
    return new Ensemble({ split, threshold, next, roots, sets }, this.#categories, covers);
  }
}

export class Ensemble {
  constructor(
    readonly arrays: EnsembleArrays,
    /** The category columns, if there are any. */
    readonly categories?: LevelGroups,
    /** Weight of the training rows in each leaf (`Tree.cover`); undefined if it was not saved. */
    readonly covers?: Float32Array,
  ) {}

  get trees(): number {
    return this.arrays.roots.length - 1;
  }

  /** The form of its training rows, given by the precision of the thresholds. */
  get form(): ColumnForm {
    return this.arrays.threshold instanceof Float64Array ? 'values' : 'scaled';
  }

  /** Whether a row of X goes to the left child of a node that splits. */
  goesLeft(node: number, { data, columns }: FeatureMatrix, row: number): boolean {
    const { split, threshold, sets } = this.arrays;
    const { categories } = this;
    const column = split[node] >> 1;
    const x = data[row * columns + column];
    if (categories?.has(column)) return inSet(sets, threshold[node], categories.code(column, x));
    return x <= threshold[node] || ((split[node] & 1) === 1 && Number.isNaN(x));
  }

  /** Writes the leaf of rows `from` to `to` (exclusive) of X in one tree to the front of `leaves`. */
  findLeaves(tree: number, X: FeatureMatrix, from: number, to: number, leaves: Int32Array): void {
    const { split, threshold, next, roots } = this.arrays;
    const { data, columns } = X;
    const root = roots[tree];
    if (this.categories !== undefined) {
      this.#findByCodes(this.categories, root, X, from, to, leaves);
      return;
    }
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

  /** `findLeaves` from a root, with category columns. */
  #findByCodes(
    categories: LevelGroups,
    root: number,
    { data, columns }: FeatureMatrix,
    from: number,
    to: number,
    leaves: Int32Array,
  ): void {
    const { split, threshold, next, sets } = this.arrays;
    for (let row = from; row < to; row++) {
      let node = root;
      for (let s = split[node]; s >= 0; s = split[node]) {
        const column = s >> 1;
        const x = data[row * columns + column];
        const left = categories.has(column)
          ? inSet(sets, threshold[node], categories.code(column, x))
          : x <= threshold[node] || ((s & 1) === 1 && Number.isNaN(x));
        node = left ? node + 1 : next[node];
      }
      leaves[row - from] = next[node];
    }
  }

  /**
   * Why these arrays are not valid trees with this many columns and leaves; undefined if they are: then every walk
   * ends at a leaf of its tree.
   */
  defect(columns: number, leaves: number): string | undefined {
    const { split, threshold, next, roots, sets } = this.arrays;
    const { categories } = this;
    const badLevels = categories && LevelGroups.defect(categories.arrays, columns);
    if (badLevels !== undefined) return badLevels;
    const nodes = split.length;
    if (threshold.length !== nodes || next.length !== nodes) return 'the arrays of nodes differ in length';
    if (roots.length < 2 || roots[0] !== 0 || roots[roots.length - 1] !== nodes) {
      return 'the trees do not cover the nodes';
    }
    let leaf = 0;
    /** The splits whose right child is to come. */
    const open: number[] = [];
    for (let tree = 0; tree < this.trees; tree++) {
      const end = roots[tree + 1];
      if (end <= roots[tree]) return `tree ${tree} has no nodes`;
      if (end > nodes) return `tree ${tree} ends at node ${end} of ${nodes}`;
      for (let node = roots[tree]; node < end; node++) {
        if (split[node] < 0) {
          if (next[node] !== leaf++) return `node ${node} is not leaf ${leaf - 1}`;
          const parent = open.pop();
          if (parent === undefined ? node + 1 < end : next[parent] !== node + 1) {
            return parent === undefined
              ? `tree ${tree} has nodes after its last leaf, ${node}`
              : `the right child of node ${parent} is ${next[parent]}, not ${node + 1}`;
          }
          continue;
        }
        open.push(node);
        if (split[node] >> 1 >= columns) {
          return `node ${node} splits on feature ${split[node] >> 1}, but there are only ${columns}`;
        }
        if (categories?.has(split[node] >> 1)) {
          const at = threshold[node];
          const whole =
            Number.isInteger(at) && at >= 0 && at + categories.words(split[node] >> 1) <= sets.length;
          if (!whole) return `the set of node ${node} begins at ${at} of ${sets.length} words`;
        }
      }
      if (open.length > 0) return `tree ${tree} ends before the right child of node ${open.pop()}`;
    }
    return leaf === leaves ? undefined : `there are ${leaf} leaves, not ${leaves}`;
  }
}
